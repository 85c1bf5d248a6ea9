package export

import "slices"

// unreadForms belong to the record and hold nothing that is read here: consent, which is the family's own, and results that
// are always recomputed.
var unreadForms = []string{"consent", "audit_progress", "kpi"}

// unread are the fields of each form and list that are accepted and never believed: derived values, keys of the sender's own
// database, and columns that are not built.
var unread = map[string][]string{
	"": {"id", "created_at", "updated_at", "created_by", "updated_by"}, // of every stored record
	"case": {"unknown_postcode", "index_of_multiple_deprivation_quintile", "location_wgs84", "location_bng", "location_wgs",
		"locked", "locked_at", "locked_by", "organisations", "age", "age_days"},
	"registration": {"lead_site", "previous_lead_sites", "cohort", "completed_first_year_of_care_date", "audit_submission_date",
		"effective_deadline", "days_remaining_before_submission", "case", "audit_progress", "kpi"},
	"first_paediatric_assessment": {"registration"},
	"epilepsy_context":            {"registration"},
	"multiaxial_diagnosis":        {"registration"},
	"assessment": {"consultant_paediatrician_wait", "paediatric_neurologist_wait", "childrens_epilepsy_surgery_wait",
		"epilepsy_nurse_specialist_wait", "childrens_epilepsy_surgical_service_input_date_known", "general_paediatric_centre",
		"paediatric_neurology_centre", "epilepsy_surgery_centre", "registration"},
	"episodes":       {"nonepileptic_seizure_other", "expected_score", "calculated_score", "multiaxial_diagnosis"},
	"syndromes":      {"multiaxial_diagnosis"},
	"comorbidities":  {"multiaxial_diagnosis"},
	"investigations": {"eeg_wait", "mri_wait", "registration"},
	"management":     {"registration"},
	"medicines":      {"is_a_pregnancy_prevention_programme_needed", "length_of_treatment", "management"},
	"sites":          {"case", "active_transfer", "transfer_origin_organisation", "transfer_request_date"},
}

func isUnread(form, key string) bool {
	return slices.Contains(unread[""], key) || slices.Contains(unread[form], key)
}
