package export

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Differences compares the derived values that a record carries with those that are computed from the child that was read from it.
// They are never believed: where they differ, the sender and the platform do not mean the same.
func Differences(raw []byte, child *dataset.Child, today ask.Date, as ask.Lists) []Problem {
	whole, _ := splitObject(raw)
	answers, lists := part(whole, "answers"), part(whole, "records")
	var found []Problem
	for _, form := range []string{"registration", "assessment", "investigations", "audit_progress"} {
		found = append(found, differing("answers."+form, part(answers, form), computed(form, child, today, as))...)
	}
	sent, _ := lists.get(dataset.MedicineSection.Exchange)
	rows, _ := splitArray(sent)
	for i, row := range rows {
		if i >= len(child.Medicines()) {
			break
		}
		members, _ := splitObject(row)
		found = append(found, differing(fmt.Sprintf("records.medicines[%d]", i), members, computedOfMedicine(child, child.Medicines()[i], today, as))...)
	}
	return found
}

func part(of object, key string) object {
	raw, _ := of.get(key)
	members, _ := splitObject(raw)
	return members
}

func differing(path string, sent object, computed members) []Problem {
	var found []Problem
	for _, m := range computed {
		raw, given := sent.get(m.Key)
		if !given || isNull(raw) {
			continue
		}
		if ours, err := json.Marshal(m.Value); err != nil || !bytes.Equal(bytes.TrimSpace(raw), ours) {
			found = append(found, Problem{path + "." + m.Key, CodeDiffers, "What is computed here differs from what was sent. The value sent is not used."})
		}
	}
	return found
}

// computed are the derived values of a form that a record may carry.
func computed(form string, child *dataset.Child, today ask.Date, as ask.Lists) members {
	switch form {
	case "registration":
		return derivedOf(form, child, EncodeOptions{})
	case "assessment":
		a := child.Milestones()
		return members{{"consultant_paediatrician_wait", days(a.PaediatricianReferredOn, a.PaediatricianSeenOn)},
			{"paediatric_neurologist_wait", days(a.NeurologistReferredOn, a.NeurologistSeenOn)},
			{"childrens_epilepsy_surgery_wait", days(a.SurgeryReferredOn, a.SurgerySeenOn)},
			{"epilepsy_nurse_specialist_wait", days(a.NurseReferredOn, a.NurseSeenOn)}}
	case "investigations":
		t := child.Investigations()
		return members{{"eeg_wait", days(t.EEGRequestedOn, t.EEGPerformedOn)}, {"mri_wait", days(t.MRIRequestedOn, t.MRIReportedOn)}}
	}
	return progressOf(child, today, as)
}

// progressOf is what the reference system stores as the child's progress.
func progressOf(child *dataset.Child, today ask.Date, as ask.Lists) members {
	done := child.Completion(circumstances(child, today, as))
	var all members
	for i, s := range dataset.Sections {
		p := done.Forms[i]
		all = append(all, member{s.Exchange + "_complete", p.Complete()}, member{s.Exchange + "_total_expected_fields", p.Expected},
			member{s.Exchange + "_total_completed_fields", p.Completed})
	}
	return all
}

func computedOfMedicine(child *dataset.Child, m *dataset.Medicine, today ask.Date, as ask.Lists) members {
	in := child.In(dataset.CaseSection, circumstances(child, today, as))
	in.Row = m
	return append(derivedOfRow(dataset.MedicineSection.Exchange, in), member{"length_of_treatment", days(m.StartedOn, m.StoppedOn)})
}

func days(from, until *ask.Date) *int {
	if from == nil || until == nil {
		return nil
	}
	n := from.DaysUntil(*until)
	return &n
}
