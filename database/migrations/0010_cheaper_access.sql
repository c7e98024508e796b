-- The same access rules as before, asked with less work. Where the time went and what each change brought: docs/benchmarks.md.

-- The seal of an actor is kept where no role of the hub can write: in the current value of a sequence, which belongs to one
-- connection and is set by the owner's functions alone. It is 64 bits of a hash over the actor and the transaction's start, so an
-- actor that was changed, made up or kept from another transaction does not fit (docs/decisions/0004). Unlogged: it is worth nothing after a crash.
create unlogged sequence hub.actor_seal minvalue -9223372036854775808;
revoke all on sequence hub.actor_seal from public, hub_app, hub_worker;

create function hub.seal_now(actor text) returns bytea
language sql stable
return substr(sha256(timestamptz_send(transaction_timestamp()) || convert_to(actor, 'UTF8')), 1, 8);
revoke all on function hub.seal_now(text) from public;

create function hub.seal_actor(actor text) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform set_config('hub.actor', actor, true), setval('hub.actor_seal'::regclass, ('x' || encode(hub.seal_now(actor), 'hex'))::bit(64)::bigint);
end $$;
revoke all on function hub.seal_actor(text) from public;

-- Fields 10 to 14: the case in view, the reports of that case, and three pairs that policies compare with in one step: partnership and
-- case in view, partnership and agency of the casework, and the partnership alone for staff and for auditors.
create or replace function hub.become(kind text, partnership uuid, account uuid, agency uuid, case_agency uuid, principals uuid[], roles text[], walls uuid[], subject uuid)
returns void language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform hub.seal_actor(concat_ws('|', kind, partnership, coalesce(account::text, ''), coalesce(agency::text, ''), coalesce(case_agency::text, ''),
    coalesce(array_to_string(principals, ','), ''), coalesce(array_to_string(roles, ','), ''), coalesce(array_to_string(walls, ','), ''), coalesce(subject::text, ''),
    '', '', '', case when case_agency is null then '' else format('{%s,%s}', partnership, case_agency) end,
    case when kind = 'staff' then partnership::text else '' end, case when 'auditor' = any (roles) then partnership::text else '' end));
end $$;

create or replace function hub.sealed_actor() returns text
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text := current_setting('hub.actor', true);
begin
  if actor is null or actor = '' then
    return null;
  end if;
  if hub.seal_now(actor) <> int8send(currval('hub.actor_seal'::regclass)) then
    raise exception 'The actor of this transaction is not sealed' using errcode = '42501';
  end if;
  return actor;
end $$;
drop function hub.seal_of(text, bytea);
drop table hub_meta.actor_key;

-- Every place where a policy asks who acts is prepared anew with every statement and costs more than the asking. So a policy asks
-- one thing of the actor that settles most rows, and leaves the rest of its rule to one function, which is called for the other rows only.
create function hub.actor_view_reports() returns uuid[] language sql stable return coalesce(string_to_array(split_part(hub.sealed_actor(), '|', 11), ',')::uuid[], '{}');
create function hub.actor_view_pair() returns uuid[] language sql stable return nullif(split_part(hub.sealed_actor(), '|', 12), '')::uuid[];
create function hub.actor_desk_pair() returns uuid[] language sql stable return nullif(split_part(hub.sealed_actor(), '|', 13), '')::uuid[];
create function hub.actor_staff_of() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 14), '')::uuid;
create function hub.actor_auditor_of() returns uuid language sql stable return nullif(split_part(hub.sealed_actor(), '|', 15), '')::uuid;
revoke all on function hub.actor_view_reports(), hub.actor_view_pair(), hub.actor_desk_pair(), hub.actor_staff_of(), hub.actor_auditor_of() from public;
grant execute on function hub.actor_view_reports(), hub.actor_view_pair(), hub.actor_desk_pair(), hub.actor_staff_of(), hub.actor_auditor_of() to hub_app;

-- The case in view, and the reports of that case with it: what hangs on them is read without asking for each row's report.
create or replace function hub.view_case(of_case uuid) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  fields text[] := string_to_array(hub.sealed_actor(), '|');
  p uuid := fields[2]::uuid;
begin
  if fields[1] = 'staff' and of_case <> all (string_to_array(fields[8], ',')::uuid[]) and exists (select 1 from hub.case_access a
    where a.partnership_id = p and a.case_id = of_case and a.principal_id = any (string_to_array(fields[6], ',')::uuid[]) and a.valid_until > now()) then
    fields[10] := of_case;
    fields[11] := coalesce((select string_agg(r.id::text, ',') from hub.report r where r.partnership_id = p and r.case_id = of_case), '');
    fields[12] := format('{%s,%s}', p, of_case);
    perform hub.seal_actor(array_to_string(fields, '|'));
  end if;
end $$;

-- The rule for one case, as the policy of case_access states it.
create function hub.sees_case(of_partnership uuid, of_case uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text := hub.sealed_actor();
begin
  return of_partnership = nullif(split_part(actor, '|', 2), '')::uuid and of_case <> all (string_to_array(split_part(actor, '|', 8), ',')::uuid[])
    and exists (select 1 from hub.case_access a where a.partnership_id = of_partnership and a.case_id = of_case
      and a.principal_id = any (string_to_array(split_part(actor, '|', 6), ',')::uuid[]) and a.valid_until > now());
end $$;

-- The rule for one report, as the policy of report states it.
create function hub.sees_report(of_partnership uuid, of_report uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  r record;
begin
  if of_partnership is distinct from hub.actor_partnership() then
    return false;
  end if;
  select x.case_id, x.restricted, x.team_id, x.agency_id into r from hub.report x where x.partnership_id = of_partnership and x.id = of_report;
  return found and coalesce(case
    when of_report = hub.actor_link() then true
    when r.case_id is not null then hub.sees_case(of_partnership, r.case_id)
    when r.restricted then r.team_id = any (hub.actor_principals())
    else r.agency_id = hub.actor_case_agency() end, false);
end $$;

-- The rest of that rule for a row of report as it is, or as it becomes: reports in a case are the case's.
create function hub.sees_row_of_report(of_partnership uuid, of_report uuid, of_case uuid, is_restricted boolean, of_team uuid, of_agency uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return of_partnership = hub.actor_partnership() and coalesce(case
    when of_report = hub.actor_link() then true
    when of_case is not null then false
    when is_restricted then of_team = any (hub.actor_principals())
    else of_agency = hub.actor_case_agency() end, false);
end $$;

-- What belongs to a case, or to a report that is in none.
create function hub.sees_either(of_partnership uuid, of_case uuid, of_report uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return case when of_case is not null then hub.sees_case(of_partnership, of_case) else hub.sees_report(of_partnership, of_report) end;
end $$;

create function hub.sees_party(of_partnership uuid, of_case uuid, of_report uuid, with_role text) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return case when hub.actor_kind() = 'staff' then hub.sees_either(of_partnership, of_case, of_report) else of_partnership = hub.actor_partnership() and with_role = 'complainant' and of_report = hub.actor_link() end;
end $$;

-- An agency's own notes stay its own; the holder of a link reads only what was written for them.
create function hub.sees_entry(of_partnership uuid, of_case uuid, of_report uuid, for_audience text, of_agency uuid, for_resident boolean) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return case when hub.actor_kind() = 'staff' then (for_audience = 'case' or of_agency = hub.actor_agency()) and hub.sees_either(of_partnership, of_case, of_report)
    else of_partnership = hub.actor_partnership() and of_report = hub.actor_link() and for_resident end;
end $$;

create function hub.sees_file(of_partnership uuid, of_case uuid, of_report uuid, of_draft uuid, came_from text, came_by uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return of_partnership = hub.actor_partnership() and case hub.actor_kind()
    when 'draft' then of_draft = hub.actor_draft()
    when 'link' then of_report = hub.actor_link() and came_from = 'resident'
    else case when of_case is null and of_report is null then came_by = hub.actor_account() else hub.sees_either(of_partnership, of_case, of_report) end end;
end $$;

create function hub.sees_task(of_partnership uuid, of_case uuid, of_agency uuid, of_assignee uuid, by_agency uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return of_partnership = hub.actor_partnership() and of_case <> all (hub.actor_walls())
    and coalesce((of_agency = hub.actor_case_agency() and (of_assignee = hub.actor_account() or (by_agency <> of_agency and not hub.restricted_case(of_case)))) or hub.sees_case(of_partnership, of_case), false);
end $$;

create function hub.sees_disclosure(of_partnership uuid, of_case uuid, for_agency uuid, for_account uuid, lives boolean) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return of_partnership = hub.actor_partnership() and of_case <> all (hub.actor_walls())
    and coalesce((for_agency = hub.actor_case_agency() and lives and case when for_account is null then not hub.restricted_case(of_case) else for_account = hub.actor_account() end) or hub.sees_case(of_partnership, of_case), false);
end $$;

create function hub.sees_note_of(of_partnership uuid, of_case uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return hub.actor_kind() = 'staff' and hub.sees_case(of_partnership, of_case);
end $$;

-- Who may write into a report or a case: its draft once, its link holder their own words, staff who see it.
create function hub.writes_party(to_partnership uuid, to_case uuid, to_report uuid, with_role text) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return to_partnership = hub.actor_partnership() and case hub.actor_kind()
    when 'draft' then true
    when 'staff' then hub.sees_either(to_partnership, to_case, to_report)
    else with_role = 'complainant' and to_case is null and to_report = hub.actor_link() end;
end $$;

create function hub.writes_entry(to_partnership uuid, to_case uuid, to_report uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return to_partnership = hub.actor_partnership() and case hub.actor_kind()
    when 'staff' then hub.sees_either(to_partnership, to_case, to_report)
    when 'link' then to_report = hub.actor_link()
    else coalesce(hub.actor_kind() = 'draft', false) end;
end $$;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app;', p.oid::regprocedure, p.oid::regprocedure), ' ')
    from pg_proc p where p.pronamespace = 'hub'::regnamespace and (p.proname like 'sees\_%' or p.proname like 'writes\_%'));
end $$;

-- Rows of the case in view, or of its reports, are settled by what hub.view_case found.
do $$
declare
  t text;
  viewed constant text := 'array[partnership_id, case_id] = (select hub.actor_view_pair())';
  report_viewed constant text := 'report_id = any ((select hub.actor_view_reports())::uuid[]) and partnership_id = (select hub.actor_partnership())';
begin
  foreach t in array array['case_principal', 'risk_assessment', 'letter'] loop
    execute format('alter policy read on hub.%1$I using (case when ' || viewed || ' then true else hub.sees_case(partnership_id, case_id) end)', t);
  end loop;
  foreach t in array array['heard_receipt', 'promise', 'promise_line', 'message', 'confidence', 'escalation'] loop
    execute format('alter policy read on hub.%1$I using (case when ' || report_viewed || ' then true else hub.sees_report(partnership_id, report_id) end)', t);
  end loop;
  execute 'alter policy read on hub.incident using (case when ' || viewed || ' then true when case_id is not null and hub.actor_kind() = ''staff'' then hub.sees_case(partnership_id, case_id) else hub.sees_report(partnership_id, report_id) end)';
  execute 'alter policy read on hub.party using (case when ' || viewed || ' then true when case_id is null and ' || report_viewed || ' then true else hub.sees_party(partnership_id, case_id, report_id, role) end)';
  execute 'alter policy read on hub.chronology using (case when ' || viewed || ' then audience = ''case'' or by_agency = hub.actor_agency() else hub.sees_entry(partnership_id, case_id, report_id, audience, by_agency, resident_words is not null) end)';
  execute 'alter policy read on hub.evidence using (case when ' || viewed || ' then true else hub.sees_file(partnership_id, case_id, report_id, draft_id, received_from, received_by) end)';
  execute 'alter policy read on hub.task using (case when ' || viewed || ' then true else hub.sees_task(partnership_id, case_id, agency_id, assignee_id, asked_agency) end)';
  execute 'alter policy read on hub.disclosure using (case when ' || viewed || ' then true else hub.sees_disclosure(partnership_id, case_id, to_agency, to_account, decision = ''given'' and withdrawn_at is null and valid_until > now()) end)';
  execute 'alter policy read on hub.audit_entry using (case when ' || viewed || ' then true when partnership_id = (select hub.actor_auditor_of()) then true when case_id is not null then hub.sees_note_of(partnership_id, case_id) else false end)';
  execute 'alter policy read on hub.outbox using (case when report_id is null then false when ' || report_viewed || ' then true else hub.actor_kind() = ''staff'' and hub.sees_report(partnership_id, report_id) end)';
  execute 'alter policy write on hub.party with check (hub.writes_party(partnership_id, case_id, report_id, role))';
  execute 'alter policy write on hub.chronology with check (hub.writes_entry(partnership_id, case_id, report_id))';
end $$;
alter policy read on hub.case_file using (
  case when array[partnership_id, id] = (select hub.actor_view_pair()) then true
    else exists (select 1 from hub.case_access a where a.partnership_id = case_file.partnership_id and a.case_id = case_file.id offset 0) end);
alter policy read on hub.report using (
  case
    when array[partnership_id, case_id] = (select hub.actor_view_pair()) then true
    when case_id is null and not restricted and array[partnership_id, agency_id] = (select hub.actor_desk_pair()) then true
    when case_id is not null and exists (select 1 from hub.case_access a where a.partnership_id = report.partnership_id and a.case_id = report.case_id offset 0) then true
    else hub.sees_row_of_report(partnership_id, id, case_id, restricted, team_id, agency_id)
  end);
alter policy read on hub.account using (
  case when partnership_id = (select hub.actor_staff_of()) then true else partnership_id = hub.actor_partnership() and id = hub.actor_account() end);

-- What stands on every page of staff, and what its counts looked for with each report.
create index promise_line_open on hub.promise_line (partnership_id, report_id, due_at) where state in ('due', 'missed');
create index place_around on hub.place (partnership_id, lat, lon) where kind <> 'postcode';
create index case_own on hub.case_file (partnership_id, owner_id) include (id, review_on) where state = 'open';
create index report_worked on hub.report (partnership_id, case_id) include (id, next_told_by) where state in ('in_case', 'merged');

-- Each number stops counting at 99, as the page shows it.
create or replace function hub.nav_counts(day date, day_end timestamptz)
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
  select count(*) into day_cases from (select 1
  from (select x.id, x.review_on from hub.case_file x where x.partnership_id = p and x.owner_id = me and x.state = 'open' and x.id <> all(walls)
      and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = x.id and a.principal_id = any(who) and a.valid_until > now() offset 0) limit 300) c
  cross join lateral (
    select 1 where c.review_on <= day
    union all
    select 1 from hub.report r where r.partnership_id = p and r.case_id = c.id and r.state in ('in_case', 'merged') and r.next_told_by <= day_end
    union all
    select 1 from hub.report r
    join hub.promise_line l on l.partnership_id = p and l.report_id = r.id and (l.state = 'missed' or (l.state = 'due' and l.due_at <= day_end))
    join hub.promise q on q.partnership_id = p and q.id = l.promise_id and q.superseded_at is null
    where r.partnership_id = p and r.case_id = c.id and r.state in ('in_case', 'merged')
    ) f limit 99) counted;
  select count(*) into triage from (select 1 from hub.report r where r.partnership_id = p and r.agency_id = agency and r.state = 'new' and r.case_id is null
    and (not r.restricted or r.team_id = any(who)) limit 99) t;
  select count(*) into shared from (
    select d.id from hub.disclosure d where d.partnership_id = p and d.to_agency = agency and d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now() and d.case_id <> all(walls)
      and case when d.to_account is null then not (select rc.restricted from hub.case_file rc where rc.partnership_id = p and rc.id = d.case_id) else d.to_account = me end
    order by d.decided_at desc limit 30) n
  where not exists (select 1 from hub.audit_entry e where e.partnership_id = p and e.subject_id = n.id and e.agency_id = agency and e.event = 'disclosure.read');
  return query select least(99, day_tasks + day_cases), triage, least(99, tasks), shared;
end $$;
-- The same text as before; without a search path of its own it is written into the statement that asks for it.
create or replace function hub.audit_text(e hub.audit_entry) returns text
language sql stable
return concat_ws('|', e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_kind, coalesce(e.account_id::text, ''), coalesce(e.agency_id::text, ''),
  e.event, e.subject_kind, coalesce(e.subject_id::text, ''), coalesce(e.case_id::text, ''), e.request_id, e.detail::text);

-- Seals up to batch entries, oldest first, one partnership after the other: the chain is made in memory and written in one go. It starts
-- from what waits, whatever the planner thinks of the tables: once it walked through every entry that had ever been sealed, each second.
create or replace function hub.seal_audit(batch int default 5000) returns int
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  sealed int := 0;
  of_partnership uuid;
  head_seq bigint;
  head_chain text;
  first_seq bigint;
  entry record;
  ids uuid[];
  chains text[];
begin
  if not pg_try_advisory_xact_lock(hashtext('hub.seal_audit')) then
    return 0;
  end if;
  for of_partnership in select p.id from hub.partnership p where exists (select 1 from hub.audit_waiting w where w.partnership_id = p.id) order by 1 loop
    exit when sealed >= batch;
    insert into hub.audit_head values (of_partnership, 0, repeat('0', 64), clock_timestamp()) on conflict do nothing;
    select h.seq, h.chain into head_seq, head_chain from hub.audit_head h where h.partnership_id = of_partnership;
    first_seq := head_seq;
    ids := '{}';
    chains := '{}';
    for entry in
      with oldest as materialized (select w.entry_id from hub.audit_waiting w where w.partnership_id = of_partnership order by w.entry_id limit batch - sealed)
      select e.id, e.words from oldest o
      cross join lateral (select x.id, x.at, hub.audit_text(x) as words from hub.audit_entry x where x.partnership_id = of_partnership and x.id = o.entry_id offset 0) e
      order by e.at, e.id
    loop
      head_seq := head_seq + 1;
      head_chain := encode(sha256(convert_to(head_chain || '|' || head_seq || '|' || entry.words, 'UTF8')), 'hex');
      ids[head_seq - first_seq] := entry.id;
      chains[head_seq - first_seq] := head_chain;
    end loop;
    insert into hub.audit_seal select of_partnership, first_seq + s.place, s.id, s.chain from unnest(ids, chains) with ordinality s(id, chain, place);
    delete from hub.audit_waiting w where w.partnership_id = of_partnership and w.entry_id = any (ids);
    update hub.audit_head h set seq = head_seq, chain = head_chain, sealed_at = clock_timestamp() where h.partnership_id = of_partnership;
    sealed := sealed + cardinality(ids);
  end loop;
  return sealed;
end $$;

