package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
)

func TestDictionaryIsTheSameInBothForms(t *testing.T) {
	var asCSV, asJSON bytes.Buffer
	if err := errors.Join(DictionaryCSV(&asCSV, nil), DictionaryJSON(&asJSON, nil)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&asCSV).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var whole struct {
		Questions []dataset.Entry
		Lists     map[string][]listEntry
	}
	if err := json.Unmarshal(asJSON.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(whole.Questions)+1 || len(rows) < 50 {
		t.Fatalf("%d rows as CSV, %d as JSON", len(rows)-1, len(whole.Questions))
	}
	for i, e := range whole.Questions {
		for j, want := range e.Fields() {
			if rows[i+1][j] != want {
				t.Errorf("row %d, %s: %q as CSV, %q as JSON", i+1, rows[0][j], rows[i+1][j], want)
			}
		}
	}
	if got := whole.Lists["sex"]; len(got) != 4 || got[2].Code != "2" || got[2].Label != "Female" || got[2].Aliases[0] != "F" {
		t.Errorf("sex: %+v", got)
	}
}

func TestListsHaveARowAnEntry(t *testing.T) {
	var b bytes.Buffer
	if err := ListsCSV(&b, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, list := range dataset.Lists() {
		n += len(list.Options)
	}
	if len(rows) != n+1 {
		t.Errorf("%d rows, want %d", len(rows)-1, n)
	}
}

func TestDictionaryPassesOnFaultsOfWriting(t *testing.T) {
	broken := failing{errors.New("broken")}
	for _, err := range []error{DictionaryCSV(broken, nil), ListsCSV(broken, nil), DictionaryJSON(broken, nil)} {
		if !errors.Is(err, broken.err) {
			t.Errorf("%v", err)
		}
	}
}
