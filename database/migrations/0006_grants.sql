-- What each role may do to each table; row-level security then says to which rows. Nobody deletes what tells the story.
grant select, insert, update on hub.report, hub.report_draft, hub.party, hub.case_file, hub.incident, hub.chronology, hub.heard_receipt, hub.promise, hub.promise_line,
  hub.message, hub.confidence, hub.escalation, hub.task, hub.disclosure, hub.evidence, hub.agency, hub.team, hub.holiday, hub.contact_standard, hub.category,
  hub.decision_reason, hub.gateway, hub.risk_template, hub.task_template, hub.letter_template, hub.account, hub.outbox to hub_app;
grant select, insert on hub.case_principal, hub.risk_assessment, hub.letter, hub.disclosure_item, hub.access_wall, hub.account_role, hub.account_team, hub.saved_list to hub_app;
grant update on hub.partnership to hub_app;
grant update (band, review_on, supervisor_review_on, approval, approval_by, approval_at, approval_words) on hub.risk_assessment to hub_app;
grant delete on hub.evidence, hub.case_principal, hub.access_wall, hub.account_role, hub.account_team, hub.saved_list, hub.report_draft, hub.holiday to hub_app;
grant select on hub.partnership, hub.case_access, hub.area, hub.place, hub.police_incident, hub.demo_delivery, hub.audit_entry, hub.audit_seal, hub.audit_head, hub.audit_waiting,
  hub.session, hub.passkey to hub_app;

grant select on hub.partnership, hub.agency, hub.account_role, hub.holiday, hub.contact_standard, hub.promise, hub.task, hub.case_access, hub.risk_assessment, hub.audit_head, hub.audit_waiting to hub_worker;
grant select (partnership_id, id, agency_id, name, email, state) on hub.account to hub_worker;
grant select (partnership_id, id, reference, agency_id, team_id, case_id, state, restricted, received_at, priority, answer_by, link_sealed, last_told_at, next_told_by, closed_at) on hub.report to hub_worker;
grant update (next_told_by) on hub.report to hub_worker;
grant select (partnership_id, id, report_id, role, email, phone, address, postcode, safe_contact, created_at) on hub.party to hub_worker;
grant select (partnership_id, id, report_id, moment, at), insert on hub.confidence to hub_worker;
grant select (partnership_id, id, reference, agency_id, owner_id, state, review_on, risk_band) on hub.case_file to hub_worker;
grant select, update on hub.promise_line, hub.outbox, hub.escalation, hub.evidence to hub_worker;
grant insert on hub.message, hub.outbox, hub.chronology, hub.escalation, hub.demo_delivery to hub_worker;
grant select on hub.demo_delivery to hub_worker;
grant select (partnership_id, id, report_id, direction, at, read_at) on hub.message to hub_worker;
grant select, delete on hub.report_draft, hub.session, hub.sign_in_failure to hub_worker;
grant delete on hub.evidence to hub_worker;

-- Search and nearness: row-level security turns trigram indexes off (their operators are not leakproof), so these functions apply
-- the same rule themselves. src/search/access.test.ts compares them row by row with the policies.
create function hub.search_parties(wanted text, most int)
returns table (party_id uuid, case_id uuid, report_id uuid, name text, role text, kind text, case_reference text, report_reference text, case_title text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
  agency uuid := hub.actor_case_agency();
begin
  if hub.actor_kind() is distinct from 'staff' or length(wanted) < 2 then
    return;
  end if;
  return query
  with beginning as (
    select x.id, x.case_id, x.report_id, x.name, x.role, x.kind, 0 as rank, x.name_key from hub.party x
      left join hub.report r on r.partnership_id = x.partnership_id and r.id = x.report_id
      where x.partnership_id = p and x.name_key >= wanted and x.name_key < wanted || chr(1114111) and x.name_key <> ''
        and case when coalesce(x.case_id, r.case_id) is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = coalesce(x.case_id, r.case_id)
            and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
          when r.restricted then r.team_id = any(who)
          else r.agency_id = agency end
      order by x.name_key limit most
  ),
  -- A later word of the name, looked for only while the beginnings leave room.
  found as (
    select * from beginning
    union all
    (select x.id, x.case_id, x.report_id, x.name, x.role, x.kind, 1, x.name_key from hub.party x
      left join hub.report r on r.partnership_id = x.partnership_id and r.id = x.report_id
      where length(wanted) > 2 and (select count(*) from beginning) < most and x.partnership_id = p and x.name_key <> '' and x.name_key like '% ' || replace(replace(wanted, '%', ''), '_', '') || '%'
        and case when coalesce(x.case_id, r.case_id) is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = coalesce(x.case_id, r.case_id)
            and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
          when r.restricted then r.team_id = any(who)
          else r.agency_id = agency end
      limit most)
  )
  select f.id, f.case_id, f.report_id, f.name, f.role, f.kind, c.reference, r.reference, coalesce(c.title, r.title)
  from found f
  left join hub.report r on r.partnership_id = p and r.id = f.report_id
  left join hub.case_file c on c.partnership_id = p and c.id = coalesce(f.case_id, r.case_id)
  order by f.rank, f.name_key limit most;
end $$;

-- Reports near a point that the actor may see, newest first; cells are H3 cells around the point.
create function hub.reports_near(cells text[], since timestamptz, most int)
returns table (id uuid, reference text, case_id uuid, title text, state text, received_at timestamptz, category_id uuid, easting double precision, northing double precision, words text, place_words text, happened_words text)
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
  select r.id, r.reference, r.case_id, r.title, r.state, r.received_at, r.category_id, r.easting, r.northing, r.words, r.place_words, r.happened_words
  from hub.report r
  where r.partnership_id = p and r.cell = any(cells) and r.received_at > since
    and case when r.case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = r.case_id
        and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
      when r.restricted then r.team_id = any(who)
      else r.agency_id = agency end
  order by r.received_at desc limit most;
end $$;

-- What a neighbour may know of reports nearby: kind, month and street of unrestricted reports of kinds that are not sensitive.
create function hub.similar_for_public(cells text[], since timestamptz)
returns table (category text, place text, reports bigint, newest date, taken_on boolean)
language sql stable security definer set search_path = hub, pg_temp as $$
  select c.name, r.place_words, count(*), max(r.received_at)::date, bool_or(r.state = 'in_case')
  from hub.report r join hub.category c on c.partnership_id = r.partnership_id and c.id = r.category_id
  where r.partnership_id = hub.actor_partnership() and r.cell = any(cells) and r.received_at > since
    and not r.restricted and not r.hate and not c.sensitive and r.place_id is not null and r.state in ('new', 'in_case', 'referred')
  group by c.name, r.place_words order by count(*) desc, max(r.received_at) desc limit 5
$$;

-- Names of staff for pages of people without an account (the tracking page names who has a report).
create function hub.staff_names(ids uuid[])
returns table (id uuid, name text, job_title text, phone text, agency_id uuid, agency text, team text, team_phone text, team_hours text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select a.id, a.name, a.job_title, a.phone, a.agency_id, g.name, t.name, t.phone, t.hours
  from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
  left join lateral (select t.* from hub.account_team x join hub.team t on t.partnership_id = x.partnership_id and t.id = x.team_id
    where x.partnership_id = a.partnership_id and x.account_id = a.id order by t.name limit 1) t on true
  where a.partnership_id = hub.actor_partnership() and a.id = any(ids)
$$;

-- Who holds the report that the private link opens, and where its case stands.
create function hub.holder_of_link()
returns table (owner_id uuid, agency_id uuid, case_state text, case_stage text, case_outcome text, case_reference text)
language sql stable security definer set search_path = hub, pg_temp as $$
  select coalesce(c.owner_id, r.decided_by), coalesce(c.agency_id, r.agency_id), c.state, c.stage, c.outcome, c.reference
  from hub.report r left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
  where r.partnership_id = hub.actor_partnership() and r.id = hub.actor_link()
$$;

-- The person says that it is not over: their report, and its case if it has one, are open again, and the officer is told.
create function hub.reopen_by_link(at timestamptz, answer_by timestamptz) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  r hub.report;
  holder uuid;
begin
  select * into r from hub.report x where x.partnership_id = p and x.id = hub.actor_link()
    and x.state in ('closed', 'no_further_action', 'referred', 'merged') for no key update;
  if not found then
    return false;
  end if;
  update hub.report x set state = case when r.case_id is null then 'new' else 'in_case' end, closed_at = null, reopened_at = at, next_told_by = reopen_by_link.answer_by,
    answer_by = case when r.case_id is null then reopen_by_link.answer_by else r.answer_by end,
    decided_at = case when r.case_id is not null then r.decided_at end, decided_by = case when r.case_id is not null then r.decided_by end
  where x.partnership_id = p and x.id = r.id;
  update hub.case_file c set state = 'open', stage = 'investigating', closed_at = null, closed_by = null
  where c.partnership_id = p and c.id = r.case_id and c.state = 'closed';
  select c.agency_id into holder from hub.case_file c where c.partnership_id = p and c.id = r.case_id;
  insert into hub.escalation (partnership_id, id, report_id, agency_id, reason, level, due_at, raised_at)
  values (p, gen_random_uuid(), r.id, coalesce(holder, r.agency_id), 'reopened', 'officer', reopen_by_link.answer_by, at);
  return true;
end $$;

-- A report goes to another agency, whole, with its party and chronology; the sender keeps only the fact.
create function hub.refer_report(of_report uuid, to_agency uuid, answer_by timestamptz) returns boolean
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  moved int;
begin
  update hub.report r set agency_id = to_agency, team_id = null, state = 'new', referred_from = r.agency_id, answer_by = refer_report.answer_by, decided_at = null, decided_by = null
  where r.partnership_id = hub.actor_partnership() and r.id = of_report and r.case_id is null and r.state = 'new'
    and hub.actor_kind() = 'staff' and (case when r.restricted then r.team_id = any(hub.actor_principals()) else r.agency_id = hub.actor_case_agency() end)
    and exists (select 1 from hub.agency g where g.partnership_id = r.partnership_id and g.id = to_agency and g.active);
  get diagnostics moved = row_count;
  if moved = 1 then
    -- What was merged into it goes along: the people who sent it are told by whoever decides on the whole.
    update hub.report m set agency_id = to_agency, team_id = null, referred_from = m.agency_id
    where m.partnership_id = hub.actor_partnership() and m.merged_into = of_report and m.state = 'merged' and m.case_id is null;
    update hub.party x set agency_id = to_agency where x.partnership_id = hub.actor_partnership()
      and x.report_id in (select m.id from hub.report m where m.partnership_id = hub.actor_partnership() and (m.id = of_report or m.merged_into = of_report));
  end if;
  return moved = 1;
end $$;

-- Counts for the public, with numbers too small to publish left out.
create function hub.promises_last_month(from_day date, to_day date) returns table (kept bigint, total bigint)
language sql stable security definer set search_path = hub, pg_temp as $$
  select count(*) filter (where l.state = 'kept'), count(*)
  from hub.promise_line l join hub.promise p on p.partnership_id = l.partnership_id and p.id = l.promise_id
  where l.partnership_id = hub.actor_partnership() and l.due_at >= from_day and l.due_at < to_day and l.state in ('kept', 'missed')
  having count(*) >= 10
$$;

revoke all on function hub.search_parties(text, int), hub.reports_near(text[], timestamptz, int), hub.similar_for_public(text[], timestamptz), hub.staff_names(uuid[]),
  hub.holder_of_link(), hub.reopen_by_link(timestamptz, timestamptz), hub.refer_report(uuid, uuid, timestamptz), hub.promises_last_month(date, date), hub.access_rule(uuid, uuid[]) from public;
grant execute on function hub.search_parties(text, int), hub.reports_near(text[], timestamptz, int), hub.similar_for_public(text[], timestamptz), hub.staff_names(uuid[]),
  hub.holder_of_link(), hub.reopen_by_link(timestamptz, timestamptz), hub.refer_report(uuid, uuid, timestamptz), hub.promises_last_month(date, date) to hub_app;

-- The first of some drawn references that no report has: whoever sends a report sees no other report, so the database looks.
create function hub.free_reference(candidates text[]) returns text
language sql stable security definer set search_path = hub, pg_temp as $$
  select c.reference from unnest(candidates) with ordinality c(reference, place)
  where not exists (select 1 from hub.report r where r.partnership_id = hub.actor_partnership() and r.reference = c.reference)
  order by c.place limit 1
$$;

-- The report that a reference and one thing only its sender gave belong to, with how it is safe to write to them. The caller
-- sends the link there and shows nothing: references stand in letters, and people at home know the postcode.
create function hub.report_behind(of_reference text, given_postcode text, given_email text, given_phone text)
returns table (report_id uuid, email text, phone text, address text, postcode text, safe_contact jsonb)
language sql stable security definer set search_path = hub, pg_temp as $$
  select r.id, x.email, x.phone, x.address, x.postcode, x.safe_contact
  from hub.report r join hub.party x on x.partnership_id = r.partnership_id and x.report_id = r.id and x.role = 'complainant'
  where r.partnership_id = hub.actor_partnership() and r.reference = of_reference
    and ((given_postcode <> '' and replace(x.postcode, ' ', '') = replace(given_postcode, ' ', ''))
      or (given_email <> '' and lower(x.email) = lower(given_email))
      or (given_phone <> '' and x.phone = given_phone))
  order by x.created_at limit 1
$$;
revoke all on function hub.free_reference(text[]), hub.report_behind(text, text, text, text) from public;
grant execute on function hub.free_reference(text[]), hub.report_behind(text, text, text, text) to hub_app;

-- The agency that was asked answers a task: the words go into the chronology of a case that it does not see.
create function hub.chronicle_task(of_task uuid, entry_id uuid, at timestamptz, words text) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  t hub.task;
begin
  select * into t from hub.task x where x.partnership_id = hub.actor_partnership() and x.id = of_task and hub.actor_kind() = 'staff'
    and x.agency_id = hub.actor_case_agency() and x.case_id <> all(hub.actor_walls())
    and (x.assignee_id = hub.actor_account() or not hub.restricted_case(x.case_id) or exists (select 1 from hub.case_access a where a.partnership_id = x.partnership_id
      and a.case_id = x.case_id and a.principal_id = any(hub.actor_principals()) and a.valid_until > now()));
  if not found then
    raise exception 'not a task of this agency' using errcode = '42501';
  end if;
  insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_account, by_agency)
  values (t.partnership_id, entry_id, t.case_id, chronicle_task.at, 'task', chronicle_task.words, hub.actor_account(), hub.actor_agency());
end $$;
revoke all on function hub.chronicle_task(uuid, uuid, timestamptz, text) from public;
grant execute on function hub.chronicle_task(uuid, uuid, timestamptz, text) to hub_app;

-- Which of these disclosures somebody of the actor's agency has opened: the receiver reads no audit entries of the giver's case.
create function hub.opened_by_us(disclosures uuid[]) returns setof uuid
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  agency uuid := hub.actor_agency();
begin
  return query select d from unnest(disclosures) d
    where exists (select 1 from hub.audit_entry e where e.partnership_id = p and e.subject_id = d and e.agency_id = agency and e.event = 'disclosure.read');
end $$;
revoke all on function hub.opened_by_us(uuid[]) from public;
grant execute on function hub.opened_by_us(uuid[]) to hub_app;

-- Titles and references for the find box, by the same rule. A person who sees few cases is served from those; one who sees many, from the matches.
create function hub.search_cases(wanted text, most int, few int default 1500)
returns table (id uuid, reference text, title text, state text, place_words text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
  pattern text := '%' || replace(replace(replace(lower(wanted), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if hub.actor_kind() is distinct from 'staff' or length(wanted) < 3 then
    return;
  end if;
  if (select count(*) from (select 1 from hub.case_access a where a.partnership_id = p and a.principal_id = any(who) limit few + 1) seen) <= few then
    return query
    select c.id, c.reference, c.title, c.state, c.place_words
    from (select distinct a.case_id from hub.case_access a where a.partnership_id = p and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now()) mine
    join hub.case_file c on c.partnership_id = p and c.id = mine.case_id
    where lower(c.title) like pattern order by c.state = 'closed', c.opened_at desc limit most;
  else
    -- Of the open ones enough to choose the newest from; closed ones only where there is room left. The list of all cases has the filters for the rest.
    return query
    with open_ones as materialized (
      select c.id, c.reference, c.title, c.state, c.place_words, c.opened_at from hub.case_file c
      where c.partnership_id = p and lower(c.title) like pattern and c.state = 'open'
        and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = c.id and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
      limit greatest(most, 40)),
    closed_ones as (
      select c.id, c.reference, c.title, c.state, c.place_words, c.opened_at from hub.case_file c
      where (select count(*) from open_ones) < most and c.partnership_id = p and lower(c.title) like pattern and c.state = 'closed'
        and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = c.id and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
      limit most)
    select f.id, f.reference, f.title, f.state, f.place_words from (select * from open_ones union all select * from closed_ones) f
    order by f.state = 'closed', f.opened_at desc limit most;
  end if;
end $$;

-- Cases, reports, tasks and disclosures whose reference begins so.
create function hub.search_references(wanted text, most int)
returns table (kind text, id uuid, reference text, title text, case_id uuid, state text)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
  agency uuid := hub.actor_case_agency();
  ending text := wanted || chr(1114111);
begin
  if hub.actor_kind() is distinct from 'staff' or length(wanted) < 2 then
    return;
  end if;
  return query
  (select 'case', c.id, c.reference, c.title, c.id, c.state from hub.case_file c
    where c.partnership_id = p and c.reference >= wanted and c.reference < ending
      and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = c.id and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
    order by c.reference limit most)
  union all
  (select 'report', r.id, r.reference, r.title, r.case_id, r.state from hub.report r
    where r.partnership_id = p and r.reference >= wanted and r.reference < ending
      and case when r.case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = r.case_id
          and a.principal_id = any(who) and a.case_id <> all(walls) and a.valid_until > now() offset 0)
        when r.restricted then r.team_id = any(who)
        else r.agency_id = agency end
    order by r.reference limit most)
  union all
  (select 'task', t.id, t.reference, t.title, t.case_id, t.state from hub.task t
    where t.partnership_id = p and t.reference >= wanted and t.reference < ending and t.case_id <> all(walls)
      and ((t.agency_id = agency and (t.assignee_id = hub.actor_account() or (t.asked_agency <> t.agency_id and not (select rc.restricted from hub.case_file rc where rc.partnership_id = p and rc.id = t.case_id))))
        or exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = t.case_id and a.principal_id = any(who) and a.valid_until > now() offset 0))
    order by t.reference limit most)
  union all
  (select 'disclosure', d.id, d.reference, '', d.case_id, d.decision from hub.disclosure d
    where d.partnership_id = p and d.reference >= wanted and d.reference < ending and d.case_id <> all(walls)
      and (exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = d.case_id and a.principal_id = any(who) and a.valid_until > now() offset 0)
        or (d.to_agency = agency and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now()
          and case when d.to_account is null then not (select rc.restricted from hub.case_file rc where rc.partnership_id = p and rc.id = d.case_id) else d.to_account = hub.actor_account() end))
    order by d.reference limit most);
end $$;

-- The numbers beside the navigation, on every staff page: each stops counting at 99. Only what the actor may see is counted.
-- today: own tasks, reviews, promises and silences that are late or due by the end of the day: the first two groups of the Today page.
create function hub.nav_counts(day date, day_end timestamptz)
returns table (today int, triage int, tasks int, shared int)
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  me uuid := hub.actor_account();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
  agency uuid := hub.actor_case_agency();
  day_tasks int;
  day_cases int;
begin
  if hub.actor_kind() is distinct from 'staff' or agency is null then
    return query select 0, 0, 0, 0;
    return;
  end if;
  select count(*), count(*) filter (where t.due_at <= day_end) into tasks, day_tasks from (
    (select x.due_at from hub.task x where x.partnership_id = p and x.assignee_id = me and x.agency_id = agency and x.state in ('asked', 'accepted', 'started') and x.case_id <> all(walls) order by x.due_at limit 99)
    union all
    (select x.due_at from hub.task x where x.partnership_id = p and x.agency_id = agency and x.assignee_id is null and x.state in ('asked', 'accepted', 'started') and x.case_id <> all(walls)
      and case when x.asked_agency <> x.agency_id and not (select rc.restricted from hub.case_file rc where rc.partnership_id = p and rc.id = x.case_id) then true
        else exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = x.case_id and a.principal_id = any(who) and a.valid_until > now() offset 0) end
      order by x.due_at limit 99)) t;
  select coalesce(sum((c.review_on <= day)::int + f.lines + f.silent), 0) into day_cases
  from (select x.id, x.review_on from hub.case_file x where x.partnership_id = p and x.owner_id = me and x.state = 'open' and x.id <> all(walls)
      and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = x.id and a.principal_id = any(who) and a.valid_until > now() offset 0) limit 300) c
  cross join lateral (
    select count(*) filter (where r.next_told_by <= day_end) as silent,
      coalesce(sum((select count(*) from hub.promise_line l join hub.promise q on q.partnership_id = l.partnership_id and q.id = l.promise_id and q.superseded_at is null
        where l.partnership_id = p and l.report_id = r.id and (l.state = 'missed' or (l.state = 'due' and l.due_at <= day_end)))), 0) as lines
    from hub.report r where r.partnership_id = p and r.case_id = c.id and r.state in ('in_case', 'merged')) f;
  select count(*) into triage from (select 1 from hub.report r where r.partnership_id = p and r.agency_id = agency and r.state = 'new' and r.case_id is null
    and (not r.restricted or r.team_id = any(who)) limit 99) t;
  select count(*) into shared from (
    select d.id from hub.disclosure d where d.partnership_id = p and d.to_agency = agency and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now() and d.case_id <> all(walls)
      and case when d.to_account is null then not (select rc.restricted from hub.case_file rc where rc.partnership_id = p and rc.id = d.case_id) else d.to_account = me end
    order by d.decided_at desc limit 30) n
  where not exists (select 1 from hub.audit_entry e where e.partnership_id = p and e.subject_id = n.id and e.agency_id = agency and e.event = 'disclosure.read');
  return query select least(99, day_tasks + day_cases), triage, least(99, tasks), shared;
end $$;

revoke all on function hub.search_cases(text, int, int), hub.search_references(text, int), hub.nav_counts(date, timestamptz) from public;
grant execute on function hub.search_cases(text, int, int), hub.search_references(text, int), hub.nav_counts(date, timestamptz) to hub_app;

-- An auditor sees no case and no report, but has to find what was looked at: references say which record an entry is about.
create function hub.records_named(ids uuid[]) returns table (id uuid, kind text, reference text)
language sql stable security definer set search_path = hub, pg_temp as $$
  with p as (select hub.actor_partnership() as id where hub.actor_roles() && array['auditor'])
  select x.id, 'report', x.reference from p join hub.report x on x.partnership_id = p.id where x.id = any(ids)
  union all select x.id, 'case', x.reference from p join hub.case_file x on x.partnership_id = p.id where x.id = any(ids)
  union all select x.id, 'task', x.reference from p join hub.task x on x.partnership_id = p.id where x.id = any(ids)
  union all select x.id, 'disclosure', x.reference from p join hub.disclosure x on x.partnership_id = p.id where x.id = any(ids)
$$;
create function hub.record_called(wanted text) returns uuid
language sql stable security definer set search_path = hub, pg_temp as $$
  with p as (select hub.actor_partnership() as id where hub.actor_roles() && array['auditor'])
  select x.id from p join hub.report x on x.partnership_id = p.id and x.reference = wanted
  union all select x.id from p join hub.case_file x on x.partnership_id = p.id and x.reference = wanted
  union all select x.id from p join hub.task x on x.partnership_id = p.id and x.reference = wanted
  union all select x.id from p join hub.disclosure x on x.partnership_id = p.id and x.reference = wanted
  limit 1
$$;
revoke all on function hub.records_named(uuid[]), hub.record_called(text) from public;
grant execute on function hub.records_named(uuid[]), hub.record_called(text) to hub_app;
