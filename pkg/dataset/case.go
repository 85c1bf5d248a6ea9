package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Case is who the child is.
type Case struct {
	FirstName             *string
	Surname               *string
	DateOfBirth           *ask.Date
	Sex                   *string
	NHSNumber             *string
	UniqueReferenceNumber *string `exchange:"-"`
	Postcode              *string
	Ethnicity             *string
}

var kase Case

// CaseSection is the child's details, saved as one form and not scored.
var CaseSection = ask.NewSection("child", "Child details", &kase,
	ask.Text(&kase.FirstName, "First name").AtMost(100).NotScored().
		Help("Given name as held in the hospital record; shown in lists and at the head of every form."),
	ask.Text(&kase.Surname, "Surname").AtMost(100).NotScored().
		Help("Family name; the default order of the list of children."),
	ask.Day(&kase.DateOfBirth, "Date of birth").NotScored().
		Help("Basis of every age, and the earliest date accepted for most clinical dates."),
	ask.Select(&kase.Sex, "Sex", Sexes).NotScored().
		Help("Sex by the NHS data dictionary's person gender codes. Female opens the valproate questions and measure 8."),
	ask.Text(&kase.NHSNumber, "NHS number").AtMost(10).NotScored().
		Help("Ten digits, unique across the audit so that no child is entered twice. Stored without spaces."),
	ask.Text(&kase.UniqueReferenceNumber, "Unique reference number").AtMost(20).NotScored().
		Help("Identifies children in Jersey in place of the NHS number; exactly one of the two is held."),
	ask.Text(&kase.Postcode, "Postcode").AtMost(8).NotScored().
		Help("Home postcode when the child was entered. Stored upper case without spaces or hyphens."),
	ask.Select(&kase.Ethnicity, "Ethnicity", Ethnicities).NotScored().
		Help("Ethnic category by the NHS data dictionary."),
).StoredIn("cases").ExchangedAs("case")

// Case is the child's details.
func (c *Child) Case() *Case { return row[Case](c) }

var birth = ask.Ref{
	Label: "the date of birth", Code: "date_before_birth",
	Of: func(in ask.Input) *ask.Date { return childOf(in).Case().DateOfBirth },
}
