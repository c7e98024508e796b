-- Cheaper lists and searches.

-- What is near is chosen in an index alone; what is shown of it is read with its case in the same go. As before with the case and its owner beside it.
drop index hub.report_cell;
create index report_cell on hub.report (partnership_id, cell, received_at desc) include (id, case_id, agency_id, restricted, team_id);
drop function hub.reports_near(text[], timestamptz, int);
create function hub.reports_near(cells text[], since timestamptz, most int)
returns table (id uuid, reference text, case_id uuid, title text, state text, received_at timestamptz, category_id uuid, easting double precision, northing double precision, words text, place_words text, happened_words text,
  case_reference text, case_title text, case_state text, case_outcome text, owner text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
  agency uuid := hub.actor_case_agency();
begin
  if hub.actor_kind() is distinct from 'staff' then
    return;
  end if;
  return query
  -- Chosen in the index alone; only what is shown is read from the table.
  with near as materialized (
    select r.id from hub.report r
    where r.partnership_id = p and r.cell = any(cells) and r.received_at > since
      and case when r.case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = r.case_id
          and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
        when r.restricted then r.team_id = any(who)
        else r.agency_id = agency end
    order by r.received_at desc limit most)
  select r.id, r.reference, r.case_id, r.title, r.state, r.received_at, r.category_id, r.easting, r.northing, r.words, r.place_words, r.happened_words,
    c.reference, c.title, c.state, c.outcome, o.name
  from near n join hub.report r on r.partnership_id = p and r.id = n.id
  left join hub.case_file c on c.partnership_id = p and c.id = r.case_id
  left join hub.account o on o.partnership_id = p and o.id = c.owner_id
  order by r.received_at desc;
end $$;
revoke all on function hub.reports_near(text[], timestamptz, int) from public;
grant execute on function hub.reports_near(text[], timestamptz, int) to hub_app;

-- One plan each, kept: planning them anew cost more than the worst choice does.
alter function hub.reports_near(text[], timestamptz, int) set plan_cache_mode = force_generic_plan;
alter function hub.search_parties(text, int) set plan_cache_mode = force_generic_plan;
alter function hub.search_cases(text, int, int) set plan_cache_mode = force_generic_plan;
alter function hub.search_references(text, int) set plan_cache_mode = force_generic_plan;
alter function hub.nav_counts(date, timestamptz) set plan_cache_mode = force_generic_plan;
