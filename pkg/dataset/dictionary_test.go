package dataset

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden copy of the dictionary")

const golden = "testdata/dictionary.csv"

// A change of a declaration is a change of the dictionary: it shows in the golden copy, where a reviewer can read it.
func TestDictionaryIsTheGoldenCopy(t *testing.T) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(EntryHead)
	for _, e := range Dictionary(nil) {
		w.Write(e.Fields())
	}
	w.Flush()
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got, kept := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(kept)) {
		if i >= len(got) || i >= len(kept) || got[i] != kept[i] {
			t.Fatalf("line %d differs from %s; if that is meant, run: go test ./pkg/dataset -update\n got %q\nkept %q",
				i+1, golden, at(got, i), at(kept, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(no such line)"
}

// An analyst reads the dictionary without the forms beside it.
func TestEveryEntrySaysWhatItIs(t *testing.T) {
	keys := map[string]bool{}
	for _, e := range Dictionary(nil) {
		name := e.Section + "." + e.Key
		if keys[name] {
			t.Errorf("%s is there twice", name)
		}
		keys[name] = true
		if e.Label == "" || e.Help == "" || e.Type == "" || e.Kind == "" {
			t.Errorf("%s has no label, help, type or kind: %+v", name, e)
		}
		if e.List != "" && e.List != Organisations && e.List != AllOrganisations && !slices.ContainsFunc(listNames(), func(l string) bool { return l == e.List }) {
			t.Errorf("%s names the list %q, which is not among Lists", name, e.List)
		}
	}
}

func listNames() []string {
	var names []string
	for _, l := range Lists() {
		names = append(names, l.Name)
	}
	return names
}
