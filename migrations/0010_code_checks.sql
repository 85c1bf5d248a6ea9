-- Codes of the child's details are held to their lists, as those of the forms are.

-- +goose Up
SET LOCAL lock_timeout = '3s';

ALTER TABLE cases
    ADD CONSTRAINT cases_sex_code CHECK (sex IN ('0', '1', '2', '9')),
    ADD CONSTRAINT cases_ethnicity_code CHECK (ethnicity IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'Z'));
