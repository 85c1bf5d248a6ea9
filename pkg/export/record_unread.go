package export

import "slices"

// unreadForms and unreadLists belong to the record and hold nothing that is read here: forms whose questions are not declared
// yet, which score as never opened, and results that are always recomputed.
var (
	unreadForms = []string{"multiaxial_diagnosis", "assessment", "consent", "audit_progress", "kpi"}
	unreadLists = []string{"episodes", "syndromes", "comorbidities"}
)

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
	"investigations":              {"eeg_wait", "mri_wait", "registration"},
	"management":                  {"registration"},
	"medicines":                   {"is_a_pregnancy_prevention_programme_needed", "length_of_treatment", "management"},
	"sites": {"case", "site_is_general_paediatric_centre", "site_is_paediatric_neurology_centre",
		"site_is_childrens_epilepsy_surgery_centre", "active_transfer", "transfer_origin_organisation", "transfer_request_date"},
}

func isUnread(form, key string) bool {
	return slices.Contains(unread[""], key) || slices.Contains(unread[form], key)
}
