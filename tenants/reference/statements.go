package reference

const insertSuccessions = `
insert into tenant_successions (predecessor_id, successor_id, effective_on, kind)
select p.id, s.id, r.effective_on, r.kind
  from jsonb_to_recordset($1::jsonb) as r (predecessor_ods_code text, successor_ods_code text, effective_on date, kind text)
  join tenants p on p.ods_code = r.predecessor_ods_code join tenants s on s.ods_code = r.successor_ods_code
on conflict (predecessor_id, successor_id) do update set effective_on = excluded.effective_on, kind = excluded.kind`

const insertNames = `
insert into tenant_names (tenant_id, held_from, name)
select t.id, r.held_from, r.name
  from jsonb_to_recordset($1::jsonb) as r (ods_code text, held_from date, name text) join tenants t using (ods_code)
on conflict (tenant_id, held_from) do update set name = excluded.name`

// insertOrganisations leaves the holder of an organisation that exists alone: passing its records on is a deliberate act.
const insertOrganisations = `
insert into organisations (id, tenant_id, ods_code, name, country_code, borough_code, lad_gss_code, site_kind, address, town,
    county, postcode, latitude, longitude, telephone, website, active, data_note)
select r.id, t.id, r.ods_code, r.name, r.country_code, r.borough_code, r.lad_gss_code, r.site_kind, r.address, r.town,
    r.county, r.postcode, r.latitude, r.longitude, r.telephone, r.website, r.active, r.data_note
  from jsonb_to_recordset($1::jsonb) as r (id uuid, holder text, ods_code text, name text, country_code text, borough_code text,
    lad_gss_code text, site_kind text, address text[], town text, county text, postcode text, latitude double precision,
    longitude double precision, telephone text, website text, active boolean, data_note text)
  join tenants t on t.ods_code = r.holder
on conflict (ods_code) do update set name = excluded.name, country_code = excluded.country_code,
    borough_code = excluded.borough_code, lad_gss_code = excluded.lad_gss_code, site_kind = excluded.site_kind,
    address = excluded.address, town = excluded.town, county = excluded.county, postcode = excluded.postcode,
    latitude = excluded.latitude, longitude = excluded.longitude, telephone = excluded.telephone, website = excluded.website,
    active = excluded.active, data_note = excluded.data_note`

// insertMemberships adds what is missing. An organisation whose memberships people have changed keeps theirs.
const insertMemberships = `
insert into organisation_memberships (organisation_id, held_from, held_until, ods_code, name, tenant_id, icb_ods_code,
    icb_basis, nhs_region_code, network_code)
select o.id, r.held_from, r.held_until, r.ods_code, r.name, t.id, r.icb_ods_code, r.icb_basis, r.nhs_region_code, r.network_code
  from jsonb_to_recordset($1::jsonb) as r (ods_code text, name text, parent text, icb_ods_code text, icb_basis text,
    nhs_region_code text, network_code text, held_from date, held_until date)
  join organisations o using (ods_code) join tenants t on t.ods_code = r.parent
 where not exists (select from organisation_memberships m where m.organisation_id = o.id)`
