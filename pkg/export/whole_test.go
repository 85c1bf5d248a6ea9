package export_test

import (
	"bytes"
	"testing"

	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
)

// Nothing of a child is lost on the way, not what goes out under another name or only at times either: the reference number, the
// date that is not known, the keyword that was taken off.
func TestNothingIsLostOnTheWay(t *testing.T) {
	set := sample.NewSet(sample.Options{Seed: 21, Today: today, Leads: leads, Past: true, Numberless: func(lead string) bool { return lead == leads[1] }}, 600)
	var reference, unknown, takenOff, declined int
	for i := range 600 {
		child := set.Make(i).Child
		record1, problems := export.Decode(encode(t, child, "a"), export.DecodeOptions{})
		if len(problems) > 0 || len(record1.NotKept) > 0 || !bytes.Equal(record.Digest(child), record.Digest(record1.Child)) {
			t.Fatalf("%+v %+v\nwent out\n%s", problems, record1.NotKept, encode(t, child, "a"))
		}
		if gone := export.Settle(record1.Child, today, nil); len(gone) > 0 {
			t.Fatalf("left out: %+v", gone)
		}
		reference += count(child.Case().UniqueReferenceNumber != nil)
		unknown += count(child.Milestones().SurgerySeenOnUnknown != nil)
		declined += count(child.Investigations().EEGDeclined != nil)
		for _, e := range child.Episodes() {
			takenOff += count(len(e.DescriptionKeywordsRemoved) > 0)
		}
	}
	if min(reference, unknown, takenOff, declined) < 5 {
		t.Errorf("%d reference numbers, %d unknown dates, %d keywords taken off, %d declined", reference, unknown, takenOff, declined)
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// What is sent although it is not asked → what goes, by path; the rest stays.
func TestWhatIsNotAskedIsLeftOut(t *testing.T) {
	decoded, problems := export.Decode([]byte(`{"answers": {
		"investigations": {"eeg_indicated": false, "eeg_request_date": "2025-01-01", "mri_indicated": true, "mri_brain_requested_date": "2025-01-02"},
		"multiaxial_diagnosis": {"syndrome_present": false}, "management": {"has_an_aed_been_given": false, "has_rescue_medication_been_prescribed": true}},
		"records": {"syndromes": [{"syndrome_name": "Dravet syndrome"}],
			"episodes": [{}, {"epilepsy_or_nonepilepsy_status": "NE", "epileptic_seizure_onset_type": "FO", "focal_onset_tonic": true}],
			"medicines": [{"medicine_name": "Clobazam", "is_rescue_medicine": false}, {"medicine_name": "BMZ", "is_rescue_medicine": true}]}}`), export.DecodeOptions{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, p := range export.Settle(decoded.Child, today, nil) {
		got = append(got, p.Path+" "+p.Code)
	}
	want := []string{"records.episodes[1].epileptic_seizure_onset_type not_asked", "records.episodes[1].focal_onset_tonic not_asked",
		"records.syndromes not_asked", "answers.investigations.eeg_request_date not_asked", "records.medicines not_asked"}
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
	child := decoded.Child
	if child.Investigations().EEGRequestedOn != nil || child.Investigations().MRIRequestedOn == nil || len(child.Syndromes()) > 0 || len(child.Medicines()) != 1 ||
		len(child.Episodes()) != 2 {
		t.Error("the wrong answers went")
	}
	if again := export.Settle(child, today, nil); len(again) > 0 {
		t.Errorf("a second time: %v", again)
	}
}

// Derived values of the sender against ours.
func TestDerivedValuesAreCompared(t *testing.T) {
	raw := []byte(`{"answers": {"case": {"date_of_birth": "2013-03-02", "sex": 2},
		"registration": {"first_paediatric_assessment_date": "2023-01-01", "cohort": 5, "completed_first_year_of_care_date": "2024-01-01", "audit_submission_date": null},
		"investigations": {"eeg_indicated": true, "eeg_request_date": "2023-01-05", "eeg_performed_date": "2023-01-15", "eeg_wait": 11, "mri_wait": 3},
		"assessment": {"epilepsy_nurse_specialist_wait": 4},
		"audit_progress": {"registration_total_expected_fields": 3, "registration_complete": true, "unheard_of": 7}},
		"records": {"medicines": [{"medicine_name": "Sodium valproate", "is_rescue_medicine": false, "is_a_pregnancy_prevention_programme_needed": false,
			"antiepilepsy_medicine_start_date": "2023-02-01", "antiepilepsy_medicine_stop_date": "2023-02-11", "length_of_treatment": 10}, null]}}`)
	decoded, _ := export.Decode(raw, export.DecodeOptions{})
	var got []string
	for _, p := range export.Differences(raw, decoded.Child, today, nil) {
		got = append(got, p.Path)
		if p.Code != export.CodeDiffers {
			t.Errorf("%+v", p)
		}
	}
	want := []string{"answers.registration.cohort", "answers.assessment.epilepsy_nurse_specialist_wait", "answers.investigations.eeg_wait", "answers.investigations.mri_wait",
		"answers.audit_progress.registration_complete", "records.medicines[0].is_a_pregnancy_prevention_programme_needed"}
	if len(got) != len(want) {
		t.Fatalf("%q\nwant %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
	for child := range sample.Children(31, 200, today, leads) {
		out := encode(t, child, "a")
		if found := export.Differences(out, child, today, nil); len(found) > 0 {
			t.Fatalf("our own values differ: %v in %s", found, out)
		}
	}
}

// A name that stands twice, text that is not text, a former lead: nothing is passed over in silence.
func TestNothingIsPassedOverInSilence(t *testing.T) {
	for raw, want := range map[string]string{
		`{"id": 1, "id": 2}`: "id key_twice",
		`{"answers": {"case": {"sex": 1, "surname": "A", "sex": 1}}}`:                                                     "answers.case.sex key_twice",
		`{"answers": {"case": {}, "case": {}}}`:                                                                           "answers.case key_twice",
		`{"records": {"syndromes": [{"syndrome_name": null, "syndrome_name": null}]}}`:                                    "records.syndromes[0].syndrome_name key_twice",
		"{\"answers\": {\"case\": {\"surname\": \"M\xfcller\"}}}":                                                         "answers.case.surname text_invalid",
		`{"records": {"sites": [{"organisation": "RGT01", "site_is_primary_centre_of_epilepsy_care": true}]}}`:            "",
		`{"records": {"sites": [{"site_is_primary_centre_of_epilepsy_care": true}]}}`:                                     "not kept: records.sites[0]",
		`{"records": {"sites": [{"organisation": "RGT01", "site_is_childrens_epilepsy_surgery_centre": true}]}}`:          "not kept: records.sites[0]",
		`{"records": {"sites": [{"organisation": "RGT01", "site_is_actively_involved_in_epilepsy_care": true}]}}`:         "",
		`{"records": {"sites": [{"site_is_actively_involved_in_epilepsy_care": true, "active_transfer": true}]}}`:         "not kept: records.sites[0].active_transfer",
		`{"records": {"sites": [{"site_is_actively_involved_in_epilepsy_care": true, "transfer_request_date": null}]}}`:   "",
		`{"records": {"sites": [{"site_is_actively_involved_in_epilepsy_care": false, "active_transfer": false}, null]}}`: "",
	} {
		decoded, problems := export.Decode([]byte(raw), export.DecodeOptions{})
		got := ""
		for _, p := range problems {
			got += p.Path + " " + p.Code
		}
		for _, p := range decoded.NotKept {
			got += "not kept: " + p.Path
		}
		if got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}
