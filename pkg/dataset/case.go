package dataset

import (
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
	ask.Text(&kase.FirstName, "First name").AtMost(100).NotScored().Needed().Tidy(tidyName).
		Must("letters and the usual marks", isName).
		Help("Given name as held in the hospital record; shown in lists and at the head of every form."),
	ask.Text(&kase.Surname, "Surname").AtMost(100).NotScored().Needed().Tidy(tidyName).
		Must("letters and the usual marks", isName).
		Help("Family name; the default sort order of the patient list."),
	ask.Day(&kase.DateOfBirth, "Date of birth").NotScored().Needed().
		Must("not after the first paediatric assessment", bornByFirstAssessment).
		Must("under 24 years old at the first paediatric assessment", underTwentyFourAtFirstAssessment).
		Note(bornLongAgo).
		Help("Basis of every age calculation and the earliest date accepted for most clinical dates."),
	ask.Select(&kase.Sex, "Sex", Sexes).NotScored().Needed().
		Help("Sex by NHS data dictionary person gender codes. Female opens the valproate questions and measure 8."),
	ask.Select(&kase.Ethnicity, "Ethnicity", Ethnicities).NotScored().Needed().
		Help("Ethnic category by NHS data dictionary code."),
	ask.Text(&kase.NHSNumber, "NHS number").AtMost(10).NotScored().Needed().Tidy(nhs.CleanNumber).Written(nhs.FormatNumber).
		ShowIf(ask.When("the lead organisation is in England or Wales", isKnownByNHSNumber)).
		Must("a valid NHS number", isNHSNumber).
		Help("Ten-digit number for England and Wales, unique across the audit so that no child is entered twice. Stored as ten digits "+
			"without spaces."),
	ask.Text(&kase.UniqueReferenceNumber, "Unique reference number").AtMost(20).NotScored().Needed().
		ShowIf(ask.When("the lead organisation is in Jersey", isKnownByReference)).
		Help("Identifier used in place of the NHS number for children in Jersey; exactly one of the two is held."),
	ask.TextOrReason(&kase.Postcode, "Postcode", UnknownPostcodes).AtMost(8).NotScored().Needed().Tidy(tidyPostcode).
		Written(writePostcode).Offer(isPseudoPostcodeOfCountry).
		Must("a correctly formed postcode or a pseudo-postcode", isPostcode).
		Help("Home postcode when the child was entered; used to derive deprivation and map position. Stored upper case without spaces or "+
			"hyphens."),
).StoredIn("cases").ExchangedAs("case")

// Case is the child's details.
func (c *Child) Case() *Case { return row[Case](c) }

var birth = ask.Ref{
	Label: "the date of birth", Code: "date_before_birth",
	Of: func(in ask.Input) *ask.Date { return childOf(in).Case().DateOfBirth },
}

// The codes of the rules that only the whole audit can tell: somebody else may have entered the child.
const (
	CodeNumberTaken    = "nhs_number_taken"
	CodeReferenceTaken = "reference_invalid"
)

// NumberTaken says that a child with this number is in the audit already; the question is the NHS number's or the reference
// number's.
func NumberTaken(q *ask.Question) ask.Problem {
	if q.Key == CaseSection.KeyOf(&kase.UniqueReferenceNumber) {
		return ask.Problem{Question: q.Key, Code: CodeReferenceTaken, Message: "Enter a reference number that is not yet used."}
	}
	return ask.Problem{Question: q.Key, Code: CodeNumberTaken, Message: "A child with this NHS number is already in the audit."}
}

// jersey is the country whose children have a reference number of their own.
const jersey = "JEY"

func isKnownByNHSNumber(in ask.Input) bool { return countryOf(in) != jersey }

// isKnownByReference holds too where the country is not known, as of a record received: nothing is dropped of it.
func isKnownByReference(in ask.Input) bool { return countryOf(in) == jersey || countryOf(in) == "" }

func isNHSNumber(_ ask.Input, value any) *ask.Problem {
	if nhs.IsNumber(value.(string)) {
		return nil
	}
	return &ask.Problem{Code: "nhs_number_invalid", Message: "This is not a valid NHS number."}
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

// bornLongAgo warns, and refuses nothing: in a children's audit such a year is nearly always a slip of the hand.
func bornLongAgo(in ask.Input) string {
	if born := in.Row.(*Case).DateOfBirth; born != nil && born.AddYears(18).Before(in.Today) {
		return "More than 18 years ago. Check the year."
	}
	return ""
}

func tidyName(typed string) string { return strings.Join(strings.Fields(typed), " ") }
