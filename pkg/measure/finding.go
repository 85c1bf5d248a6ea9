package measure

import "slices"

// Truth is yes, no, or not known because an answer is missing (Kleene's strong logic of three values).
type Truth int8

// The truths. The zero Truth is Unknown.
const (
	Unknown Truth = iota
	No
	Yes
)

// Source is an answer that a finding rests on. What it is, is for those who state the facts: a value that can be compared.
type Source any

// Finding is a truth and the answers it rests on. Because is nil where nobody asked why.
type Finding struct {
	Truth   Truth
	Because []Source
}

// Is is a finding from what is known for certain.
func Is(known bool, because ...Source) Finding {
	if known {
		return Finding{Yes, because}
	}
	return Finding{No, because}
}

// Not turns a finding round; what is unknown stays so.
func Not(f Finding) Finding {
	switch f.Truth {
	case Yes:
		f.Truth = No
	case No:
		f.Truth = Yes
	}
	return f
}

// All is yes when all are, no when one is, and else unknown. It rests on the first no; else on what is missing; else on all.
func All(findings ...Finding) Finding { return combine(findings, No) }

// Any is yes when one is, no when all are, and else unknown. It rests on the first yes; else on what is missing; else on all.
func Any(findings ...Finding) Finding { return combine(findings, Yes) }

// combine looks for the truth that settles the matter alone.
func combine(findings []Finding, settles Truth) Finding {
	open := false
	for _, f := range findings {
		if f.Truth == settles {
			return f
		}
		open = open || f.Truth == Unknown
	}
	if open {
		return Finding{Unknown, union(slices.DeleteFunc(slices.Clone(findings), isKnown)...)}
	}
	settled := Yes
	if settles == Yes {
		settled = No
	}
	return Finding{settled, union(findings...)}
}

// Once is a finding that is unknown until another is known, and then rests on both: answers that are all to be given first.
func Once(ready, then Finding) Finding {
	if ready.Truth == Unknown {
		return ready
	}
	then.Because = union(ready, then)
	return then
}

func isKnown(f Finding) bool { return f.Truth != Unknown }

// union is what the findings rest on, each answer once, in the order in which it was first named.
func union(findings ...Finding) []Source {
	var all []Source
	for _, f := range findings {
		for _, s := range f.Because {
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}
