package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// The command counts a cohort that is named, and otherwise what is due: the second time nothing is.
func TestCountsCommand(t *testing.T) {
	w := tenantstest.New(t)
	counts := &compare.Store{DB: w.App, Now: time.Now}
	say := func(cmd countsCmd) string {
		var out bytes.Buffer
		if err := cmd.count(t.Context(), counts, &out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if got := say(countsCmd{Cohort: 8}); !strings.HasPrefix(got, "Cohort 8: 0 children count, in ") || strings.Count(got, "\n") != 1 {
		t.Errorf("%q", got)
	}
	if got := say(countsCmd{}); !strings.Contains(got, "Cohort 7: 0 children") || strings.Contains(got, "Cohort 8:") {
		t.Errorf("%q", got)
	}
	if got := say(countsCmd{}); got != "Nothing has changed.\n" {
		t.Errorf("%q", got)
	}
	if err := (countsCmd{Cohort: 99}).count(t.Context(), counts, new(bytes.Buffer)); err == nil || inWords(err) != "There is no cohort 99 in the calendar." {
		t.Errorf("%v", err)
	}
}
