-- Reading that an auditor should look at: worked out at night from the trail, without anything of what was read.

create table hub.reading_rule (
  partnership_id uuid not null,
  id uuid not null,
  rule text not null check (rule in ('many_files', 'own_street', 'own_name', 'colleague', 'out_of_hours', 'behind_wall', 'no_link')),
  -- many_files: this many times their own usual day
  times numeric not null default 1 check (times between 1 and 50),
  -- at least so many files on that day
  least int not null default 1 check (least between 1 and 1000),
  -- out_of_hours: duty begins and ends
  from_hour int not null default 7 check (from_hour between 0 and 23),
  to_hour int not null default 20 check (to_hour between 1 and 24),
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- Where a reader lives, as a hash that says only whether a record has the same postcode.
create table hub.account_home (
  partnership_id uuid not null,
  account_id uuid not null,
  postcode_sha256 text not null,
  said_at timestamptz not null,
  primary key (partnership_id, account_id)
);

create table hub.unusual_reading (
  partnership_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  agency_id uuid not null,
  rule text not null,
  day date not null,
  number int not null,
  usual numeric,
  -- the record, where the rule is about one
  subject_id uuid,
  found_at timestamptz not null,
  state text not null default 'found' check (state in ('found', 'asked', 'explained', 'closed')),
  asked_by uuid,
  asked_at timestamptz,
  question text not null default '',
  explanation text not null default '',
  explained_by uuid,
  explained_at timestamptz,
  outcome text check (outcome in ('in_order', 'reminded', 'misuse', 'passed_on')),
  outcome_words text not null default '',
  closed_by uuid,
  closed_at timestamptz,
  primary key (partnership_id, id),
  check ((state = 'closed') = (outcome is not null)),
  -- nobody explains or closes their own reading
  check (explained_by is distinct from account_id or explained_by is null),
  check (closed_by is distinct from account_id or closed_by is null)
);
create unique index unusual_reading_once on hub.unusual_reading (partnership_id, account_id, rule, day, coalesce(subject_id, '00000000-0000-0000-0000-000000000000'));
create index unusual_reading_open on hub.unusual_reading (partnership_id, day desc) where state <> 'closed';

-- Facts of one day for the rules: numbers and ids, never words.
create function hub.reading_facts(of_partnership uuid, of_day date, from_hour int, to_hour int)
returns table (account_id uuid, agency_id uuid, fact text, number int, usual numeric, subject_id uuid)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  starts timestamptz := of_day::timestamp at time zone 'Europe/London';
  ends timestamptz := (of_day + 1)::timestamp at time zone 'Europe/London';
  reads constant text[] := array['case.read', 'case.chronology_read', 'report.read', 'conversation.read', 'person.read', 'party.read'];
begin
  return query
  with reading as materialized (
    select e.account_id as who, e.at, e.case_id, coalesce(e.case_id, e.subject_id) as file, e.subject_id as record, (e.at at time zone 'Europe/London') as local
    from hub.audit_entry e where e.partnership_id = of_partnership and e.at >= starts and e.at < ends and e.account_id is not null and e.event = any (reads) and coalesce(e.case_id, e.subject_id) is not null),
  reader as (
    select a.id, a.agency_id, lower(a.name) as name, regexp_replace(lower(trim(a.name)), '^.*\s', '') as family from hub.account a where a.partnership_id = of_partnership and a.id in (select r.who from reading r)),
  before as (
    select d.who, avg(d.files) as usual from (
      select e.account_id as who, (e.at at time zone 'Europe/London')::date as day, count(distinct coalesce(e.case_id, e.subject_id)) as files
      from hub.audit_entry e where e.partnership_id = of_partnership and e.at >= starts - interval '28 days' and e.at < starts and e.account_id in (select r.id from reader r) and e.event = any (reads) group by 1, 2) d group by d.who),
  file as (select distinct r.who, r.file, r.case_id, r.record from reading r),
  named as (
    select f.who, f.file, p.name_key, p.name, coalesce(p.postcode, '') as postcode from file f join hub.party p on p.partnership_id = of_partnership
      and (p.case_id = f.case_id or p.report_id = f.record or p.id = f.record or p.report_id in (select x.id from hub.report x where x.partnership_id = of_partnership and x.case_id = f.case_id))
    union select f.who, f.file, h.name_key, h.name, coalesce(h.postcode, '') from file f join hub.held_person h on h.partnership_id = of_partnership and h.id = f.record)
  select r.id, r.agency_id, 'many_files', count(distinct f.file)::int, b.usual, null::uuid from reader r join file f on f.who = r.id left join before b on b.who = r.id group by r.id, r.agency_id, b.usual
  union all
  select r.id, r.agency_id, 'out_of_hours', count(distinct x.file)::int, null, null from reader r join reading x on x.who = r.id
    where extract(isodow from x.local) > 5 or extract(hour from x.local) < from_hour or extract(hour from x.local) >= to_hour group by r.id, r.agency_id
  union all
  select r.id, r.agency_id, 'no_link', count(distinct f.file)::int, null, null from reader r join file f on f.who = r.id join hub.case_file c on c.partnership_id = of_partnership and c.id = f.case_id
    where c.owner_id is distinct from r.id and c.opened_by is distinct from r.id
      and not exists (select 1 from hub.case_principal q where q.partnership_id = of_partnership and q.case_id = c.id and q.principal_id = r.id)
      and not exists (select 1 from hub.task k where k.partnership_id = of_partnership and k.case_id = c.id and r.id in (k.assignee_id, k.asked_by))
      and not exists (select 1 from hub.chronology e where e.partnership_id = of_partnership and e.case_id = c.id and e.by_account = r.id)
      and not exists (select 1 from hub.disclosure d where d.partnership_id = of_partnership and d.case_id = c.id and d.to_account = r.id)
      and not exists (select 1 from hub.emergency_access m where m.partnership_id = of_partnership and m.case_id = c.id and m.account_id = r.id)
    group by r.id, r.agency_id
  union all
  select distinct r.id, r.agency_id, 'own_name', 1, null::numeric, n.file from reader r join named n on n.who = r.id where length(r.family) > 2 and n.name_key ~ ('(^|\s)' || regexp_replace(r.family, '([^[:alnum:]])', '\\\1', 'g') || '($|\s)')
  union all
  select distinct r.id, r.agency_id, 'own_street', 1, null::numeric, n.file from reader r join hub.account_home h on h.partnership_id = of_partnership and h.account_id = r.id join named n on n.who = r.id
    where n.postcode <> '' and encode(sha256(convert_to(of_partnership || '|' || hub.postcode_key(n.postcode), 'UTF8')), 'hex') = h.postcode_sha256
  union all
  select distinct r.id, r.agency_id, 'colleague', 1, null::numeric, n.file from reader r join named n on n.who = r.id join hub.account a on a.partnership_id = of_partnership and a.agency_id = r.agency_id and lower(trim(a.name)) = lower(trim(n.name))
  union all
  select distinct r.id, r.agency_id, 'behind_wall', 1, null::numeric, x.case_id from reader r join reading x on x.who = r.id join hub.access_wall w on w.partnership_id = of_partnership and w.account_id = r.id and w.case_id = x.case_id and x.at > w.raised_at;
end $$;
revoke all on function hub.reading_facts(uuid, date, int, int) from public;
grant execute on function hub.reading_facts(uuid, date, int, int) to hub_worker;

create function hub.say_home(postcode text) returns void
language sql security definer set search_path = hub, pg_temp as $$
  insert into hub.account_home (partnership_id, account_id, postcode_sha256, said_at)
  select hub.actor_partnership(), hub.actor_account(), encode(sha256(convert_to(hub.actor_partnership() || '|' || hub.postcode_key(postcode), 'UTF8')), 'hex'), now() where hub.actor_kind() = 'staff'
  on conflict (partnership_id, account_id) do update set postcode_sha256 = excluded.postcode_sha256, said_at = excluded.said_at
$$;
revoke all on function hub.say_home(text) from public;
grant execute on function hub.say_home(text) to hub_app;

do $$
declare
  t text;
begin
  foreach t in array array['reading_rule', 'account_home', 'unusual_reading'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;
create policy read on hub.reading_rule for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy add on hub.reading_rule for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.reading_rule for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy worker on hub.reading_rule for select to hub_worker using (true);
create policy own on hub.account_home for select to hub_app using (partnership_id = (select hub.actor_partnership()) and account_id = (select hub.actor_account()));
-- Auditors; and, once they are asked, supervisors of the reader's agency, never the reader.
create policy read on hub.unusual_reading for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and account_id <> (select hub.actor_account())
  and ((select hub.actor_roles()) && array['auditor'] or (state <> 'found' and agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator'])));
create policy audit on hub.unusual_reading for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and account_id <> (select hub.actor_account()) and state <> 'closed' and (select hub.actor_roles()) && array['auditor'])
  with check (state in ('asked', 'closed') and (state <> 'closed' or closed_by = (select hub.actor_account())));
create policy explain on hub.unusual_reading for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and account_id <> (select hub.actor_account()) and state = 'asked' and agency_id = (select hub.actor_case_agency()) and (select hub.actor_roles()) && array['supervisor', 'coordinator'])
  with check (state = 'explained' and explained_by = (select hub.actor_account()) and outcome is null);
create policy worker on hub.unusual_reading to hub_worker using (true) with check (state = 'found');

grant select, insert on hub.reading_rule to hub_app;
grant update (in_force_to) on hub.reading_rule to hub_app;
grant select on hub.account_home, hub.unusual_reading to hub_app;
grant update (state, asked_by, asked_at, question, explanation, explained_by, explained_at, outcome, outcome_words, closed_by, closed_at) on hub.unusual_reading to hub_app;
grant select on hub.reading_rule to hub_worker;
grant select, insert on hub.unusual_reading to hub_worker;

insert into hub.reading_rule (partnership_id, id, rule, times, least, from_hour, to_hour, source, in_force_from)
select p.id, gen_random_uuid(), r.rule, r.times, r.least, 7, 20, 'The hub’s own starting value; your board decides', '2020-01-01'
from hub.partnership p cross join (values ('many_files', 3, 20), ('own_street', 1, 1), ('own_name', 1, 1), ('colleague', 1, 1), ('out_of_hours', 1, 3), ('behind_wall', 1, 1), ('no_link', 1, 15)) as r(rule, times, least);
