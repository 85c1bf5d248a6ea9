package ask

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"
)

func TestFaultyDeclarationsStopTheProgram(t *testing.T) {
	type row struct {
		A, B *bool
		On   *Date
	}
	var r, other row
	all := func(items ...Item) []Item { return append(items, YesNo(&r.B, "B"), Day(&r.On, "On")) }
	for name, declare := range map[string]struct {
		items []Item
		says  string
	}{
		"no question for a field":         {all(), "column a has 0 questions"},
		"two questions on a field":        {all(YesNo(&r.A, "A"), YesNo(&r.A, "A again")), "column a has 2 questions"},
		"held and asked":                  {all(YesNo(&r.A, "A"), Held{Field: &r.A, Label: "A"}), "column a has 2 questions"},
		"another struct's field":          {all(YesNo(&other.A, "A")), "another struct"},
		"condition on another struct":     {all(YesNo(&r.A, "A").ShowIf(IsYes(&other.B))), "another struct"},
		"cleared by another struct":       {all(YesNo(&r.A, "A").ClearedBy(&other.B)), "another struct"},
		"tiles with a question's own key": {[]Item{YesNo(&r.B, "B"), Day(&r.On, "On"), Tiles("B", Tile{Field: &r.A, Label: "A"})}, "two questions have the key b"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				said, _ := recover().(string)
				if !strings.Contains(said, declare.says) {
					t.Errorf("panic %q, want one that says %q", said, declare.says)
				}
			}()
			NewSection("toy", "Toy", &r, declare.items...)
		})
	}
}

func TestAFieldThatCannotBeAsked(t *testing.T) {
	defer func() {
		if said, _ := recover().(string); !strings.Contains(said, "cannot be asked on a int") {
			t.Errorf("panic %q", said)
		}
	}()
	var r struct{ N int }
	NewSection("toy", "Toy", &r)
}

func TestNamesComeFromTheStruct(t *testing.T) {
	type EEGVisit struct {
		EEGRequestedOn         *Date   `exchange:"eeg_request_date"`
		TwelveLeadECGPerformed *bool   `column:"ecg" exchange:"-"`
		LeadID                 *string `type:"uuid"`
		Tags                   []string
	}
	var r EEGVisit
	s := NewSection("eeg", "EEG", &r, Day(&r.EEGRequestedOn, "Requested"), YesNo(&r.TwelveLeadECGPerformed, "ECG"),
		Text(&r.LeadID, "Lead"), Choices(&r.Tags, "Tags", colours))
	if s.Table != "eeg_visit" || s.Exchange != "eeg_visit" {
		t.Errorf("table %s, exchange %s", s.Table, s.Exchange)
	}
	var got []string
	for _, c := range s.Columns {
		got = append(got, c.Name+" "+c.Exchange+" "+c.Type)
	}
	want := "eeg_requested_on eeg_request_date date, ecg - boolean, lead_id lead_id uuid, tags tags text[]"
	if strings.Join(got, ", ") != want {
		t.Errorf("columns %s\nwant %s", strings.Join(got, ", "), want)
	}
	if s.StoredIn("visits").ExchangedAs("Visit"); s.Table != "visits" || s.Exchange != "Visit" {
		t.Errorf("table %s, exchange %s", s.Table, s.Exchange)
	}
}

func TestColumnsAreReadFromTheDatabase(t *testing.T) {
	row, raws := visits.NewRow().(*visit), map[string]string{"arrived_on": `"2024-02-29"`, "insured": `false`, "colours": `["w","b"]`}
	var raw []string
	for _, c := range visits.Columns {
		raw = append(raw, cmp.Or(raws[c.Name], "null"))
	}
	fields := visits.Fields(nil, row)
	if err := json.Unmarshal([]byte("["+strings.Join(raw, ",")+"]"), &fields); err != nil {
		t.Fatal(err)
	}
	if *row.ArrivedOn != today || *row.Insured || len(row.Colours) != 2 || row.Name != nil {
		t.Errorf("%+v", row)
	}
}
