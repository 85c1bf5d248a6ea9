package server

import (
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/ui/page"
)

// stepWords say what a step is, on the form that takes it.
var stepWords = map[outlier.State]struct{ choice, button, intro, hint string }{
	outlier.DataUnderCheck: {"Check our own data", "Start the check", "The audit team checks its own data and analysis first. The centre hears nothing yet.",
		"For the audit team alone."},
	outlier.WithCentre: {"Put it before the centre", "", "", "If it goes to the centre, its lead clinician reads this. If it is cleared, it stays with the audit team."},
	outlier.ReAnalysed: {"Analysed again", "Keep this analysis", "The figures above, as they are counted now, are kept with this step.", "The centre’s lead clinician reads this."},
	outlier.Cleared:    {"Clear it", "", "", ""},
	outlier.Confirmed:  {"Confirm it", "", "", "The centre’s lead clinician reads this."},
	outlier.Told:       {"Told", "They have been told", "", "Which letters, by whom. The centre’s lead clinician reads this."},
	outlier.Published:  {"Published", "It is published", "", "Where, and in which version. The centre’s lead clinician reads this."},
}

// stepForm takes the next step, of which there may be two to choose from.
func (s *Server) stepForm(c *gin.Context, before sent, r outlier.Record, next []outlier.State) page.OutlierForm {
	form, first := s.newForm(c, before, "step", r), stepWords[next[0]]
	form.Title, form.Button, form.ChoiceName, form.ChoiceLabel = "Next step", first.button, "to", "What is the next step?"
	if form.Button == "" {
		form.Button = "Save this step"
	}
	if first.intro != "" {
		form.Intro = []string{first.intro}
	}
	for _, to := range next {
		form.Choices = append(form.Choices, page.FilterOption{Value: string(to), Label: stepWords[to].choice, Selected: before.is("step") && c.Request.PostForm.Get("to") == string(to)})
	}
	if before.is("step") {
		form.ChoiceNote = before.refused.Fields["to"].Message
	}
	label := "Words to the centre"
	if next[0] == outlier.DataUnderCheck {
		label = "Note (if any)"
	}
	form.Texts = []page.OutlierField{before.field("step", "words", label, first.hint)}
	if next[0] != outlier.DataUnderCheck {
		form.Texts = append(form.Texts, before.field("step", "note", "Note of our own (if any)", "For the audit team alone. The centre never sees it."))
	}
	form.File = before.file("step", "File (if any)")
	if next[0] == outlier.Told {
		toldFields(&form, before, r)
	}
	return form
}

// toldFields ask who was told, and when.
func toldFields(form *page.OutlierForm, before sent, r outlier.Record) {
	form.Intro = []string{"A confirmed alert is shared with the trust or board for improvement; the regulator need not be told."}
	regulator := "Leave it empty where the regulator was not told."
	if r.ForRegulator() {
		form.Intro, regulator = []string{"A confirmed alarm on the worse side, and taking no part, go to the regulator too."},
			"The day of the letter: to the Care Quality Commission, or in Wales to Healthcare Inspectorate Wales."
	}
	form.Days = []page.OutlierField{
		before.field("step", "chief_executive", "Chief executive told on", "The day of the letter."),
		before.field("step", "medical_director", "Medical director told on", "The day of the letter."),
		before.field("step", "regulator", "Regulator told on", regulator),
	}
	form.File.Label = "Letter (if any)"
}
