-- Emergency access: one person, one case, some hours, a reason, and a review by the agency that owns the case.
create table hub.emergency_rule (
  partnership_id uuid not null,
  id uuid not null,
  hours int not null check (hours between 1 and 72),
  review_days int not null check (review_days between 1 and 20),
  source text not null,
  in_force_from date not null,
  in_force_to date,
  primary key (partnership_id, id)
);

-- Opened, reasoned, reviewed, raised: rows that nobody changes.
create table hub.emergency_access (
  partnership_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  reference text not null,
  account_id uuid not null,
  account_agency uuid not null,
  -- who owned the case when it was opened
  agency_id uuid not null,
  owner_id uuid,
  danger text not null check (danger in ('life', 'serious_harm')),
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  review_by timestamptz not null,
  primary key (partnership_id, id)
);
create index emergency_access_case on hub.emergency_access (partnership_id, case_id, ends_at);
create index emergency_access_account on hub.emergency_access (partnership_id, account_id, ends_at);
create index emergency_access_agency on hub.emergency_access (partnership_id, agency_id, opened_at desc);

-- Apart, because an auditor judges the access without reading about a person.
create table hub.emergency_reason (
  partnership_id uuid not null,
  emergency_id uuid not null,
  what text not null check (what <> ''),
  why_now text not null check (why_now <> ''),
  primary key (partnership_id, emergency_id),
  foreign key (partnership_id, emergency_id) references hub.emergency_access (partnership_id, id)
);

create table hub.emergency_review (
  partnership_id uuid not null,
  emergency_id uuid not null,
  justified boolean not null,
  words text not null check (words <> ''),
  reviewed_by uuid not null,
  reviewed_at timestamptz not null,
  primary key (partnership_id, emergency_id),
  foreign key (partnership_id, emergency_id) references hub.emergency_access (partnership_id, id)
);

create table hub.emergency_escalation (
  partnership_id uuid not null,
  emergency_id uuid not null,
  raised_at timestamptz not null,
  primary key (partnership_id, emergency_id),
  foreign key (partnership_id, emergency_id) references hub.emergency_access (partnership_id, id)
);

-- The rule as it was (0005): what lasts. Access in an emergency is a further source, for one person, and never passes a wall.
alter function hub.access_rule(uuid, uuid[]) rename to lasting_access;
create function hub.access_rule(of_partnership uuid, of_cases uuid[])
returns table (case_id uuid, principal_id uuid, opened_at timestamptz, valid_until timestamptz)
language sql stable security definer set search_path = hub, pg_temp as $$
  select g.case_id, g.principal_id, g.opened_at, max(g.valid_until) from (
    select l.case_id, l.principal_id, l.opened_at, l.valid_until from hub.lasting_access(of_partnership, of_cases) l
    union all
    select c.id, e.account_id, c.opened_at, e.ends_at
    from hub.emergency_access e join hub.case_file c on c.partnership_id = e.partnership_id and c.id = e.case_id
    where e.partnership_id = of_partnership and e.case_id = any(of_cases) and e.ends_at > now()
      and not exists (select 1 from hub.emergency_review v where v.partnership_id = e.partnership_id and v.emergency_id = e.id and not v.justified)
      and not exists (select 1 from hub.access_wall w where w.partnership_id = e.partnership_id and w.account_id = e.account_id and w.case_id = e.case_id)
  ) g group by g.case_id, g.principal_id, g.opened_at
$$;
revoke all on function hub.access_rule(uuid, uuid[]) from public;

-- Whether the actor sees a case by an emergency and by nothing else: then they read, and write nothing.
create function hub.by_emergency_alone(of_partnership uuid, of_case uuid, of_report uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  me uuid := hub.actor_account();
  the_case uuid;
begin
  if me is null or not exists (select 1 from hub.emergency_access e where e.partnership_id = of_partnership and e.account_id = me and e.ends_at > now()) then
    return false;
  end if;
  the_case := coalesce(of_case, (select r.case_id from hub.report r where r.partnership_id = of_partnership and r.id = of_report));
  return exists (select 1 from hub.emergency_access e where e.partnership_id = of_partnership and e.account_id = me and e.case_id = the_case and e.ends_at > now())
    and not exists (select 1 from hub.lasting_access(of_partnership, array[the_case]) l where l.principal_id = any (hub.actor_principals()));
end $$;
revoke all on function hub.by_emergency_alone(uuid, uuid, uuid) from public;
grant execute on function hub.by_emergency_alone(uuid, uuid, uuid) to hub_app;

do $$
declare
  t text;
  the_case text;
  the_report text;
  act text;
begin
  foreach t in array array['case_file', 'case_principal', 'risk_assessment', 'letter', 'incident', 'party', 'chronology', 'evidence', 'task', 'disclosure', 'bundle', 'bundle_item', 'power_step', 'power_event', 'approval', 'asb_review', 'report',
    'heard_receipt', 'promise', 'promise_line', 'message', 'confidence', 'escalation'] loop
    the_case := case when t = 'case_file' then 'id' when exists (select 1 from information_schema.columns c where c.table_schema = 'hub' and c.table_name = t and c.column_name = 'case_id') then 'case_id' else 'null' end;
    the_report := case when exists (select 1 from information_schema.columns c where c.table_schema = 'hub' and c.table_name = t and c.column_name = 'report_id') then 'report_id' else 'null' end;
    execute format('create policy no_emergency_write on hub.%I as restrictive for insert to hub_app with check (not hub.by_emergency_alone(partnership_id, %s, %s))', t, the_case, the_report);
    foreach act in array array['update', 'delete'] loop
      execute format('create policy no_emergency_%s on hub.%I as restrictive for %s to hub_app using (not hub.by_emergency_alone(partnership_id, %s, %s))', act, t, act, the_case, the_report);
    end loop;
  end loop;
end $$;

-- How often somebody has asked within the hour, so that nobody tries out references.
create function hub.emergency_tries() returns int
language sql stable security definer set search_path = hub, pg_temp as $$
  select count(*)::int from hub.audit_entry e
  where e.partnership_id = hub.actor_partnership() and e.account_id = hub.actor_account() and e.event = 'emergency.asked' and e.at > now() - interval '1 hour'
$$;

-- Opens a case to the actor, or returns nothing: for a case that does not exist the same as for one from which they are walled off.
create function hub.open_emergency(new_id uuid, entry_id uuid, wanted text, of_danger text, what_happens text, why_at_once text, reviewed_by_then timestamptz)
returns table (case_id uuid, agency_id uuid, owner_id uuid, ends_at timestamptz, opened boolean)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  me uuid := hub.actor_account();
  c record;
  until timestamptz;
begin
  if hub.actor_kind() is distinct from 'staff' or hub.actor_case_agency() is null then
    return;
  end if;
  select f.id, f.reference, f.agency_id, f.owner_id into c from hub.case_file f where f.partnership_id = p and f.id <> all (hub.actor_walls())
    and f.id in (select x.id from hub.case_file x where x.partnership_id = p and (x.reference = wanted or x.id::text = wanted)
      union select r.case_id from hub.report r where r.partnership_id = p and (r.reference = wanted or r.id::text = wanted)
      union select k.case_id from hub.task k where k.partnership_id = p and (k.reference = wanted or k.id::text = wanted)
      union select d.case_id from hub.disclosure d where d.partnership_id = p and (d.reference = wanted or d.id::text = wanted)) limit 1;
  if not found then
    return;
  end if;
  if hub.sees_case(p, c.id) then
    return query select c.id, c.agency_id, c.owner_id, null::timestamptz, false;
    return;
  end if;
  until := now() + make_interval(hours => coalesce((select r.hours from hub.emergency_rule r where r.partnership_id = p and r.in_force_from <= current_date
    and (r.in_force_to is null or r.in_force_to >= current_date) order by r.in_force_from desc limit 1), 4));
  insert into hub.emergency_access (partnership_id, id, case_id, reference, account_id, account_agency, agency_id, owner_id, danger, opened_at, ends_at, review_by)
  values (p, new_id, c.id, c.reference, me, hub.actor_agency(), c.agency_id, c.owner_id, of_danger, now(), until, reviewed_by_then);
  insert into hub.emergency_reason values (p, new_id, what_happens, why_at_once);
  insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_account, by_agency, audience)
  values (p, entry_id, c.id, now(), 'decision', 'Opened in an emergency, for a limited time. The reason and its review are kept apart.', me, hub.actor_agency(), 'case');
  perform hub.refresh_case_access(p, array[c.id]);
  return query select c.id, c.agency_id, c.owner_id, until, true;
end $$;
revoke all on function hub.emergency_tries(), hub.open_emergency(uuid, uuid, text, text, text, text, timestamptz) from public;
grant execute on function hub.emergency_tries(), hub.open_emergency(uuid, uuid, text, text, text, text, timestamptz) to hub_app;

do $$
declare
  t text;
begin
  foreach t in array array['emergency_rule', 'emergency_access', 'emergency_reason', 'emergency_review', 'emergency_escalation'] loop
    execute format('alter table hub.%I enable row level security', t);
    execute format('alter table hub.%I force row level security', t);
    execute format('create policy owner on hub.%I to %I using (true) with check (true)', t, current_user);
  end loop;
end $$;
create policy read on hub.emergency_rule for select to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_kind()) = 'staff');
create policy add on hub.emergency_rule for insert to hub_app with check (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);
create policy change on hub.emergency_rule for update to hub_app using (partnership_id = (select hub.actor_partnership()) and (select hub.actor_roles()) && array['administrator', 'coordinator']);

-- Whoever opened it, the owner of the case, those who review it, and auditors.
create policy read on hub.emergency_access for select to hub_app using (
  partnership_id = (select hub.actor_partnership()) and ((select hub.actor_roles()) && array['auditor'] or account_id = (select hub.actor_account())
    or (case_id <> all ((select hub.actor_walls())::uuid[]) and agency_id = (select hub.actor_case_agency())
      and (owner_id = (select hub.actor_account()) or (select hub.actor_roles()) && array['supervisor', 'coordinator']))));
create policy read on hub.emergency_reason for select to hub_app using (
  exists (select 1 from hub.emergency_access e where e.partnership_id = emergency_reason.partnership_id and e.id = emergency_reason.emergency_id
    and (e.account_id = (select hub.actor_account()) or (e.case_id <> all ((select hub.actor_walls())::uuid[]) and e.agency_id = (select hub.actor_case_agency())
      and (e.owner_id = (select hub.actor_account()) or (select hub.actor_roles()) && array['supervisor', 'coordinator']))) offset 0));
create policy read on hub.emergency_review for select to hub_app using (
  exists (select 1 from hub.emergency_access e where e.partnership_id = emergency_review.partnership_id and e.id = emergency_review.emergency_id offset 0));
create policy judge on hub.emergency_review for insert to hub_app with check (
  reviewed_by = (select hub.actor_account()) and (select hub.actor_roles()) && array['supervisor', 'coordinator']
  and exists (select 1 from hub.emergency_access e where e.partnership_id = emergency_review.partnership_id and e.id = emergency_review.emergency_id
    and e.agency_id = (select hub.actor_case_agency()) and e.account_id <> (select hub.actor_account()) and e.case_id <> all ((select hub.actor_walls())::uuid[]) offset 0));
create policy read on hub.emergency_escalation for select to hub_app using (
  exists (select 1 from hub.emergency_access e where e.partnership_id = emergency_escalation.partnership_id and e.id = emergency_escalation.emergency_id offset 0));
create policy worker on hub.emergency_access for select to hub_worker using (true);
create policy worker on hub.emergency_review for select to hub_worker using (true);
create policy worker on hub.emergency_escalation to hub_worker using (true) with check (true);

grant select, insert on hub.emergency_rule, hub.emergency_review to hub_app;
grant update (in_force_to) on hub.emergency_rule to hub_app;
grant select on hub.emergency_access, hub.emergency_reason, hub.emergency_escalation to hub_app;
grant select (partnership_id, id, agency_id, account_id, review_by) on hub.emergency_access to hub_worker;
grant select (partnership_id, emergency_id) on hub.emergency_review to hub_worker;
grant select, insert on hub.emergency_escalation to hub_worker;
