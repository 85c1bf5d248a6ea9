package tenants

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// The present name of a tenant is the last it took; its row has the name on the participant list.
const readTenants = `
select t.id::text, t.ods_code, coalesce(n.name, t.name), coalesce(n.name, t.short_name), coalesce(t.name_welsh, ''), t.kind, t.country_code,
    t.participating and (t.closed_on is null or t.closed_on > current_date),
    coalesce(t.brand_name, ''), coalesce(t.brand_colour, ''), coalesce(t.brand_colour_text, ''), t.brand_version,
    case when l.tenant_id is null then '' else '/t/' || t.ods_code || '/logo' end
  from tenants t
  left join lateral (select name from tenant_names n where n.tenant_id = t.id and n.held_from <= current_date order by held_from desc limit 1) n on true
  left join tenant_logos l on l.tenant_id = t.id
 order by 3, 2`

const readOrganisations = `
select o.id::text, o.ods_code, o.name, o.tenant_id::text, o.active from organisations o
  join tenants t on t.id = o.tenant_id order by t.name, o.name, o.ods_code`

// Former codes find an organisation too.
const readFormerCodes = `
select distinct m.ods_code, m.organisation_id::text from organisation_memberships m
 where not exists (select from organisations o where o.ods_code = m.ods_code)`

// Trusts are looked for by the names of those they took over, and by the ones they had.
const readFormerNames = `
select s.successor_id::text, p.ods_code || ' ' || p.name from tenant_successions s join tenants p on p.id = s.predecessor_id
 where s.effective_on <= current_date
union all
select t.id::text, t.name from tenants t where exists (select from tenant_names n where n.tenant_id = t.id)`

func readListing(ctx context.Context, db *gorm.DB) (*listing, error) {
	l := &listing{at: time.Now(), byID: map[ID]int{}, byODS: map[string]int{}, orgByODS: map[string]int{}, orgByID: map[string]int{},
		orgsOf: map[ID][]Organisation{}, former: map[ID]string{}}
	for _, reading := range []struct {
		query string
		take  func(scan func(...any) error) error
	}{{readTenants, l.takeTenant}, {readOrganisations, l.takeOrganisation}, {readFormerNames, l.takeFormerName}, {readFormerCodes, l.takeFormerCode}} {
		if err := each(ctx, db, reading.query, reading.take); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *listing) takeTenant(scan func(...any) error) error {
	var t Tenant
	err := scan(&t.ID, &t.ODSCode, &t.Name, &t.ShortName, &t.NameWelsh, &t.Kind, &t.CountryCode, &t.Participating,
		&t.Branding.Name, &t.Branding.Colour, &t.Branding.ColourText, &t.Branding.Version, &t.Branding.LogoPath)
	l.byID[t.ID], l.byODS[t.ODSCode] = len(l.tenants), len(l.tenants)
	l.tenants = append(l.tenants, t)
	return err
}

func (l *listing) takeOrganisation(scan func(...any) error) error {
	var o Organisation
	err := scan(&o.ID, &o.ODSCode, &o.Name, &o.TenantID, &o.Active)
	if n, ok := l.byID[o.TenantID]; ok {
		o.ParentName = l.tenants[n].Name
	}
	l.orgByODS[o.ODSCode], l.orgByID[o.ID] = len(l.organisations), len(l.organisations)
	l.organisations, l.orgsOf[o.TenantID] = append(l.organisations, o), append(l.orgsOf[o.TenantID], o)
	return err
}

func (l *listing) takeFormerName(scan func(...any) error) error {
	var id ID
	var name string
	err := scan(&id, &name)
	l.former[id] += " " + name
	return err
}

func (l *listing) takeFormerCode(scan func(...any) error) error {
	var code, id string
	err := scan(&code, &id)
	if n, ok := l.orgByID[id]; ok {
		l.orgByODS[code] = n
	}
	return err
}

// each runs a query of this package's own on public tables, past the Guard, which lets no hand-written SQL through
// outside Tx.
func each(ctx context.Context, db *gorm.DB, query string, row func(scan func(...any) error) error) error {
	rows, err := db.Statement.ConnPool.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
