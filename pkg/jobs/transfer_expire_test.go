package jobs

import (
	"testing"

	"github.com/google/uuid"
)

// What nobody answered for 28 days ends by itself, at whichever tenant, and nothing younger does.
func TestTransfersExpire(t *testing.T) {
	w := newWorld(t)
	for _, p := range w.All() {
		for _, age := range []string{"29 days", "27 days"} {
			id, other := w.child(p, ""), w.Leeds
			if p.ID == w.Leeds.ID {
				other = w.Swansea
			}
			transfer := uuid.NewString()
			for _, side := range []struct {
				name         string
				whose, other string
			}{{"origin", string(p.ID), string(other.ID)}, {"target", string(other.ID), string(p.ID)}} {
				w.Exec(t, `insert into transfers (tenant_id, id, side, kind, audit_number, other_tenant_id, to_organisation_id, requested_by, requested_by_name, request_id, requested_at)
					values ($1, $2, $3, 'offer', $4, $5, $6, gen_random_uuid(), 'Lee Ding', 'r', now() - $7::interval)`,
					side.whose, transfer, side.name, id, side.other, other.Hospitals[0].ID, age)
			}
			w.Exec(t, "update cases set transfer_pending = true where id = $1", id)
		}
	}
	worker := &expireWorker{records: w.store, tenants: w.directory}
	if err := worker.Work(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := w.number(`select count(*) from transfers where state = 'expired'`); n != 6 {
		t.Errorf("%d sides expired, want 6", n)
	}
	if n := w.number(`select count(*) from transfers where state = 'requested' and requested_at > now() - interval '28 days'`); n != 6 {
		t.Errorf("%d sides still wait, want 6", n)
	}
	if n := w.number(`select count(*) from cases where transfer_pending`); n != 3 {
		t.Errorf("%d children still wait, want 3", n)
	}
}

func (w *world) number(sql string) int {
	w.t.Helper()
	var n int
	if err := w.Super.QueryRow(sql).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
