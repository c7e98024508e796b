-- What a pattern is worked out from, read in one go over whole tables: a region has hundreds of thousands of reports, and a question
-- asked of each of them took longer than a statement may.
drop function hub.hotspot_events(uuid);
-- `happened_day` counts days from 1970-01-01.
create function hub.hotspot_events(of_agency uuid)
returns table (source text, agency_id uuid, easting float8, northing float8, happened_day int, happened_hour smallint, category_id uuid, category text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
begin
  if hub.actor_kind() is distinct from 'system' then
    return;
  end if;
  return query
  with open_case as materialized (
    select c.id from hub.case_file c
    where c.partnership_id = p and not c.restricted and c.id not in (select w.case_id from hub.access_wall w where w.partnership_id = p)
      and (of_agency is null or c.id in (select a.case_id from hub.case_access a where a.partnership_id = p and a.principal_id = of_agency and a.valid_until > now()))),
  plain as materialized (select k.id, k.name, coalesce(k.sensitive, false) or coalesce(k.restricted, false) as kept_back from hub.category k where k.partnership_id = p)
  select 'reports', r.agency_id, r.easting, r.northing, coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date) - date '1970-01-01', r.happened_hour, r.category_id, k.name
  from hub.report r left join plain k on k.id = r.category_id
  where r.partnership_id = p and r.lat is not null and not r.restricted and not r.hate and not coalesce(k.kept_back, false) and r.state <> 'merged'
    and case when r.case_id is not null then r.case_id in (select o.id from open_case o) else of_agency is null or r.agency_id = of_agency end
  union all
  select 'partners', i.agency_id, i.easting, i.northing, i.happened_on - date '1970-01-01', i.happened_hour, i.category_id, i.category_words
  from hub.partner_incident i left join plain k on k.id = i.category_id
  where i.partnership_id = p and not i.sensitive and not coalesce(k.kept_back, false) and (of_agency is null or i.agency_id = of_agency)
  union all
  select 'police', null, i.easting, i.northing, i.month - date '1970-01-01', null, null, i.category
  from hub.police_incident i where i.partnership_id = p and i.easting is not null;
end $$;
revoke all on function hub.hotspot_events(uuid) from public;
grant execute on function hub.hotspot_events(uuid) to hub_worker;
