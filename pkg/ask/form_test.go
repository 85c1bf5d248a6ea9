package ask

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// The form of these tests: how a parcel is handed in, with one Save button.
type parcel struct {
	Sender  *string
	Weighed *Date
	Sent    *Date
	Size    *string
	Code    *string
	Fragile *bool
}

var p parcel

var parcels = NewSection("parcel", "Parcel", &p,
	Text(&p.Sender, "Sender").Needed(),
	Day(&p.Weighed, "Weighed on"),
	Day(&p.Sent, "Sent on").From(&p.Weighed).Needed(),
	Select(&p.Size, "Size", &List{Name: "sizes", Options: []Option{{Code: "s", Label: "Small"}, {Code: "l", Label: "Large"}}}).Needed(),
	TextOrReason(&p.Code, "Code", &List{Name: "why", Options: []Option{{Code: "00X", Label: "No code given"}, {Code: "00Y", Label: "Lost"}}}).
		Tidy(func(s string) string { return strings.ReplaceAll(strings.ToUpper(s), " ", "") }).
		Written(func(s string) string { return s[:1] + " " + s[1:] }).
		Offer(func(_ Input, o Option) bool { return o.Code == "00X" }),
	YesNo(&p.Fragile, "Fragile").ShowIf(Is(&p.Size, "l")),
)

// What is sent → what is wrong with it, question by question; nothing: it is all stored.
func TestAFormIsSavedWholeOrNotAtAll(t *testing.T) {
	good := map[string]string{"sender": "Ann", "weighed": "1/2/2024", "sent": "2/2/2024", "size": "l", "code": "a1b", "fragile": "yes"}
	for name, c := range map[string]struct {
		sent map[string]string
		want string
	}{
		"all good":                       {nil, ""},
		"what need not be there":         {map[string]string{"weighed": "", "code": " ", "fragile": ""}, ""},
		"all that is wrong, in order":    {map[string]string{"sender": " ", "weighed": "31/2/2024", "size": "", "code": "\x00"}, "sender required, weighed date_invalid, size required, code text_invalid"},
		"not of the list":                {map[string]string{"size": "m"}, "size unknown_choice"},
		"two dates that do not go":       {map[string]string{"sent": "31/1/2024"}, "weighed date_after_partner, sent date_before_partner"},
		"what is not asked is not read":  {map[string]string{"size": "s", "fragile": "perhaps"}, ""},
		"what is asked by the same form": {map[string]string{"fragile": "perhaps"}, "fragile unknown_choice"},
	} {
		row, sent := &parcel{Sender: ref("before")}, map[string][]string{}
		for key, value := range merged(good, c.sent) {
			sent[key] = []string{value}
		}
		change, problems := parcels.Fill(Input{Row: row, Today: today}, sent)
		var got []string
		for _, problem := range problems {
			got = append(got, problem.Question+" "+problem.Code)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if stored := len(change.Columns) > 0; stored != (c.want == "") || stored != (*row.Sender == "Ann") {
			t.Errorf("%s: changes %d columns; the sender is %s", name, len(change.Columns), *row.Sender)
		}
	}
}

func merged(into, more map[string]string) map[string]string {
	all := maps.Clone(into)
	maps.Copy(all, more)
	return all
}

// A form that leaves a field as it was changes nothing in it; one that empties a field which may be empty does.
func TestAFormChangesWhatDiffers(t *testing.T) {
	row := &parcel{Sender: ref("Ann"), Weighed: &Date{2024, 2, 1}, Sent: &Date{2024, 2, 2}, Size: ref("l"), Fragile: ref(true)}
	sent := map[string][]string{"sender": {" Ann "}, "weighed": {""}, "sent": {"2024-02-02"}, "size": {"s"}}
	change, problems := parcels.Fill(Input{Row: row, Today: today}, sent)
	var changed []string
	for _, c := range change.Columns {
		changed = append(changed, c.Column.Name)
	}
	if len(problems) > 0 || !slices.Equal(changed, []string{"weighed", "size", "fragile"}) {
		t.Errorf("changed %v, %v", changed, problems)
	}
	if len(change.Cleared) != 1 || change.Cleared[0].Key != "fragile" {
		t.Errorf("cleared %v", change.Cleared)
	}
}

// A text that may have a reason in its place: stored, said and offered.
func TestATextOrAReason(t *testing.T) {
	q := question(t, parcels, "code")
	for sent, want := range map[string][2]string{"a 1b": {"A1B", "A 1B"}, "00x": {"00X", "No code given"}, "00Y": {"00Y", "Lost"}} {
		row := &parcel{}
		in := Input{Row: row, Today: today}
		if _, err := parcels.Answer(in, q, []string{sent}); err != nil {
			t.Fatal(err)
		}
		if got := [2]string{*row.Code, q.Words(in)}; got != want {
			t.Errorf("%s: %q, want %q", sent, got, want)
		}
		offered := len(q.Reasons(in))
		if want := map[string]int{"a 1b": 1, "00x": 1, "00Y": 2}[sent]; offered != want { // the one that is stored stays
			t.Errorf("%s: %d reasons are offered, want %d", sent, offered, want)
		}
	}
	if q.IsReason("A1B") || !q.IsReason("00X") || question(t, parcels, "sender").IsReason("00X") {
		t.Error("a text and a reason are not told apart")
	}
}
