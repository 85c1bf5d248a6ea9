package main

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// build makes the program itself: what counts is what comes out of it, and how it ends.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "pinktick")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func run(t *testing.T, program, in string, args ...string) (out, errs string, status int) {
	t.Helper()
	return runWith(t, []string{}, program, in, args...) // no configuration
}

func runWith(t *testing.T, settings []string, program, in string, args ...string) (out, errs string, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := exec.Command(program, args...)
	c.Env = settings
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(in), &stdout, &stderr
	var ended *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
}

func TestScoreCommand(t *testing.T) {
	program := build(t)
	const girl = `{"id": "a", "answers": {"case": {"sex": 2, "date_of_birth": "2013-03-02"}, "management": {"has_an_aed_been_given": true}},
		"records": {"medicines": [{"is_rescue_medicine": false, "medicine_name": "Sodium valproate"}]}}`
	for _, c := range []struct {
		name, in string
		args     []string
		lines    int
		out      string
		errs     string
		status   int
	}{
		{"nothing", "", nil, 0, "", "", 0},
		{"two lines", "{\"id\": 1}\n{\"id\": 2}\n", nil, 2, `{"id":2,"measures":{"1":"incomplete"`, "", 0},
		{"on the day before she is twelve", girl, []string{"--as-of", "2025-03-01"}, 1, `"management":{"expected":8,"completed":2,"complete":false}`, "", 0},
		{"on the day she is twelve", girl, []string{"--as-of=2025-03-02"}, 1, `"management":{"expected":10,"completed":2,"complete":false}`, "", 0},
		{"an unknown key", `{"answers": {"case": {"x": 1}}}`, nil, 1, `"problems":[{"path":"answers.case.x","code":"unknown_key"`, "", 0},
		{"an unknown key, lenient", `{"answers": {"case": {"x": 1}}}`, []string{"--lenient"}, 1, `"problems":[]`, "", 0},
		{"broken in line 3", "{}\n{}\n{\"id\" 1}\n{}", nil, 2, `"expected":43`, "pinktick: line 3, column 7: invalid character '1' after object key\n", 2},
		{"cut off", "[{},", nil, 1, `"expected":43`, "pinktick: line 1, column 5: unexpected end of JSON input\n", 2},
		{"no such day", "{}", []string{"--as-of", "2025-02-30"}, 0, "", "not a date", 80},
		{"no such flag", "{}", []string{"--on", "x"}, 0, "", "unknown flag --on", 80},
		{"explained", "{}", []string{"--explain"}, 1, `"explained":{"rules":"R4","measures":{"1":{"outcome":"incomplete","fields":["answers.registration.first_paediatric_assessment_date",`, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, errs, status := run(t, program, c.in, append([]string{"score"}, c.args...)...)
			if status != c.status || !strings.Contains(errs, c.errs) || c.errs == "" && errs != "" {
				t.Errorf("status %d, standard error %q; want %d, %q", status, errs, c.status, c.errs)
			}
			if c.status < 80 && (strings.Count(out, "\n") != c.lines || !strings.Contains(out, c.out)) {
				t.Errorf("%d lines, want %d with %s:\n%s", strings.Count(out, "\n"), c.lines, c.out, out)
			}
			if c.status == 2 && errs != c.errs {
				t.Errorf("standard error %q, want the one line %q", errs, c.errs)
			}
		})
	}
}

func TestDictionaryCommand(t *testing.T) {
	program := build(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "section,key,columns,exchange,"},
		{[]string{"--format", "csv"}, "tests,eeg_performed_on,eeg_performed_on eeg_declined,investigations.eeg_performed_date,"},
		{[]string{"--format", "json"}, `"key": "eeg_performed_on"`},
		{[]string{"--lists"}, "sex,2,Female,,F,,true,,\n"},
	} {
		out, errs, status := run(t, program, "", append([]string{"dictionary"}, c.args...)...)
		if status != 0 || errs != "" || !strings.Contains(out, c.want) {
			t.Errorf("%q: status %d, %q; %q is not in what came out", c.args, status, errs, c.want)
		}
	}
}
