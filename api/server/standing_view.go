package server

import (
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// standing is where the record stands, and the one thing that the person can do about it. At is the section they are on.
func (v viewer) standing(at string) page.Standing {
	done := v.completion()
	state := v.record.StateGiven(done)
	view := page.Standing{State: stateTags[state], Note: v.since(state)}
	if period, found := v.record.Period(); found && period.Extended() && state != record.Unregistered {
		view.Extended = "Extended to " + period.ClosesOn().Words()
	}
	switch {
	case v.record.MaySubmit(v.person, done):
		view.Act = v.act("Submit", "/submit", submitAsks, at)
	case v.record.MayTakeBack(v.person):
		view.Act = v.act("Take back", "/take-back", backAsks, at)
		view.Act.Quiet = true
	case v.record.MayReregister(v.person):
		view.Act = v.act("Register again", "/reregister", returnAsks, at)
		view.Act.Quiet = true
	}
	return view
}

// since says since when the record stands so, and by whose doing.
func (v viewer) since(state record.State) string {
	switch state {
	case record.Submitted:
		words := "since " + inLondon(*v.record.LockedAt)
		if v.record.LockedBy != nil {
			words += ", by " + *v.record.LockedBy
		}
		return words
	case record.Unregistered:
		return "since " + ask.DateOf(*v.record.UnregisteredAt).Words()
	}
	return ""
}

func (v viewer) act(label, path, asks, at string) *page.Act {
	return &page.Act{Label: label, Path: v.path + path, Asks: asks, Key: uuid.NewString(), As: v.seal, At: at}
}

// unregister is the form that takes the child out of the audit's counts, where the person may.
func (v viewer) unregister(wrong string) *page.Unregister {
	if !v.record.MayUnregister(v.person) {
		return nil
	}
	view := &page.Unregister{Act: *v.act("Unregister", "/unregister", leaveAsks, dataset.RegistrationSection.Key), Error: wrong}
	for _, o := range dataset.UnregisterReasons() {
		view.Reasons = append(view.Reasons, control.Option{Code: o.Code, Label: o.Label})
	}
	return view
}

// stateTags are the states of a record as tags.
var stateTags = map[record.State]part.Tag{
	record.NotRegistered: {Label: "Not registered", Colour: part.Grey},
	record.Open:          {Label: "Incomplete", Colour: part.Blue},
	record.Complete:      {Label: "Complete", Colour: part.Pink},
	record.Submitted:     {Label: "Submitted", Colour: part.Pink},
	record.Closed:        {Label: "Deadline passed", Colour: part.Grey},
	record.Unregistered:  {Label: "Unregistered", Colour: part.Grey},
	record.OptedOut:      {Label: "Opted out", Colour: part.Grey},
}
