-- Hotspots: assets, partner records, analyses, alerts, problem-solving plans and patrols.

-- The hour in what people wrote about the time ("about 10pm", "22:30", "midnight"); null when they gave none.
create function hub.hour_in(words text) returns smallint
language sql immutable parallel safe
return case
  when words ~* '\mmidnight\M' then 0
  when words ~* '\m(midday|noon)\M' then 12
  when words ~* '\m(1[0-2]|0?[1-9])([:.][0-5][0-9])?\s*[ap]\.?m\M'
    then ((substring(lower(words) from '\m(1[0-2]|0?[1-9])(?:[:.][0-5][0-9])?\s*[ap]\.?m\M')::int % 12) + case when lower(words) ~ '\m(1[0-2]|0?[1-9])([:.][0-5][0-9])?\s*p\.?m\M' then 12 else 0 end)::smallint
  when words ~ '\m([01]?[0-9]|2[0-3])[:.][0-5][0-9]\M' then substring(words from '\m([01]?[0-9]|2[0-3])[:.][0-5][0-9]\M')::smallint
end;

alter table hub.report add column happened_hour smallint generated always as (hub.hour_in(happened_words)) stored;
create index report_map on hub.report (partnership_id, agency_id, received_at) where lat is not null and not restricted and not hate;
create index report_restricted on hub.report (partnership_id) where restricted or hate;
create index case_restricted on hub.case_file (partnership_id) where restricted;

-- Things that stand somewhere: underpasses, cameras, lights. Every agency of the partnership knows them.
create table hub.asset (
  partnership_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('underpass', 'camera', 'light', 'other')),
  name text not null,
  detail text not null default '',
  -- the number by which its owner knows it; a second import of the same file finds it by this
  owner_code text collate "C" not null,
  lat double precision not null, lon double precision not null, easting double precision not null, northing double precision not null,
  cell text not null,
  source text not null default '',
  works boolean not null default true,
  changed_at timestamptz not null,
  changed_by uuid,
  retired_on date,
  primary key (partnership_id, id)
);
create unique index asset_code on hub.asset (partnership_id, kind, owner_code);
create index asset_cell on hub.asset (partnership_id, cell);

-- Incidents of a partner's own system. They are that agency's; others see them only in counts that are not small.
create table hub.partner_incident (
  partnership_id uuid not null,
  agency_id uuid not null,
  -- their own number, or a hash of the row with its place among identical ones
  row_key text collate "C" not null,
  import_id uuid not null,
  row_number int not null,
  happened_on date not null,
  happened_hour smallint check (happened_hour between 0 and 23),
  category_words text not null default '',
  category_id uuid,
  place_words text not null default '',
  lat double precision not null, lon double precision not null, easting double precision not null, northing double precision not null,
  cell text not null,
  -- domestic abuse, hate and other kinds that are never a point
  sensitive boolean not null default false,
  primary key (partnership_id, agency_id, row_key)
);
create index partner_incident_day on hub.partner_incident (partnership_id, agency_id, happened_on);
create index partner_incident_cell on hub.partner_incident (partnership_id, cell);

-- Which column of an agency's file means what, remembered for the next file with the same header.
create table hub.import_mapping (
  partnership_id uuid not null,
  agency_id uuid not null,
  header_key text not null,
  columns jsonb not null,
  updated_at timestamptz not null,
  primary key (partnership_id, agency_id, header_key)
);

alter table hub.import_run drop constraint import_run_kind_check;
alter table hub.import_run add constraint import_run_kind_check check (kind in ('boundaries', 'police', 'partner', 'assets'));
alter table hub.import_run add column agency_id uuid, add column account_id uuid;
drop index hub.import_run_file;
create unique index import_run_file on hub.import_run (partnership_id, kind, file_sha256, coalesce(agency_id, '00000000-0000-0000-0000-000000000000')) where state = 'done';

-- Days on which a way of recording changed: figures on both sides are not compared.
create table hub.recording_break (
  partnership_id uuid not null,
  id uuid not null,
  source text not null check (source in ('reports', 'police', 'partners')),
  starts_on date not null,
  ends_on date not null,
  words text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- An analysis: asked for with its parameters, worked out in the background, kept with what it was made from.
create table hub.hotspot_analysis (
  partnership_id uuid not null,
  id uuid not null,
  -- an agency's own records, or those of all agencies without small numbers
  audience text not null check (audience in ('agency', 'partnership')),
  agency_id uuid,
  parameters jsonb not null,
  parameters_key text not null,
  -- what was restricted and walled at the time: with another stamp it is not shown
  stamp text not null default '',
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  requested_by uuid,
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  events int,
  result jsonb,
  primary key (partnership_id, id),
  check ((audience = 'agency') = (agency_id is not null))
);
create index hotspot_analysis_wanted on hub.hotspot_analysis (requested_at) where state in ('waiting', 'running');
create index hotspot_analysis_key on hub.hotspot_analysis (partnership_id, parameters_key, requested_at desc);

create table hub.hotspot_alert (
  partnership_id uuid not null,
  id uuid not null,
  audience text not null check (audience in ('agency', 'partnership')),
  agency_id uuid,
  analysis_id uuid not null,
  -- the same pattern is told once
  pattern_key text not null,
  title text not null,
  words text not null,
  sure text not null,
  lat double precision not null, lon double precision not null,
  raised_at timestamptz not null,
  seen_at timestamptz, seen_by uuid, answer text not null default '',
  primary key (partnership_id, id)
);
create unique index hotspot_alert_pattern on hub.hotspot_alert (partnership_id, audience, coalesce(agency_id, '00000000-0000-0000-0000-000000000000'), pattern_key);

-- A hotspot worked on as a problem: the plan of its case.
create table hub.problem_plan (
  partnership_id uuid not null,
  case_id uuid not null,
  objective text not null default '',
  scanning text not null default '',
  analysis text not null default '',
  response text not null default '',
  assessment text not null default '',
  category_id uuid,
  lat double precision not null, lon double precision not null,
  radius int not null check (radius between 50 and 2000),
  ring int not null check (ring between 0 and 1000),
  comparison_name text not null default '',
  comparison_lat double precision, comparison_lon double precision,
  started_on date,
  months int not null default 3 check (months between 1 and 24),
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (partnership_id, case_id)
);
alter table hub.problem_plan add foreign key (partnership_id, case_id) references hub.case_file (partnership_id, id);

-- A patrol: where, when, by whom, what was seen.
create table hub.patrol (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid,
  agency_id uuid not null,
  account_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  place_words text not null,
  lat double precision, lon double precision, easting double precision, northing double precision,
  cell text,
  seen text not null default '',
  spoke_to int check (spoke_to between 0 and 999),
  primary key (partnership_id, id),
  check (ended_at is null or ended_at >= started_at)
);
create index patrol_agency on hub.patrol (partnership_id, agency_id, started_at desc);
create index patrol_case on hub.patrol (partnership_id, case_id, started_at desc) where case_id is not null;
create index patrol_open on hub.patrol (partnership_id, account_id) where ended_at is null;

-- How access to points may have narrowed: each change moves this on, and no drawn tile is served from before it.
-- A sequence, so that no writer waits for another.
create sequence hub.map_access;
create function hub.map_access_changed() returns trigger
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform nextval('hub.map_access');
  return null;
end $$;
revoke all on function hub.map_access_changed() from public;
create constraint trigger map_access after delete or update on hub.case_access deferrable initially deferred for each row execute function hub.map_access_changed();
create constraint trigger map_access after insert on hub.access_wall deferrable initially deferred for each row execute function hub.map_access_changed();
create constraint trigger map_access after update on hub.report deferrable initially deferred for each row
  when ((old.restricted, old.hate, old.category_id, old.case_id, old.agency_id, old.team_id, old.lat, old.lon) is distinct from (new.restricted, new.hate, new.category_id, new.case_id, new.agency_id, new.team_id, new.lat, new.lon))
  execute function hub.map_access_changed();
create constraint trigger map_access after update on hub.case_file deferrable initially deferred for each row
  when ((old.restricted, old.category_id, old.agency_id, old.lat, old.lon) is distinct from (new.restricted, new.category_id, new.agency_id, new.lat, new.lon)) execute function hub.map_access_changed();
create constraint trigger map_access after update on hub.category deferrable initially deferred for each row
  when ((old.sensitive, old.restricted) is distinct from (new.sensitive, new.restricted)) execute function hub.map_access_changed();
create function hub.map_access_now() returns bigint language sql stable security definer set search_path = hub, pg_temp
  return (select last_value from hub.map_access);
revoke all on function hub.map_access_now() from public;
grant execute on function hub.map_access_now() to hub_app;

do $$
declare
  t text;
begin
  foreach t in array array['asset', 'partner_incident', 'import_mapping', 'recording_break', 'hotspot_analysis', 'hotspot_alert', 'problem_plan', 'patrol'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;

-- Assets: staff read; those who work on cases add and mend.
create policy read on hub.asset for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy add on hub.asset for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null);
create policy change on hub.asset for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null);

create policy read on hub.partner_incident for select to hub_app using (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
create policy add on hub.partner_incident for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
create policy own on hub.import_mapping for all to hub_app using (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
create policy read on hub.import_run for select to hub_app using (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
create policy add on hub.import_run for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()) and kind in ('partner', 'assets'));
create policy read on hub.recording_break for select to hub_app using (partnership_id = (select hub.actor_partnership()));
create policy add on hub.recording_break for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.recording_break for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);

-- Analyses and alerts: an agency's own to those who work on its cases; the partnership's to all who work on cases.
create policy read on hub.hotspot_analysis for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null and (agency_id is null or agency_id = (select hub.actor_case_agency())));
create policy ask on hub.hotspot_analysis for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and requested_by = (select hub.actor_account()) and state = 'waiting' and result is null
  and (select hub.actor_case_agency()) is not null and (agency_id is null or agency_id = (select hub.actor_case_agency())));
create policy read on hub.hotspot_alert for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_case_agency()) is not null and (agency_id is null or agency_id = (select hub.actor_case_agency())));
create policy answer on hub.hotspot_alert for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['supervisor', 'coordinator', 'analyst'] and (agency_id is null or agency_id = (select hub.actor_case_agency())));

create policy read on hub.problem_plan for select to hub_app using (
  case when case_id = (select hub.actor_view()) then partnership_id = (select hub.actor_partnership())
    else exists (select 1 from hub.case_access a where a.partnership_id = problem_plan.partnership_id and a.case_id = problem_plan.case_id offset 0) end);
create policy write on hub.problem_plan for insert to hub_app with check (
  exists (select 1 from hub.case_access a where a.partnership_id = problem_plan.partnership_id and a.case_id = problem_plan.case_id offset 0));
create policy change on hub.problem_plan for update to hub_app using (
  exists (select 1 from hub.case_access a where a.partnership_id = problem_plan.partnership_id and a.case_id = problem_plan.case_id offset 0));

-- Patrols of no case are their agency's; those for a case are seen with the case. Only whoever walks writes, and only while it lasts.
create policy read on hub.patrol for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and case
    when case_id = (select hub.actor_view()) then true
    when case_id is null then agency_id = (select hub.actor_case_agency())
    else exists (select 1 from hub.case_access a where a.partnership_id = patrol.partnership_id and a.case_id = patrol.case_id offset 0) end);
create policy start on hub.patrol for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and account_id = (select hub.actor_account()) and agency_id = (select hub.actor_case_agency())
  and (case_id is null or exists (select 1 from hub.case_access a where a.partnership_id = patrol.partnership_id and a.case_id = patrol.case_id offset 0)));
create policy stop on hub.patrol for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and account_id = (select hub.actor_account()) and ended_at is null)
  with check (partnership_id = (select hub.actor_partnership()) and account_id = (select hub.actor_account()));

do $$
declare
  t text;
begin
  foreach t in array array['hotspot_analysis', 'hotspot_alert', 'area', 'place'] loop
    execute format('create policy worker on hub.%1$I to hub_worker using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert, update on hub.asset, hub.problem_plan, hub.recording_break, hub.import_mapping to hub_app;
grant select, insert on hub.partner_incident, hub.hotspot_analysis, hub.patrol, hub.import_run to hub_app;
grant select on hub.hotspot_alert to hub_app;
grant update (seen_at, seen_by, answer) on hub.hotspot_alert to hub_app;
grant update (ended_at, seen, spoke_to, lat, lon, easting, northing, cell) on hub.patrol to hub_app;
grant select, insert, update, delete on hub.hotspot_analysis to hub_worker;
grant select, insert on hub.hotspot_alert to hub_worker;
grant select on hub.area, hub.place to hub_worker;

-- What everyone of an audience may see and that may become a place on a map: nothing restricted, of hate or of a sensitive kind, and
-- nothing of a case with a wall. For the partnership, all agencies together: small numbers of an agency in a cell are left out of it.
create function hub.hotspot_events(of_agency uuid)
returns table (source text, agency_id uuid, easting double precision, northing double precision, happened_on date, happened_hour smallint, category_id uuid, category text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
begin
  if hub.actor_kind() is distinct from 'system' then
    return;
  end if;
  return query
  select 'reports', r.agency_id, r.easting, r.northing, coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date), r.happened_hour, r.category_id, k.name
  from hub.report r left join hub.category k on k.partnership_id = p and k.id = r.category_id
  where r.partnership_id = p and r.lat is not null and not r.restricted and not r.hate and not coalesce(k.sensitive, false) and not coalesce(k.restricted, false) and r.state <> 'merged'
    and case
      when r.case_id is not null then not exists (select 1 from hub.access_wall w where w.partnership_id = p and w.case_id = r.case_id offset 0)
        and exists (select 1 from hub.case_file c where c.partnership_id = p and c.id = r.case_id and not c.restricted offset 0)
        and (of_agency is null or exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = r.case_id and a.principal_id = of_agency and a.valid_until > now() offset 0))
      else of_agency is null or r.agency_id = of_agency end
  union all
  select 'partners', i.agency_id, i.easting, i.northing, i.happened_on, i.happened_hour, i.category_id, i.category_words
  from hub.partner_incident i left join hub.category k on k.partnership_id = p and k.id = i.category_id
  where i.partnership_id = p and not i.sensitive and not coalesce(k.sensitive, false) and not coalesce(k.restricted, false) and (of_agency is null or i.agency_id = of_agency)
  union all
  select 'police', null, i.easting, i.northing, i.month, null, null, i.category
  from hub.police_incident i where i.partnership_id = p and i.easting is not null;
end $$;

create function hub.hotspot_stamp_of(p uuid) returns text
language sql stable security definer set search_path = hub, pg_temp
return (select md5(concat_ws('|', (select count(*) from hub.report r where r.partnership_id = p and (r.restricted or r.hate)), (select count(*) from hub.case_file c where c.partnership_id = p and c.restricted),
  (select count(*) from hub.access_wall w where w.partnership_id = p), (select string_agg(k.id::text, ',' order by k.id) from hub.category k where k.partnership_id = p and (k.sensitive or k.restricted)),
  (select count(*) from hub.case_access a where a.partnership_id = p and a.valid_until < now()), (select count(*) from hub.disclosure d where d.partnership_id = p and d.withdrawn_at is not null))));
create function hub.hotspot_stamp() returns text language sql stable security definer set search_path = hub, pg_temp return hub.hotspot_stamp_of(hub.actor_partnership());
revoke all on function hub.hotspot_events(uuid), hub.hotspot_stamp_of(uuid), hub.hotspot_stamp() from public;
grant execute on function hub.hotspot_events(uuid) to hub_worker;
grant execute on function hub.hotspot_stamp() to hub_app, hub_worker;

-- What the public may know: by area and kind, reports of the last so many days, never a number below ten, and never one that another would give away.
create function hub.public_area_counts(since date)
returns table (area_id uuid, area text, reports bigint)
language sql stable security definer set search_path = hub, pg_temp as $$
  select a.id, a.name, count(*)
  from hub.report r
  left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id
  left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
  cross join lateral unnest(r.area_ids) as held(area_id)
  join hub.area a on a.partnership_id = r.partnership_id and a.id = held.area_id and a.in_force_to is null
  where r.partnership_id = hub.actor_partnership() and r.received_at >= since and not r.restricted and not r.hate and not coalesce(c.restricted, false)
    and not coalesce(k.sensitive, false) and not coalesce(k.restricted, false) and r.state <> 'merged'
  group by a.id, a.name having count(*) >= 10
$$;
revoke all on function hub.public_area_counts(date) from public;
grant execute on function hub.public_area_counts(date) to hub_app;
