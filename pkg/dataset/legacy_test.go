package dataset

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Every entry of an earlier round that has a place today has one that exists.
func TestLegacyCodesLeadToEntries(t *testing.T) {
	lists, mapped := map[string]*ask.List{}, 0
	for _, list := range Lists() {
		lists[list.Name] = list
	}
	for _, l := range legacyCodes {
		list := lists[l.entryOf]
		if list == nil {
			t.Errorf("%s %s: no list %q", l.code, l.label, l.entryOf)
			continue
		}
		if l.entry == "" {
			continue
		}
		mapped++
		if _, ok := list.Find(l.entry); !ok {
			t.Errorf("%s %s: %s has no entry %q", l.code, l.label, l.entryOf, l.entry)
		}
		if o, ok := LegacyEntry(list, l.label); !ok || o.Code != l.entry {
			t.Errorf("%s is %q, want %q", l.label, o.Code, l.entry)
		}
	}
	if len(legacyCodes) != 113 || mapped != 54 {
		t.Errorf("%d codes, %d of which have a place", len(legacyCodes), mapped)
	}
}

// What a sender may write → today's label; empty where it says nothing certain.
func TestLegacyCodes(t *testing.T) {
	for _, c := range []struct {
		list        *ask.List
		sent, label string
	}{
		{EpilepsyCauses, "TbS", "Tuberous sclerosis syndrome"},
		{EpilepsyCauses, "tuberous sclerosis", "Tuberous sclerosis syndrome"},
		{EpilepsyCauses, "GTD", "Glucose transporter protein type 1 deficiency syndrome"},
		{EpilepsyCauses, "GLU", "Glucose transporter protein type 1 deficiency syndrome"},
		{EpilepsyCauses, "SCN2A", "SCN2A"},
		{EpilepsyCauses, "SCN", ""}, // two genes
		{EpilepsyCauses, "KCN", ""}, // two genes
		{EpilepsyCauses, "Oth", ""}, // three kinds of other
		{EpilepsyCauses, "Mit", ""}, // today only single mitochondrial disorders are listed
		{EpilepsyCauses, "FCD", ""}, // today's entry says less: cortical dysplasia
		{Syndromes, "Panayiotopoulos syndrome (Early onset (benign) childhood occipital epilepsy", "Self-limited epilepsy with autonomic seizures"},
		{Syndromes, "Childhood absence epilepsy (CAE)", "Childhood absence epilepsy"},
		{Syndromes, "44", ""},            // a number is one of today's codes, or nobody's
		{Syndromes, "West syndrome", ""}, // today's infantile epileptic spasms syndrome is wider
		{Comorbidities, "ADH", "Attention deficit hyperactivity disorder"},
		{Comorbidities, "dyspraxia", "DCD - developmental coordination disorder"},
		{Comorbidities, "ASD", ""}, // a question of its own
		{Severities, "Pro", "Profound"},
		{Sexes, "TbS", ""},
	} {
		if o, _ := LegacyEntry(c.list, c.sent); o.Label != c.label {
			t.Errorf("%s %q is %q, want %q", c.list.Name, c.sent, o.Label, c.label)
		}
	}
}
