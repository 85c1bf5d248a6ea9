package record_test

import (
	"context"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// noted is a queue that notes what it is given.
type noted struct{ cases []int64 }

func (n *noted) FindPlaces(_ context.Context, _ *gorm.DB, cases ...int64) {
	n.cases = append(n.cases, cases...)
}

// A look-up is asked for where the postcode or the cohort changes, and costs no other answer anything.
func TestOnlyWhatConcernsThePlaceAsksForIt(t *testing.T) {
	w := newWorld(t)
	queue := &noted{}
	w.store.Queue = queue
	after := func(what string, want int) {
		t.Helper()
		if len(queue.cases) != want {
			t.Errorf("%s: %d look-ups, want %d", what, len(queue.cases), want)
		}
		queue.cases = nil
	}
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	after("an answer", 0)
	postcode := "QQ11AA"
	girl := registeredGirl()
	girl.Case().Postcode = &postcode
	var err error
	w.child, err = w.store.Create(w.as(amina), girl)
	w.must(err)
	after("a child with a home", 1)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	after("an answer of hers", 0)
	admin := tenants.Person{ID: amina.ID, Name: "Nadia", Role: tenants.NationalAdmin}
	for _, day := range []string{"2025-06-02", "2024-11-30", "2024-11-30"} {
		_, err := w.store.Save(w.as(admin), w.answer(dataset.RegistrationSection, "first_assessment_on", day))
		w.must(err)
	}
	after("another cohort", 1)
	pseudo := "ZZ993WZ"
	girl = dataset.NewChild()
	girl.Case().Postcode = &pseudo
	_, err = w.store.Create(w.as(amina), girl)
	w.must(err)
	after("a child without a home", 0)
}
