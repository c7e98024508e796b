-- Who may see what. The rule is stated once, in the policy of case_access; every other policy asks that table.

-- Which principal may see which case until when: owner agency (not when restricted), named people and teams, live disclosures of a
-- whole case to an agency (not when restricted) or to one person.
create function hub.access_rule(of_partnership uuid, of_cases uuid[])
returns table (case_id uuid, principal_id uuid, opened_at timestamptz, valid_until timestamptz)
language sql stable security definer set search_path = hub, pg_temp as $$
  select c.id, g.principal_id, c.opened_at, max(g.valid_until)
  from hub.case_file c
  cross join lateral (
    select c.agency_id as principal_id, 'infinity'::timestamptz as valid_until where not c.restricted
    union all
    select p.principal_id, 'infinity' from hub.case_principal p where p.partnership_id = c.partnership_id and p.case_id = c.id
    union all
    select coalesce(d.to_account, d.to_agency), d.valid_until from hub.disclosure d
    where d.partnership_id = c.partnership_id and d.case_id = c.id and d.scope = 'case' and d.decision = 'given'
      and d.withdrawn_at is null and d.valid_until > now() and (d.to_account is not null or not c.restricted)
  ) g
  where c.partnership_id = of_partnership and c.id = any(of_cases)
  group by c.id, g.principal_id, c.opened_at
$$;
revoke all on function hub.access_rule(uuid, uuid[]) from public;

-- Called in the same transaction as every write that changes access. Locks the cases first: without that, one session
-- restricting a case while another shares it leaves the other agency on a restricted case.
create function hub.refresh_case_access(of_partnership uuid, of_cases uuid[]) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform 1 from hub.case_file c where c.partnership_id = of_partnership and c.id = any(of_cases) order by c.id for no key update;
  delete from hub.case_access a
  where a.partnership_id = of_partnership and a.case_id = any(of_cases)
    and not exists (select 1 from hub.access_rule(of_partnership, of_cases) r where r.case_id = a.case_id and r.principal_id = a.principal_id);
  insert into hub.case_access as a (partnership_id, case_id, principal_id, opened_at, valid_until)
  select of_partnership, r.case_id, r.principal_id, r.opened_at, r.valid_until from hub.access_rule(of_partnership, of_cases) r
  on conflict (partnership_id, case_id, principal_id) do update set valid_until = excluded.valid_until, opened_at = excluded.opened_at
  where (a.valid_until, a.opened_at) is distinct from (excluded.valid_until, excluded.opened_at);
end $$;
revoke all on function hub.refresh_case_access(uuid, uuid[]) from public;
grant execute on function hub.refresh_case_access(uuid, uuid[]) to hub_app, hub_worker;

-- Entering. Each looks the actor up itself; the client gives nothing but a secret.
create function hub.enter_session(token bytea) returns table (account_id uuid, agency_id uuid, partnership_id uuid, stage text, name text, roles text[], session_id uuid)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  s record;
  held text[];
  works boolean;
begin
  select x.partnership_id, x.id, x.account_id, x.stage, x.last_seen_at, a.agency_id, a.name into s
  from hub.session x join hub.account a on a.partnership_id = x.partnership_id and a.id = x.account_id
  where x.token_hash = token and x.ended_at is null and x.expires_at > now() and x.last_seen_at > now() - interval '2 hours' and a.state = 'active';
  if not found then
    return;
  end if;
  if s.last_seen_at < now() - interval '5 minutes' then
    update hub.session x set last_seen_at = now() where x.partnership_id = s.partnership_id and x.id = s.id;
  end if;
  select coalesce(array_agg(r.role order by r.role), '{}') into held from hub.account_role r where r.partnership_id = s.partnership_id and r.account_id = s.account_id;
  works := s.stage = 'full' and held && array['officer', 'supervisor', 'coordinator', 'analyst'];
  perform hub.become(
    case when s.stage = 'full' then 'staff' else 'arriving' end,
    s.partnership_id, s.account_id, s.agency_id,
    case when works then s.agency_id end,
    case when works then array[s.account_id, s.agency_id] || array(select t.team_id from hub.account_team t where t.partnership_id = s.partnership_id and t.account_id = s.account_id)
      else array[s.account_id] end,
    case when s.stage = 'full' then held else '{}'::text[] end,
    array(select w.case_id from hub.access_wall w where w.partnership_id = s.partnership_id and w.account_id = s.account_id),
    s.id);
  return query select s.account_id, s.agency_id, s.partnership_id, s.stage, s.name, held, s.id;
end $$;

create function hub.enter_public(of_partnership uuid) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform hub.become('public', of_partnership, null, null, null, '{}', '{}', '{}', null);
end $$;

create function hub.enter_link(secret bytea) returns table (partnership_id uuid, report_id uuid)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  r record;
begin
  select x.partnership_id, x.id into r from hub.report x where x.link_hash = secret;
  if found then
    perform hub.become('link', r.partnership_id, null, null, null, '{}', '{}', '{}', r.id);
    return query select r.partnership_id, r.id;
  end if;
end $$;

create function hub.enter_draft(secret bytea) returns table (partnership_id uuid, draft_id uuid)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  d record;
begin
  select x.partnership_id, x.id into d from hub.report_draft x where x.secret_hash = secret;
  if found then
    perform hub.become('draft', d.partnership_id, null, null, null, '{}', '{}', '{}', d.id);
    return query select d.partnership_id, d.id;
  end if;
end $$;

-- Background work acts for one partnership at a time and never as a person.
create function hub.enter_system(of_partnership uuid) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
begin
  perform hub.become('system', of_partnership, null, null, null, '{}', '{}', '{}', null);
end $$;
revoke all on function hub.enter_session(bytea), hub.enter_public(uuid), hub.enter_link(bytea), hub.enter_draft(bytea), hub.enter_system(uuid) from public;
grant execute on function hub.enter_session(bytea), hub.enter_public(uuid), hub.enter_link(bytea), hub.enter_draft(bytea) to hub_app;
grant execute on function hub.enter_system(uuid) to hub_worker;

-- Row-level security everywhere; the owner (migrations, and the functions above that state the rule) passes, nobody else does by default.
do $$
declare
  t text;
begin
  for t in select c.relname from pg_class c where c.relnamespace = 'hub'::regnamespace and c.relkind = 'r' loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;

-- The rule itself.
create policy read on hub.case_access for select to hub_app using (
  partnership_id = (select hub.actor_partnership())
  and principal_id = any ((select hub.actor_principals())::uuid[])
  and case_id <> all ((select hub.actor_walls())::uuid[])
  and valid_until > now());

-- A page about one case reads dozens of its rows in one transaction. This asks the rule once and puts the answer into the sealed
-- actor: until the transaction ends, reading rows of this case asks nothing more. Writing always asks the rule itself.
create function hub.view_case(of_case uuid) returns void
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  actor text := hub.sealed_actor();
  secret bytea;
begin
  if split_part(actor, '|', 1) = 'staff' and of_case <> all (hub.actor_walls()) and exists (select 1 from hub.case_access a
    where a.partnership_id = hub.actor_partnership() and a.case_id = of_case and a.principal_id = any (hub.actor_principals()) and a.valid_until > now()) then
    actor := regexp_replace(actor, '[^|]*$', of_case::text);
    select k.secret into strict secret from hub_meta.actor_key k;
    perform set_config('hub.actor', actor, true), set_config('hub.seal', hub.seal_of(actor, secret), true);
  end if;
end $$;
revoke all on function hub.view_case(uuid) from public;
grant execute on function hub.view_case(uuid) to hub_app;

create policy read on hub.case_file for select to hub_app using (
  case when id = (select hub.actor_view()) then partnership_id = (select hub.actor_partnership())
    else exists (select 1 from hub.case_access a where a.partnership_id = case_file.partnership_id and a.case_id = case_file.id offset 0) end);
create policy open on hub.case_file for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and agency_id = (select hub.actor_case_agency()));
create policy change on hub.case_file for update to hub_app using (
  exists (select 1 from hub.case_access a where a.partnership_id = case_file.partnership_id and a.case_id = case_file.id offset 0));

-- A report in no case is its agency's (its team's, when restricted); in a case it follows the case; its private link opens it.
create policy read on hub.report for select to hub_app using (
  partnership_id = (select hub.actor_partnership())
  and case
    when case_id = (select hub.actor_view()) then true
    when id = (select hub.actor_link()) then true
    when case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = report.partnership_id and a.case_id = report.case_id offset 0)
    when restricted then team_id = any ((select hub.actor_principals())::uuid[])
    else agency_id = (select hub.actor_case_agency())
  end);
create policy send on hub.report for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and (
    (select hub.actor_kind()) = 'draft' or agency_id = (select hub.actor_case_agency())));
-- Who may read a report may change it (the reading rule is asked again for the row as it becomes).
create policy change on hub.report for update to hub_app using (
  partnership_id = (select hub.actor_partnership())
  and case
    when id = (select hub.actor_link()) then true
    when case_id is not null then exists (select 1 from hub.case_access a where a.partnership_id = report.partnership_id and a.case_id = report.case_id offset 0)
    when restricted then team_id = any ((select hub.actor_principals())::uuid[])
    else agency_id = (select hub.actor_case_agency())
  end);

create policy own on hub.report_draft for all to hub_app using (
  id = (select hub.actor_draft()) or (partnership_id = (select hub.actor_partnership()) and taken_by = (select hub.actor_account())))
  with check (partnership_id = (select hub.actor_partnership()) and (taken_by is null or taken_by = (select hub.actor_account()) or id = (select hub.actor_draft())));

-- Rows that belong to a case, a report, or both.
do $$
declare
  t text;
  by_case constant text := 'exists (select 1 from hub.case_access a where a.partnership_id = %1$I.partnership_id and a.case_id = %1$I.case_id offset 0)';
  by_report constant text := 'exists (select 1 from hub.report r where r.partnership_id = %1$I.partnership_id and r.id = %1$I.report_id offset 0)';
  -- A row of the case in view: the rule has been asked.
  in_view constant text := 'case_id = (select hub.actor_view()) and partnership_id = (select hub.actor_partnership())';
  staff constant text := '(select hub.actor_kind()) = ''staff''';
begin
  foreach t in array array['case_principal', 'risk_assessment', 'letter'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (case when ' || in_view || ' then true else ' || by_case || ' end)', t);
    execute format('create policy write on hub.%1$I for insert to hub_app with check (' || by_case || ')', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (' || by_case || ')', t);
    execute format('create policy drop on hub.%1$I for delete to hub_app using (' || by_case || ')', t);
  end loop;
  foreach t in array array['heard_receipt', 'promise', 'promise_line', 'message', 'confidence', 'escalation'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (' || by_report || ')', t);
    execute format('create policy write on hub.%1$I for insert to hub_app with check (' || staff || ' and ' || by_report || ')', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (' || staff || ' and ' || by_report || ')', t);
  end loop;
  foreach t in array array['incident'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (case when ' || in_view || ' then true when case_id is not null and ' || staff || ' then ' || by_case || ' else ' || by_report || ' end)', t);
    execute format('create policy write on hub.%1$I for insert to hub_app with check ((case_id is null or report_id is not null or ' || by_case || ') and (report_id is null or ' || by_report || '))', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (' || staff || ' and case when case_id is not null then ' || by_case || ' else ' || by_report || ' end)', t);
  end loop;
  -- parties: staff by case or report; the link holder sees and mends only their own entry
  execute format('create policy read on hub.%1$I for select to hub_app using (case when ' || in_view || ' then true when ' || staff || ' then case when case_id is not null then ' || by_case || ' else ' || by_report || ' end
    else role = ''complainant'' and report_id = (select hub.actor_link()) end)', 'party');
  execute format('create policy write on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (
    (select hub.actor_kind()) = ''draft'' or (role = ''complainant'' and case_id is null and report_id = (select hub.actor_link()))
    or (' || staff || ' and case when case_id is not null then ' || by_case || ' else ' || by_report || ' end)))', 'party');
  execute format('create policy change on hub.%1$I for update to hub_app using (case when ' || staff || ' then case when case_id is not null then ' || by_case || ' else ' || by_report || ' end
    else role = ''complainant'' and report_id = (select hub.actor_link()) end)', 'party');
  -- the chronology: an agency's own notes stay its own; the link holder reads only what was written for them
  execute format('create policy read on hub.%1$I for select to hub_app using (case when ' || in_view || ' then audience = ''case'' or by_agency = (select hub.actor_agency()) when ' || staff || ' then (audience = ''case'' or by_agency = (select hub.actor_agency()))
    and case when case_id is not null then ' || by_case || ' else ' || by_report || ' end
    else report_id = (select hub.actor_link()) and resident_words is not null end)', 'chronology');
  execute format('create policy write on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and case
    when ' || staff || ' then case when case_id is not null then ' || by_case || ' else ' || by_report || ' end
    when (select hub.actor_kind()) = ''link'' then report_id = (select hub.actor_link())
    else (select hub.actor_kind()) = ''draft'' end)', 'chronology');
  execute format('create policy change on hub.%1$I for update to hub_app using (' || staff || ' and case when case_id is not null then ' || by_case || ' else ' || by_report || ' end)', 'chronology');
  -- evidence: draft, link holder (what they sent), staff
  execute format('create policy read on hub.%1$I for select to hub_app using (case when ' || in_view || ' then true else case (select hub.actor_kind())
    when ''draft'' then draft_id = (select hub.actor_draft())
    when ''link'' then report_id = (select hub.actor_link()) and received_from = ''resident''
    else case when case_id is not null then ' || by_case || ' when report_id is not null then ' || by_report || ' else received_by = (select hub.actor_account()) end end end)', 'evidence');
  execute format('create policy write on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and case (select hub.actor_kind())
    when ''draft'' then draft_id = (select hub.actor_draft())
    when ''link'' then report_id = (select hub.actor_link()) and received_from = ''resident''
    else case when case_id is not null then ' || by_case || ' when report_id is not null then ' || by_report || ' else received_by = (select hub.actor_account()) end end)', 'evidence');
  execute format('create policy change on hub.%1$I for update to hub_app using (partnership_id = (select hub.actor_partnership()) and case (select hub.actor_kind())
    when ''draft'' then draft_id = (select hub.actor_draft()) else ' || by_report || ' or ' || by_case || ' end)', 'evidence');
  execute 'create policy discard on hub.evidence for delete to hub_app using (report_id is null and case_id is null and draft_id is not null
    and (draft_id = (select hub.actor_draft()) or received_by = (select hub.actor_account())))';
end $$;

-- What the link holder may write: an answer to the receipt, a message, confidence, an incident.
create policy answer on hub.heard_receipt for update to hub_app using (report_id = (select hub.actor_link()));
create policy resident on hub.message for insert to hub_app with check (report_id = (select hub.actor_link()) and direction = 'in');
create policy resident on hub.confidence for insert to hub_app with check (report_id = (select hub.actor_link()));
create policy resident_change on hub.confidence for update to hub_app using (report_id = (select hub.actor_link()));

-- Whether a case is restricted, for rows of it that were handed to somebody who does not see the case.
create function hub.restricted_case(of_case uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return (select c.restricted from hub.case_file c where c.partnership_id = hub.actor_partnership() and c.id = of_case);
end $$;
revoke all on function hub.restricted_case(uuid) from public;
grant execute on function hub.restricted_case(uuid) to hub_app;

-- Tasks: those who see the case, the person asked, and the agency that was asked (of a restricted case, only the person).
-- Disclosures: those who see the case, and the receiver while it lives; one to a whole agency does not open a restricted case.
create policy read on hub.task for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (case_id = (select hub.actor_view()) or case_id <> all ((select hub.actor_walls())::uuid[])
  and ((agency_id = (select hub.actor_case_agency())
      and (assignee_id = (select hub.actor_account()) or (asked_agency <> agency_id and not hub.restricted_case(case_id))))
    or exists (select 1 from hub.case_access a where a.partnership_id = task.partnership_id and a.case_id = task.case_id offset 0))));
create policy ask on hub.task for insert to hub_app with check (
  asked_agency = (select hub.actor_case_agency()) and asked_by = (select hub.actor_account())
  and exists (select 1 from hub.case_access a where a.partnership_id = task.partnership_id and a.case_id = task.case_id offset 0));
create policy change on hub.task for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (agency_id = (select hub.actor_case_agency())
    or exists (select 1 from hub.case_access a where a.partnership_id = task.partnership_id and a.case_id = task.case_id offset 0)));

create policy read on hub.disclosure for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (case_id = (select hub.actor_view()) or case_id <> all ((select hub.actor_walls())::uuid[]) and (
    exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0)
    or (to_agency = (select hub.actor_case_agency()) and decision = 'given' and withdrawn_at is null and valid_until > now()
      and case when to_account is null then not hub.restricted_case(case_id) else to_account = (select hub.actor_account()) end))));
-- Joint work on a whole case is a supervisor's decision.
create policy decide on hub.disclosure for insert to hub_app with check (
  from_agency = (select hub.actor_case_agency()) and decided_by = (select hub.actor_account())
  and (scope = 'items' or decision = 'refused' or (select hub.actor_roles()) && array['supervisor', 'coordinator'])
  and exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0));
create policy withdraw on hub.disclosure for update to hub_app using (
  from_agency = (select hub.actor_case_agency())
  and exists (select 1 from hub.case_access a where a.partnership_id = disclosure.partnership_id and a.case_id = disclosure.case_id offset 0));
create policy read on hub.disclosure_item for select to hub_app using (
  exists (select 1 from hub.disclosure d where d.partnership_id = disclosure_item.partnership_id and d.id = disclosure_item.disclosure_id offset 0));
create policy write on hub.disclosure_item for insert to hub_app with check (
  exists (select 1 from hub.disclosure d where d.partnership_id = disclosure_item.partnership_id and d.id = disclosure_item.disclosure_id
    and d.from_agency = (select hub.actor_case_agency()) offset 0));

create policy read on hub.access_wall for select to hub_app using (
  account_id = (select hub.actor_account()) or (partnership_id = (select hub.actor_partnership())
    and (select hub.actor_roles()) && array['supervisor', 'auditor', 'administrator']));
create policy raise on hub.access_wall for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy lift on hub.access_wall for delete to hub_app using (
  partnership_id = (select hub.actor_partnership()) and account_id <> (select hub.actor_account())
    and (select hub.actor_roles()) && array['supervisor', 'administrator']);

-- The outbox: whoever acts may put a message in; nobody but the sender reads addresses and bodies.
create policy put on hub.outbox for insert to hub_app with check (partnership_id = (select hub.actor_partnership()));
create policy read on hub.outbox for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff' and report_id is not null
  and exists (select 1 from hub.report r where r.partnership_id = outbox.partnership_id and r.id = outbox.report_id offset 0));
create policy release on hub.outbox for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff' and state in ('failed', 'held') and report_id is not null
  and exists (select 1 from hub.report r where r.partnership_id = outbox.partnership_id and r.id = outbox.report_id offset 0))
  with check (partnership_id = (select hub.actor_partnership()) and state in ('waiting', 'failed') and report_id is not null
  and exists (select 1 from hub.report r where r.partnership_id = outbox.partnership_id and r.id = outbox.report_id offset 0));
-- In a demo partnership, where nobody is real, everyone may look at what would have been sent.
create policy demo on hub.demo_delivery for select to hub_app using (
  partnership_id = (select hub.actor_partnership())
  and exists (select 1 from hub.partnership p where p.id = demo_delivery.partnership_id and (p.settings ->> 'demo')::boolean offset 0));

create policy read on hub.audit_entry for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (case_id = (select hub.actor_view()) or (select hub.actor_roles()) && array['auditor']
    or (case_id is not null and (select hub.actor_kind()) = 'staff'
      and exists (select 1 from hub.case_access a where a.partnership_id = audit_entry.partnership_id and a.case_id = audit_entry.case_id offset 0))));
create policy read on hub.audit_seal for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['auditor']);
create policy read on hub.audit_head for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['auditor']);
create policy read on hub.audit_waiting for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['auditor']);

-- What everyone in the partnership may read, and administrators change.
create policy read on hub.partnership for select to hub_app using (id = (select hub.actor_partnership()));
create policy change on hub.partnership for update to hub_app using (id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator']);
do $$
declare
  t text;
begin
  foreach t in array array['agency', 'team', 'holiday', 'contact_standard', 'category', 'decision_reason', 'area', 'place', 'gateway', 'police_incident',
    'risk_template', 'task_template', 'letter_template'] loop
    execute format('create policy read on hub.%1$I for select to hub_app using (partnership_id = (select hub.actor_partnership()))', t);
  end loop;
  foreach t in array array['agency', 'team', 'holiday', 'contact_standard', 'category', 'decision_reason', 'gateway', 'risk_template', 'task_template', 'letter_template'] loop
    execute format('create policy add on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
    execute format('create policy change on hub.%1$I for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator'', ''coordinator''])', t);
  end loop;
end $$;

-- Days that are past stay: deadlines were counted by them.
create policy drop on hub.holiday for delete to hub_app using (
  partnership_id = (select hub.actor_partnership()) and day > current_date and (select hub.actor_roles()) && array['administrator', 'coordinator']);

-- People who sign in are known by name to all staff of the partnership.
create policy read on hub.account for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and ((select hub.actor_kind()) = 'staff' or id = (select hub.actor_account())));
create policy add on hub.account for insert to hub_app with check (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator']);
create policy change on hub.account for update to hub_app using (
  partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator']);
create policy read on hub.account_role for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy read on hub.account_team for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
do $$
declare
  t text;
begin
  foreach t in array array['account_role', 'account_team'] loop
    -- Nobody gives roles or teams to themselves: what opens cases to an administrator is another one's doing.
    execute format('create policy add on hub.%1$I for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator''] and account_id <> (select hub.actor_account()))', t);
    execute format('create policy drop on hub.%1$I for delete to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array[''administrator''] and account_id <> (select hub.actor_account()))', t);
  end loop;
  foreach t in array array['session', 'passkey'] loop
    execute format('create policy own on hub.%1$I for select to hub_app using (partnership_id = (select hub.actor_partnership()) and account_id = (select hub.actor_account()))', t);
  end loop;
end $$;
create policy own on hub.saved_list for all to hub_app using (partnership_id = (select hub.actor_partnership()) and account_id = (select hub.actor_account()));

-- The worker sees what its work needs and no more: columns are granted in 0006.
do $$
declare
  t text;
begin
  foreach t in array array['partnership', 'agency', 'account', 'account_role', 'holiday', 'contact_standard', 'report', 'party', 'promise_line', 'promise', 'message', 'outbox', 'confidence',
    'demo_delivery', 'chronology', 'escalation', 'evidence', 'case_file', 'case_access', 'report_draft', 'session', 'sign_in_failure', 'risk_assessment', 'task', 'audit_head', 'audit_waiting'] loop
    execute format('create policy worker on hub.%1$I to hub_worker using (true) with check (true)', t);
  end loop;
end $$;
-- The worker throws away files of drafts that were never sent, and nothing else.
create policy worker_discards on hub.evidence as restrictive for delete to hub_worker using (report_id is null and case_id is null);
