package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Comorbidity is one condition besides the epilepsy. Autism, learning disability and mental health have questions of their own.
type Comorbidity struct {
	ask.Row
	Condition   *string   `exchange:"comorbidity_name"`
	DiagnosedOn *ask.Date `exchange:"comorbidity_diagnosis_date"`
}

var com Comorbidity

// ComorbiditySection repeats: one row a condition.
var ComorbiditySection = ask.NewSection("comorbidity", "Condition", &com,
	ask.Search(&com.Condition, "Condition", Comorbidities).OncePerChild().
		Help("Neurodevelopmental, behavioural, sensory or other neurological condition."),
	ask.Day(&com.DiagnosedOn, "Diagnosed on").NotBefore(birth).
		Help("Day on which the condition was diagnosed."),
).StoredIn("comorbidities").ExchangedAs("comorbidities").OpenIf(registered).NewestFirst(&com.DiagnosedOn)

// Comorbidities are the child's conditions besides the epilepsy.
func (c *Child) Comorbidities() []*Comorbidity { return rowsOf[Comorbidity](c) }
