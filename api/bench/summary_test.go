//go:build bench

package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// benchCohort is the cohort of the first pages that are measured.
const benchCohort = 8

// part is a part of an organisation's page with what it reads.
type part struct {
	name, address string
	read          func(context.Context, *record.Store) error
}

// measureFirstPages draws the first page of an organisation of a usual trust and of a large one, each of its parts, the whole of it at
// once, and the nation's, from the counts that were made before.
func measureFirstPages(w *world) []timed {
	team := w.signInAs(w.trusts[0], w.nationalTeam())
	all := []timed{w.page("the nation's first page", team, fmt.Sprintf("/national?cohort=%d", benchCohort), func(st *record.Store) error {
		_, err := counts(st).Nation(nationally(team.as()), benchCohort)
		return err
	})}
	for _, v := range []visitor{w.visitors[1], w.visitors[0]} {
		org, children := w.leading(v)
		parts, what := w.partsOf(org), fmt.Sprintf("%d children: ", children)
		behind := func(parts ...part) func(*record.Store) error {
			return func(st *record.Store) error {
				for _, p := range parts {
					if err := p.read(v.as(), st); err != nil {
						return err
					}
				}
				return nil
			}
		}
		path := fmt.Sprintf("/%s/summary?cohort=%d", org.ODSCode, benchCohort)
		all = append(all, w.page(what+"the page at first", v, path, behind(parts[:4]...)), w.page(what+"the whole at once", v, path+"&whole=yes", behind(parts...)))
		for _, p := range parts {
			all = append(all, w.fragment(what+p.name, v, fmt.Sprintf("/%s/%s?cohort=%d", org.ODSCode, p.address, benchCohort), behind(p)))
		}
		every := parts[5]
		every.read = func(ctx context.Context, st *record.Store) error {
			_, err := st.Makeup(ctx, record.Whose{OrganisationID: org.ID})
			return err
		}
		all = append(all, w.fragment(what+"all children described", v, fmt.Sprintf("/%s/summary/children?cohort=%d&children=all", org.ODSCode, benchCohort), behind(every)))
	}
	return all
}

func counts(st *record.Store) *compare.Store { return &compare.Store{DB: st.DB, Now: time.Now} }

// partsOf are the parts of an organisation's page in its order.
func (w *world) partsOf(org tenants.Organisation) []part {
	whose := record.Whose{OrganisationID: org.ID, Cohort: benchCohort}
	return []part{
		{"work to do", "summary/work", func(ctx context.Context, st *record.Store) error { _, err := st.WorkToDo(ctx, whose); return err }},
		{"cohorts", "summary/cohorts", func(ctx context.Context, st *record.Store) error { _, err := st.Extensions(ctx); return err }},
		{"complete records", "summary/complete", func(ctx context.Context, st *record.Store) error { _, err := st.Completed(ctx, whose); return err }},
		{"address", "summary/about", func(ctx context.Context, st *record.Store) error {
			_, err := tenants.NewDirectory(st.DB, time.Minute).Card(ctx, org)
			return err
		}},
		{"indicators", "kpis", func(ctx context.Context, st *record.Store) error {
			_, err := counts(st).Dashboard(ctx, org.ODSCode, benchCohort)
			return err
		}},
		{"who the children are", "summary/children", func(ctx context.Context, st *record.Store) error { _, err := st.Makeup(ctx, whose); return err }},
		{"distances", "summary/distances", func(ctx context.Context, st *record.Store) error { _, err := st.Distances(ctx, whose); return err }},
		{"homes", "summary/homes", func(ctx context.Context, st *record.Store) error { _, err := st.Homes(ctx, whose); return err }},
		{"areas", "summary/areas", func(ctx context.Context, st *record.Store) error {
			_, err := counts(st).Areas(ctx, org.ODSCode, benchCohort)
			return err
		}},
	}
}

// leading is the organisation that leads the children of a visitor's trust, and how many they are.
func (w *world) leading(v visitor) (tenants.Organisation, int) {
	var id string
	var n int
	w.must(w.super().QueryRow(context.Background(), `select lead_organisation_id::text, count(*) from cases where tenant_id = $1 and lead_organisation_id is not null
		group by 1 order by 2 desc limit 1`, string(v.ID)).Scan(&id, &n))
	org, err := w.directory.Organisation(context.Background(), id)
	w.must(err)
	return org, n
}
