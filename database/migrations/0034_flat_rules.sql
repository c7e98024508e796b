-- The same rules as before, with the actor read once in each. What a report decides was asked through up to five functions for one row.

create or replace function hub.sees_report(of_partnership uuid, of_report uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text[] := string_to_array(hub.sealed_actor(), '|');
  r record;
begin
  if actor is null or of_partnership is distinct from nullif(actor[2], '')::uuid then
    return false;
  end if;
  select x.case_id, x.restricted, x.team_id, x.agency_id into r from hub.report x where x.partnership_id = of_partnership and x.id = of_report;
  return found and coalesce(case
    when actor[1] = 'link' and of_report = nullif(actor[9], '')::uuid then true
    when r.case_id is not null then r.case_id <> all (string_to_array(actor[8], ',')::uuid[]) and exists (select 1 from hub.case_access a
      where a.partnership_id = of_partnership and a.case_id = r.case_id and a.principal_id = any (string_to_array(actor[6], ',')::uuid[]) and a.valid_until > now())
    when r.restricted then r.team_id = any (string_to_array(actor[6], ',')::uuid[])
    else r.agency_id = nullif(actor[5], '')::uuid end, false);
end $$;

create or replace function hub.sees_party(of_partnership uuid, of_case uuid, of_report uuid, with_role text) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  if hub.actor_kind() is distinct from 'staff' then
    return of_partnership = hub.actor_partnership() and with_role = 'complainant' and of_report = hub.actor_link();
  end if;
  if of_case is not null then
    return hub.sees_case(of_partnership, of_case);
  end if;
  return hub.sees_report(of_partnership, of_report);
end $$;

-- Warnings about everybody named in a case, and about the same people elsewhere, as far as the rule shows their records.
create function hub.warnings_of_case(of_case uuid)
returns table (id uuid, record_id uuid, kind text, words text, reason text, owner text, agency_id uuid, agency text, review_on date, added_at timestamptz, name text)
language plpgsql stable security definer set search_path = hub, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  actor text[] := string_to_array(hub.sealed_actor(), '|');
  p uuid := nullif(actor[2], '')::uuid;
  desk uuid := nullif(actor[5], '')::uuid;
  who uuid[] := string_to_array(actor[6], ',')::uuid[];
  walls uuid[] := string_to_array(actor[8], ',')::uuid[];
begin
  if actor[1] is distinct from 'staff' or not hub.sees_case(p, of_case) then
    return;
  end if;
  return query
  select distinct on (w.id) w.id, w.record_id, w.kind, w.words, w.reason, o.name, w.agency_id, g.short_name, w.review_on, w.added_at, n.name
  from (select x.id, x.person_id, x.name from hub.person_record x where x.partnership_id = p and x.case_id = of_case
    union all
    select x.id, x.person_id, x.name from hub.report f join hub.person_record x on x.partnership_id = p and x.report_id = f.id and x.case_id is null where f.partnership_id = p and f.case_id = of_case) n
  join hub.person_record r on r.partnership_id = p and r.person_id = n.person_id
  join hub.person_warning w on w.partnership_id = p and w.record_id = r.id and w.ended_at is null
  left join hub.report t on t.partnership_id = p and t.id = r.report_id
  join hub.agency g on g.partnership_id = p and g.id = w.agency_id
  left join hub.account o on o.partnership_id = p and o.id = w.owner_id
  where case when r.source = 'held' then r.agency_id = desk
    when coalesce(r.case_id, t.case_id) is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = coalesce(r.case_id, t.case_id)
      and a.principal_id = any (who) and a.case_id <> all (walls) and a.valid_until > now() offset 0)
    when t.restricted then t.team_id = any (who)
    else t.agency_id = desk end
  order by w.id, n.id;
end $$;
revoke all on function hub.warnings_of_case(uuid) from public;
grant execute on function hub.warnings_of_case(uuid) to hub_app;
