package outlier

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Limits say which state names outliers, where both are shown.
type Limits string

// The limits.
const (
	Plain    Limits = "plain"    // the exact tails
	Adjusted Limits = "adjusted" // those that allow for differences between centres, where these are more than chance makes
)

// Words are the limits in words.
func (l Limits) Words() string {
	if l == Adjusted {
		return "adjusted for over-dispersion"
	}
	return "exact, not adjusted"
}

// The levels at which outliers are looked for.
const (
	Centres       = "centre"       // trusts and health boards together
	Organisations = "organisation" // single hospitals
)

// Policy says how outliers are found and how long each step may take. It is fixed before results are seen.
type Policy struct {
	Level    string // Centres or Organisations
	Limits   Limits
	Measures []*kpi.Measure
	Days     map[string]int // working days a step may take, by Steps; 0: it has no day
	Calendar Calendar
}

// Steps are the names under which the settings give the days of each step.
var Steps = []string{"start", "check", "answer", "analyse", "decide", "tell", "publish"}

// stepFrom is the step that waits to be done in each state.
var stepFrom = map[State]string{Potential: "start", DataUnderCheck: "check", WithCentre: "answer", ErrorInData: "analyse", DataCorrect: "analyse",
	ReAnalysed: "decide", Confirmed: "tell", Told: "publish"}

// DefaultDays follow the national guidance on outliers in clinical audits: ten working days to check the data and five to begin, 25 for
// the centre's answer, thirty to analyse again and decide, five to tell. Publication comes with the next report.
func DefaultDays() map[string]int {
	return map[string]int{"start": 5, "check": 10, "answer": 25, "analyse": 20, "decide": 10, "tell": 5, "publish": 0}
}

// DefaultPolicy compares trusts and boards in the twelve headline measures by the exact tails.
func DefaultPolicy() Policy {
	return Policy{Level: Centres, Limits: Plain, Measures: kpi.Headline(), Days: DefaultDays(), Calendar: NewCalendar()}
}

// NewPolicy reads a policy from settings: measures by their codes, and bank holidays beyond the usual as YYYY-MM-DD. What is not given
// is as in DefaultPolicy. The error names everything that is wrong.
func NewPolicy(level, limits string, codes []string, days map[string]int, holidays []string) (Policy, error) {
	p := Policy{Level: cmp.Or(level, Centres), Limits: cmp.Or(Limits(limits), Plain), Measures: kpi.Headline(), Days: days}
	if days == nil {
		p.Days = DefaultDays()
	}
	var faults []error
	if p.Level != Centres && p.Level != Organisations {
		faults = append(faults, errors.New("OUTLIER_LEVEL must be centre or organisation"))
	}
	if p.Limits != Plain && p.Limits != Adjusted {
		faults = append(faults, errors.New("OUTLIER_LIMITS must be plain or adjusted"))
	}
	if len(codes) > 0 {
		p.Measures = nil
	}
	for _, code := range codes {
		m, known := kpi.ByCode(code)
		if !known || slices.Contains(p.Measures, m) {
			faults = append(faults, fmt.Errorf("OUTLIER_MEASURES names %q, which is no measure or there already", code))
			continue
		}
		p.Measures = append(p.Measures, m)
	}
	faults = append(faults, checkDays(p.Days)...)
	var added []ask.Date
	for _, text := range holidays {
		day, err := ask.ParseDate(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("BANK_HOLIDAYS holds %q, which is no date as YYYY-MM-DD", text))
		}
		added = append(added, day)
	}
	p.Calendar = NewCalendar(added...)
	return p, errors.Join(faults...)
}

func checkDays(days map[string]int) []error {
	var faults []error
	for _, step := range Steps {
		n, given := days[step]
		least := 1
		if step == "publish" {
			least = 0
		}
		if !given || n < least || n > 250 {
			faults = append(faults, fmt.Errorf("OUTLIER_DAYS must give %s a number of working days from %d to 250", step, least))
		}
	}
	for step := range days {
		if !slices.Contains(Steps, step) {
			faults = append(faults, fmt.Errorf("OUTLIER_DAYS names %q, which is no step", step))
		}
	}
	return faults
}

// Due is the last day for the next step of a record that comes to a state today, at a centre of the country; nil where it has none.
func (p Policy) Due(s State, country string, today ask.Date) *ask.Date {
	n := p.Days[stepFrom[s]]
	if n == 0 {
		return nil
	}
	due := p.Calendar.After(country, today, n)
	return &due
}

// levels are those whose units are compared with each other.
func (p Policy) levels() []compare.Level {
	if p.Level == Organisations {
		return []compare.Level{compare.Organisation}
	}
	return []compare.Level{compare.Trust, compare.HealthBoard}
}

// Negative tells whether a state is on the worse side of a measure.
func Negative(m *kpi.Measure, s measure.State) bool {
	low := s == measure.AlertLow || s == measure.AlarmLow
	return s.Flagged() && low != m.HighIsWorse
}
