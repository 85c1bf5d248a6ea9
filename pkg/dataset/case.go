package dataset

import (
	"regexp"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/nhs"
)

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
		Help("Family name; the default sort order of the patient list."),
	ask.Day(&kase.DateOfBirth, "Date of birth").NotScored().
		Must("not after the first paediatric assessment", bornByFirstAssessment).
		Must("under 24 years old at the first paediatric assessment", underTwentyFourAtFirstAssessment).
		Help("Basis of every age calculation and the earliest date accepted for most clinical dates."),
	ask.Select(&kase.Sex, "Sex", Sexes).NotScored().
		Help("Sex by NHS data dictionary person gender codes. Female opens the valproate questions and measure 8."),
	ask.Text(&kase.NHSNumber, "NHS number").AtMost(10).NotScored().Tidy(nhs.CleanNumber).
		Must("a valid NHS number", isNHSNumber).
		Help("Ten-digit number for England and Wales, unique across the audit so that no child is entered twice. Stored as ten digits "+
			"without spaces."),
	ask.Text(&kase.UniqueReferenceNumber, "Unique reference number").AtMost(20).NotScored().
		Help("Identifier used in place of the NHS number for children in Jersey; exactly one of the two is held."),
	ask.Text(&kase.Postcode, "Postcode").AtMost(8).NotScored().Tidy(tidyPostcode).
		Must("a correctly formed postcode or a pseudo-postcode", isPostcode).
		Help("Home postcode when the child was entered; used to derive deprivation and map position. Stored upper case without spaces or "+
			"hyphens."),
	ask.Select(&kase.Ethnicity, "Ethnicity", Ethnicities).NotScored().
		Help("Ethnic category by NHS data dictionary code."),
).StoredIn("cases").ExchangedAs("case")

// Case is the child's details.
func (c *Child) Case() *Case { return row[Case](c) }

var birth = ask.Ref{
	Label: "the date of birth", Code: "date_before_birth",
	Of: func(in ask.Input) *ask.Date { return childOf(in).Case().DateOfBirth },
}

func isNHSNumber(_ ask.Input, value any) *ask.Problem {
	if nhs.IsNumber(value.(string)) {
		return nil
	}
	return &ask.Problem{Code: "nhs_number_invalid", Message: "This is not a valid NHS number."}
}

func tidyPostcode(typed string) string { return strings.ToUpper(separators.Replace(typed)) }

var separators = strings.NewReplacer(" ", "", "-", "")

// postcode is the shape of all postcodes in use, of which the pseudo-postcodes (ZZ993WZ and its like) are four. Whether one
// exists is for the postcode service to say, where there is one: a failing look-up never blocks saving.
var postcode = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$`)

func isPostcode(_ ask.Input, value any) *ask.Problem {
	if postcode.MatchString(value.(string)) {
		return nil
	}
	return &ask.Problem{Code: "postcode_invalid", Message: "This postcode was not recognised."}
}

func bornByFirstAssessment(in ask.Input, value any) *ask.Problem {
	first := firstAssessment.Of(in)
	if first == nil || !value.(ask.Date).After(*first) {
		return nil
	}
	return &ask.Problem{Code: ask.CodeAfterPartner,
		Message: "The date cannot be later than the first paediatric assessment (" + first.Words() + ")."}
}

func underTwentyFourAtFirstAssessment(in ask.Input, value any) *ask.Problem {
	if first := firstAssessment.Of(in); first != nil {
		return tooOld(value.(ask.Date), *first)
	}
	return nil
}
