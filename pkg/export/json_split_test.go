package export

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
)

func FuzzDecode(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(`{"records": {"medicines": [{"medicine_name": [], "is_rescue_medicine": {}}], "sites": [[]]}}`))
	f.Add([]byte(`{"answers": {"case": {"sex": 1e400, "date_of_birth": "9999-99-99"}}}`))
	f.Add([]byte(`{`))
	f.Add([]byte(`{"id": "a\\\u00e9", "answers" : {"c\u0061se": {"sex": 2}, "case":{}}, "records":[[{"}":1}]]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		mustSplitAsTheLibraryReads(t, raw)
		outcome := ScoreRecord(raw, ScoreOptions{Today: asOf.Today, Explain: true})
		if outcome.Completed > outcome.Expected || len(outcome.Forms) != 7 || outcome.Problems == nil || len(outcome.Measures) != 21 || len(outcome.Explained.Measures) != 21 {
			t.Fatalf("%+v", outcome)
		}
	})
}

// Taking apart without looking twice must find what the library finds.
func mustSplitAsTheLibraryReads(t *testing.T, raw []byte) {
	if !json.Valid(raw) {
		return
	}
	var want map[string]json.RawMessage
	isObject := json.Unmarshal(raw, &want) == nil && want != nil
	got, ok := splitObject(raw)
	if ok != isObject {
		t.Fatalf("object: %v, want %v", ok, isObject)
	}
	for key, value := range want {
		if found, ok := got.get(key); !ok || !bytes.Equal(found, value) {
			t.Fatalf("%q is %q, want %q", key, found, value)
		}
		mustSplitAsTheLibraryReads(t, value)
	}
	var items []json.RawMessage
	isArray := json.Unmarshal(raw, &items) == nil && items != nil
	if split, ok := splitArray(raw); ok != isArray || !slices.EqualFunc(split, items, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
		t.Fatalf("array %v %q, want %v %q", ok, split, isArray, items)
	}
}
