-- What asked the rule several times for one thing asks it once. Not one row more is read by it.

-- The list of cases, newest first. In the policies the rule was asked for each case twice, and again for each of its reports.
create function hub.list_cases(mine boolean, of_agency uuid, in_state text, with_risk text, in_stage text, in_area uuid, after_opened timestamptz, after_case uuid, most int)
returns table (id uuid, reference text, title text, opened_at timestamptz, state text, stage text, restricted boolean, risk_band text, review_on date, place_words text, agency text, owner text, next_told_by timestamptz)
language plpgsql stable security definer set search_path = hub, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  actor text[] := string_to_array(hub.sealed_actor(), '|');
  p uuid := nullif(actor[2], '')::uuid;
  me uuid := nullif(actor[3], '')::uuid;
  who uuid[] := string_to_array(actor[6], ',')::uuid[];
  walls uuid[] := string_to_array(actor[8], ',')::uuid[];
  chosen uuid[];
begin
  if actor[1] is distinct from 'staff' then
    return;
  end if;
  if mine then
    chosen := array(select c.id from hub.case_file c
      where c.partnership_id = p and c.owner_id = me and (after_opened is null or (c.opened_at, c.id) < (after_opened, after_case))
        and (in_state is null or c.state = in_state) and (with_risk is null or coalesce(c.risk_band, 'none') = with_risk) and (in_stage is null or c.stage = in_stage)
        and (in_area is null or exists (select 1 from hub.report r where r.partnership_id = p and r.case_id = c.id and r.area_ids @> array[in_area]))
        and c.id <> all (walls)
        and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = c.id and a.principal_id = any (who) and a.valid_until > now() offset 0)
      order by c.opened_at desc, c.id desc limit most);
  elsif of_agency is not null then
    chosen := array(select c.id from hub.case_file c
      where c.partnership_id = p and c.agency_id = of_agency and (after_opened is null or (c.opened_at, c.id) < (after_opened, after_case))
        and (in_state is null or c.state = in_state) and (with_risk is null or coalesce(c.risk_band, 'none') = with_risk) and (in_stage is null or c.stage = in_stage)
        and (in_area is null or exists (select 1 from hub.report r where r.partnership_id = p and r.case_id = c.id and r.area_ids @> array[in_area]))
        and c.id <> all (walls)
        and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = c.id and a.principal_id = any (who) and a.valid_until > now() offset 0)
      order by c.opened_at desc, c.id desc limit most);
  elsif coalesce(in_state, with_risk, in_stage, in_area::text) is not null then
    chosen := array(select n.case_id from (select distinct f.opened_at, f.case_id from unnest(who) principal
      cross join lateral (select a.opened_at, a.case_id from hub.case_access a join hub.case_file c on c.partnership_id = p and c.id = a.case_id
        where a.partnership_id = p and a.principal_id = principal and a.valid_until > now() and a.case_id <> all (walls)
          and (after_opened is null or (a.opened_at, a.case_id) < (after_opened, after_case))
          and (in_state is null or c.state = in_state) and (with_risk is null or coalesce(c.risk_band, 'none') = with_risk) and (in_stage is null or c.stage = in_stage)
          and (in_area is null or exists (select 1 from hub.report r where r.partnership_id = p and r.case_id = c.id and r.area_ids @> array[in_area]))
        order by a.opened_at desc, a.case_id desc limit most) f) n order by n.opened_at desc, n.case_id desc limit most);
  else
    chosen := array(select n.case_id from (select distinct f.opened_at, f.case_id from unnest(who) principal
      cross join lateral (select a.opened_at, a.case_id from hub.case_access a
        where a.partnership_id = p and a.principal_id = principal and a.valid_until > now() and a.case_id <> all (walls)
          and (after_opened is null or (a.opened_at, a.case_id) < (after_opened, after_case))
        order by a.opened_at desc, a.case_id desc limit most) f) n order by n.opened_at desc, n.case_id desc limit most);
  end if;
  return query
  select c.id, c.reference, c.title, c.opened_at, c.state, c.stage, c.restricted, c.risk_band, c.review_on, c.place_words, g.short_name, o.name,
    (select min(r.next_told_by) from hub.report r where r.partnership_id = p and r.case_id = c.id)
  from unnest(chosen) with ordinality one(case_id, place)
  join hub.case_file c on c.partnership_id = p and c.id = one.case_id
  join hub.agency g on g.partnership_id = p and g.id = c.agency_id
  left join hub.account o on o.partnership_id = p and o.id = c.owner_id
  order by one.place;
end $$;
revoke all on function hub.list_cases(boolean, uuid, text, text, text, uuid, timestamptz, uuid, int) from public;
grant execute on function hub.list_cases(boolean, uuid, text, text, text, uuid, timestamptz, uuid, int) to hub_app;

-- Everything that decides what a person may see on a map: who they are, the number that moves whenever access narrows, and when something
-- runs out next.
create function hub.what_is_seen() returns text
language plpgsql stable security definer set search_path = hub, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  actor text[] := string_to_array(hub.sealed_actor(), '|');
  p uuid := nullif(actor[2], '')::uuid;
  walls uuid[] := string_to_array(actor[8], ',')::uuid[];
begin
  return concat_ws('|', actor[2], actor[3], actor[5], actor[6], actor[8], actor[7], hub.map_access_now(),
    (select min(e.ends) from unnest(string_to_array(actor[6], ',')::uuid[]) principal cross join lateral (
      select a.valid_until as ends from hub.case_access a
      where a.partnership_id = p and a.principal_id = principal and a.case_id <> all (walls) and a.valid_until > now() and a.valid_until < 'infinity'
      order by a.valid_until limit 1) e));
end $$;
revoke all on function hub.what_is_seen() from public;
grant execute on function hub.what_is_seen() to hub_app;

-- The drafts that these secrets open are found by their secrets, whatever the planner thinks: by their partnership it read every draft.
create or replace function hub.enter_drafts(of_partnership uuid, secrets bytea[]) returns table (secret_hash bytea, draft_id uuid)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  opened uuid[];
  hashes bytea[];
begin
  select array_agg(d.id order by d.id), array_agg(d.secret_hash order by d.id) into opened, hashes
  from (select x.partnership_id, x.id, x.secret_hash from hub.report_draft x where x.secret_hash = any (secrets) offset 0) d where d.partnership_id = of_partnership;
  if opened is null then
    perform hub.become('public', of_partnership, null, null, null, '{}', '{}', '{}', null);
    return;
  end if;
  perform hub.seal_actor(concat_ws('|', 'draft', of_partnership, '', '', '', '', '', '', array_to_string(opened, ','), '', '', '', '', '', ''));
  return query select * from unnest(hashes, opened);
end $$;
