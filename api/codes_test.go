package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/testdb"
)

// An operator's way: write a list, edit it, look, and load it; with the program itself.
func TestCodesCommand(t *testing.T) {
	program, d, dir := build(t), testdb.New(t), t.TempDir()
	codes := func(in string, args ...string) (out, errs string, status int) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		c := exec.Command(program, args...)
		c.Env = []string{"MIGRATE_DATABASE_URL=" + d.OwnerDSN, "DATABASE_URL=" + d.AppDSN}
		c.Stdin, c.Stdout, c.Stderr = strings.NewReader(in), &stdout, &stderr
		_ = c.Run()
		return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
	}
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	overview, errs, _ := codes("", "codes", "list")
	if !strings.Contains(overview, "medicines") || !strings.Contains(overview, "Antiseizure and rescue medicines") || strings.Count(overview, "\n") != 28 {
		t.Fatalf("%s%s", overview, errs)
	}
	list, _, _ := codes("", "codes", "list", "syndromes")
	edited := strings.Replace(list, "27,CDKL5-DEE,", "new,New syndrome,,,,,true,,,false\n27,CDKL5-DEE,", 1)
	file := write("syndromes.csv", edited)
	why := []string{"--by", "Dr A. Okafor", "--reason", "ILAE 2027"}
	const shown = "+ new (New syndrome): added first; mri_exempt false\nEntries of syndromes (Epilepsy syndromes (ILAE 2022)) that change: 1.\n"
	for _, c := range []struct {
		name, in, out, errs string
		status              int
		args                []string
	}{
		{"nobody decided", "", "", "a change of a code list is kept with --by and --reason", 1, []string{file}},
		{"an entry is left out", "", "", `"27" (CDKL5-DEE) is not in the file: an entry is never deleted`, 1,
			append([]string{write("short.csv", "code,label\n"), "--list", "syndromes"}, why...)},
		{"no such list", "", "", `there is no code list "drugs"`, 1, append([]string{write("drugs.csv", list)}, why...)},
		{"not CSV", "", "", "the file is not CSV", 1, append([]string{write("bad.csv", "code,label\n\"")}, why...)},
		{"a dry run", "", shown + "Nothing is changed: this was a dry run.\n", "", 0, []string{file, "--dry-run"}},
		{"not agreed", "no\n", shown + "Type yes to make these changes: ", "nothing is changed", 1, append([]string{file}, why...)},
		{"no answer", "", shown + "Type yes to make these changes: ", "nothing is changed", 1, append([]string{file}, why...)},
		{"agreed", "yes\n", shown + "Type yes to make these changes: Changed. The running servers follow within seconds.\n", "", 0, append([]string{file}, why...)},
		{"again", "", "The list syndromes is as the file has it: nothing changes.\n", "", 0, append([]string{file, "--yes"}, why...)},
	} {
		out, errs, status := codes(c.in, append([]string{"codes", "load"}, c.args...)...)
		if out != c.out || !strings.Contains(errs, c.errs) || status != c.status {
			t.Errorf("%s: %d\n%s%s", c.name, status, out, errs)
		}
	}
	if after, _, _ := codes("", "codes", "list", "syndromes"); after != edited {
		t.Errorf("it is now\n%s", after)
	}
	released, _, _ := codes("", "dictionary", "--lists")
	stored, errs, _ := codes("", "dictionary", "--lists", "--database")
	if strings.Contains(released, "New syndrome") || !strings.Contains(stored, "syndromes,new,New syndrome,") {
		t.Errorf("the dictionary: %s", errs)
	}
	if _, _, status := codes("", "migrate"); status != 0 {
		t.Error("migrating after a change")
	}
	if again, _, _ := codes("", "codes", "list", "syndromes"); again != edited {
		t.Error("migrating undid it")
	}
}
