package codes

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// drugs is a list with two kinds of entry, one of which a rule names.
var drugs = dataset.CodeList{Name: "drugs", Named: []string{"v"}, Entries: []dataset.CodeEntry{
	{Code: "a", Label: "Aspirin", Concept: "59770006", Tags: map[string]string{"is_rescue": "false"}},
	{Code: "o", Label: "Other", Tags: map[string]string{"is_rescue": "false"}},
	{Code: "v", Label: "Valproate", Tags: map[string]string{"is_rescue": "false"}},
	{Code: "r", Label: "Other", Tags: map[string]string{"is_rescue": "true"}},
}}

func laidOver(t *testing.T, list dataset.CodeList, file string) ([]stored, []stored, error) {
	t.Helper()
	read, err := dataset.ReadListFile(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	before := merge(nil, list)
	after, err := edit(list, before, read)
	return before, after, err
}

// A file → what changes, in words.
func TestWhatAFileChanges(t *testing.T) {
	const same = "code,label\na,Aspirin\no,Other\nv,Valproate\nr,Other\n"
	for _, c := range []struct{ name, file, want string }{
		{"nothing", same, ""},
		{"codes alone", "code\na\no\nv\nr\n", ""},
		{"an entry is added", "code,label,is_rescue,snomed_ct_id,valid_from,synonyms\na,Aspirin,false,59770006,,\nb,Brivaracetam,false,774912006,2027-04-01,BRV; Briv\no,Other,false,,,\nv,Valproate,false,,,\nr,Other,true,,,\n",
			"+ b (Brivaracetam): added after Aspirin; synonyms BRV; Briv; snomed_ct_id 774912006; valid_from 2027-04-01; is_rescue false"},
		{"relabelled", strings.Replace(same, "Aspirin", "Acetylsalicylic acid", 1), "~ a (Aspirin): label “Acetylsalicylic acid”, was “Aspirin”"},
		{"the named one is relabelled", strings.Replace(same, "Valproate", "Sodium valproate", 1), "~ v (Valproate): label “Sodium valproate”, was “Valproate”"},
		{"retired", "code,valid_until\na,2027-04-01\no,\nv,\nr,\n", "~ a (Aspirin): retired: no longer offered from 1 April 2027 on"},
		{"its concept is taken away", "code,snomed_ct_id\na,\no,\nv,\nr,\n", "~ a (Aspirin): snomed_ct_id none, was “59770006”"},
		{"one is moved down", "code\no\nv\na\nr\n", "~ a (Aspirin): now stands after Valproate"},
		{"one is moved to the top", "code\nr\na\no\nv\n", "~ r (Other): now stands first"},
		{"moved and relabelled", "code,label\nr,Others\na,Aspirin\no,Other\nv,Valproate\n", "~ r (Other): label “Others”, was “Other”\n~ r (Others): now stands first"},
		{"a note is added", "code,note\na,old\no,\nv,\nr,\n", "~ a (Aspirin): note “old”, was none"},
	} {
		before, after, err := laidOver(t, drugs, c.file)
		if got := lines(changesOf(before, after)); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, got, c.want)
		}
	}
}

// A file that may not be laid over the list, and each thing that is wrong with it.
func TestWhatAFileMayNotChange(t *testing.T) {
	const rest = "o,Other,false\nv,Valproate,false\nr,Other,true\n"
	for _, c := range []struct{ name, file, want string }{
		{"an entry is left out", "code,label\no,Other\nv,Valproate\nr,Other\n", `"a" (Aspirin) is not in the file: an entry is never deleted; give it a valid_until to retire it`},
		{"an empty list", "code,label\n", `"v" (Valproate) is not in the file`},
		{"a code twice", "code,label\na,Aspirin\na,Again\no,Other\nv,Valproate\nr,Other\n", `line 3: "a" is there already, in line 2`},
		{"a misspelt column", "code,lable\na,A\no,O\nv,V\nr,R\n", `the list has no column "lable"; it has code, label, group`},
		{"no codes", "label\nAspirin\n", `the file has no column "code"`},
		{"the named one is retired", "code,valid_until\na,\no,\nv,2027-01-01\nr,\n", `line 4, "v": a rule names this entry: it cannot be retired, withheld or dated`},
		{"the named one is withheld", "code,selectable\na,\no,\nv,false\nr,\n", `a rule names this entry`},
		{"another meaning", "code,label,is_rescue\na,Aspirin,true\n" + rest, `is_rescue cannot be changed`},
		{"no meaning", "code,label,is_rescue\na,Aspirin,false\nb,Brivaracetam,\n" + rest, `line 3, "b": is_rescue must be true or false`},
		{"no label", "code,label,is_rescue\na,,false\n" + rest, `a label has 1 to 200 characters`},
		{"a label twice", "code,label,is_rescue\na,Aspirin,false\nb,ASPIRIN,false\n" + rest, `line 3, "b": "a" is called Aspirin too`},
		{"a code with a space", "code,label,is_rescue\na,Aspirin,false\nb c,Beta,false\n" + rest, `a code has letters, digits, - and _ only`},
		{"a concept with a wrong digit", "code,snomed_ct_id\na,59770007\no,\nv,\nr,\n", `59770007 is not the id of a SNOMED CT concept`},
		{"a concept twice", "code,snomed_ct_id\na,59770006\no,59770006\nv,\nr,\n", `line 3, "o": "a" has the SNOMED CT id 59770006 too`},
		{"retired before it begins", "code,valid_from,valid_until\na,2027-02-01,2027-02-01\no,,\nv,,\nr,,\n", `valid_until is the first day on which`},
	} {
		_, _, err := laidOver(t, drugs, c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", c.name, err, c.want)
		}
	}
}

// Of a fixed list the words and the order may change, the codes may not.
func TestAFixedListKeepsItsCodes(t *testing.T) {
	fixed := listed("Y Yes, N No")
	fixed.Fixed = true
	if before, after, err := laidOver(t, fixed, "code,label\nN,Nope\nY,Yes\n"); err != nil || len(changesOf(before, after)) == 0 {
		t.Errorf("other words in another order: %v", err)
	}
	for file, want := range map[string]string{
		"code,label\nY,Yes\nN,No\nM,Maybe\n":                `line 4, "M": rules tell the codes of this list from each other`,
		"code,label\nY,Yes\n":                               `"N" (No) is not in the file`,
		"code,label,valid_until\nY,Yes,2027-01-01\nN,No,\n": `a rule names this entry`,
	} {
		if _, _, err := laidOver(t, fixed, file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
}
