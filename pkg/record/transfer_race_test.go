package record_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

func question(t *testing.T, key string) *ask.Question {
	t.Helper()
	q, ok := dataset.TestsSection.Question(key)
	if !ok {
		t.Fatalf("no question %s", key)
	}
	return q
}

// together runs all at the same moment and gives what each said.
func together(all ...func() error) []error {
	said := make([]error, len(all))
	var group sync.WaitGroup
	begin := make(chan struct{})
	for i, do := range all {
		group.Go(func() {
			<-begin
			said[i] = do()
		})
	}
	close(begin)
	group.Wait()
	return said
}

// Two answers, or an answer and a withdrawal, at the same moment: one holds, on both sides, and the other hears that it is over.
func TestAnswersAtTheSameMoment(t *testing.T) {
	w := movingWorld(t)
	for range 8 {
		id, err := w.store.Create(w.as(amina), registeredGirl())
		w.must(err)
		w.offer(id)
		transfer := w.texts("select id::text from transfers where state = 'requested' limit 1")[0]
		said := together(
			func() error { _, err := w.store.AnswerTransfer(w.at(owen, trustB), yes(id)); return err },
			func() error { _, err := w.store.AnswerTransfer(w.at(chris, trustB), yes(id)); return err },
			func() error { _, err := w.store.AnswerTransfer(w.at(owen, trustB), no(id)); return err },
			func() error { _, err := w.store.CancelTransfer(w.as(lena), transfer, uuid.NewString()); return err },
		)
		won := 0
		for _, err := range said {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Conflict):
				t.Errorf("who was second hears %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of four held: %v", won, said)
		}
		states := []string{"offer origin accepted, offer target accepted", "offer origin declined, offer target declined", "offer origin cancelled, offer target cancelled"}
		if got := w.states(id); !slices.Contains(states, got) || (got == states[0]) != slices.Equal(w.holders(id), []string{trustB}) {
			t.Errorf("%s, and it hangs from %v", got, w.holders(id))
		}
	}
	w.countedRight()
}

// An answer that is being saved, or a record being opened, when the child goes: the save lands before and moves along, or there
// is no such record. Nothing that was acknowledged is lost.
func TestSavingWhileTheChildGoes(t *testing.T) {
	w := movingWorld(t)
	moved := 0
	for i := range 12 {
		id, err := w.store.Create(w.as(amina), registeredGirl())
		w.must(err)
		w.offer(id)
		answer := record.Answer{CaseID: id, Section: dataset.TestsSection, Question: question(t, "ct_head_performed"), Sent: []string{"yes"}, Key: uuid.NewString(), Version: 1}
		said := together(
			func() error {
				for range i % 4 { // a little later each time
					_, _ = w.store.Glance(w.as(amina), id)
				}
				_, err := w.store.Save(w.as(amina), answer)
				return err
			},
			func() error { _, err := w.store.AnswerTransfer(w.at(owen, trustB), yes(id)); return err },
			func() error { _, err := w.store.Open(w.as(bryn), id); return err },
			func() error { _, err := w.store.History(w.as(bryn), id, 1, 10); return err },
		)
		if said[1] != nil {
			t.Fatalf("accepting: %v", said[1])
		}
		for _, err := range []error{said[0], said[2], said[3]} {
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("at the origin: %v", err)
			}
		}
		if got := w.holders(id); !slices.Equal(got, []string{trustB}) {
			t.Errorf("it hangs from %v", got)
		}
		saved := w.count("select count(*) from investigations where case_id = $1 and ct_head_performed", id) == 1
		if saved != (said[0] == nil) {
			t.Errorf("acknowledged: %v, there: %t", said[0], saved)
		}
		if saved {
			moved++
		}
	}
	t.Logf("%d of 12 saves landed before", moved)
	w.countedRight()
}

// Whatever is done in whatever order: the child is at one tenant, whole; both sides of a transfer say the same; the case says it
// waits exactly while something waits; and the counts are right.
func TestAnyOrderOfTransfers(t *testing.T) {
	w := movingWorld(t)
	random := rand.New(rand.NewPCG(7, 11))
	trusts := map[string]string{trustA: hospitalA, trustB: hospitalB}
	id := w.child
	w.db.Exec(t, "update cases set nhs_number = '9990000034' where id = $1", id)
	answers := w.count("select completed from cases where id = $1", id)
	counts := map[string]int{}
	steps := []string{"offer", "offer", "ask", "ask", "accept", "accept", "accept", "accept", "decline", "cancel", "submit", "take back", "take back", "save"}
	for range 300 {
		at := []string{trustA, trustB}[random.IntN(2)]
		other := map[string]string{trustA: trustB, trustB: trustA}[at]
		what := steps[random.IntN(len(steps))]
		var err error
		switch ctx := w.at(owen, at); what {
		case "offer":
			_, _, err = w.store.OfferTransfer(ctx, id, trusts[other], uuid.NewString())
		case "ask":
			_, err = w.store.AskForTransfer(ctx, trusts[at], map[string][]string{"nhs_number": {"9990000034"}})
		case "accept":
			_, err = w.store.AnswerTransfer(ctx, yes(id))
		case "decline":
			_, err = w.store.AnswerTransfer(ctx, no(id))
		case "cancel":
			for _, transfer := range w.texts("select distinct id::text from transfers where state = 'requested'") {
				_, err = w.store.CancelTransfer(ctx, transfer, uuid.NewString())
			}
		case "submit":
			w.db.Exec(t, "update cases set locked_at = now(), locked_by = gen_random_uuid() where id = $1", id)
		case "take back":
			w.db.Exec(t, "update cases set locked_at = null, locked_by = null where id = $1", id)
		case "save":
			_, err = w.store.Save(ctx, record.Answer{CaseID: id, Section: dataset.TestsSection, Question: question(t, "ct_head_performed"),
				Sent: []string{[]string{"yes", "no"}[random.IntN(2)]}, Key: uuid.NewString(), Version: w.count("select revision from cases where id = $1", id)})
		}
		if _, said := fault.As(err); err != nil && !said {
			t.Fatalf("%s: %v", what, err)
		}
		if err == nil {
			counts[what]++
		}
		if n := w.count("select count(*) from transfers a join transfers b using (id) where a.tenant_id <> b.tenant_id and a.state <> b.state"); n != 0 {
			t.Fatalf("after %s the sides differ", what)
		}
		if n := w.count("select count(*) from cases c where transfer_pending <> exists (select from transfers t where t.tenant_id = c.tenant_id and t.audit_number = c.id and t.state = 'requested')"); n != 0 {
			t.Fatalf("after %s the case does not say what waits", what)
		}
		if got := w.holders(id); len(got) != 1 {
			t.Fatalf("after %s it hangs from %v", what, got)
		}
	}
	if counts["accept"] < 5 || counts["offer"] < 5 || counts["ask"] < 3 || counts["save"] < 3 {
		t.Errorf("too little was done: %v", counts)
	}
	if now := w.count("select completed from cases where id = $1", id); now < answers {
		t.Errorf("%d answers, before %d", now, answers)
	}
	if former := w.count("select count(*) from former_leads where case_id = $1", id); former != int64(counts["accept"]) {
		t.Errorf("%d former leads after %d transfers", former, counts["accept"])
	}
	w.countedRight()
}
