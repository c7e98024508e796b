-- What 0010 did for the first tables, done for those that came after it, and again for disclosures, whose rule 0012 widened: rows of the
-- case in view are settled by one comparison, all others by one function. Not one row more or less is read by it.

-- The rule for a disclosure, as 0012 states it: those who see its case; of one without a case the giver's agency (of a closed one only
-- who decided it and supervisors); and its receiver while it lives.
drop function hub.sees_disclosure(uuid, uuid, uuid, uuid, boolean);
create function hub.sees_row_of_disclosure(of_partnership uuid, of_case uuid, giver uuid, receiver uuid, for_account uuid, lives boolean, is_closed boolean, decider uuid, asker uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text[] := string_to_array(hub.sealed_actor(), '|');
  me uuid := nullif(actor[3], '')::uuid;
  desk uuid := nullif(actor[5], '')::uuid;
begin
  if actor is null or of_partnership is distinct from actor[2]::uuid then
    return false;
  end if;
  if of_case is not null then
    if of_case = any (string_to_array(actor[8], ',')::uuid[]) then
      return false;
    end if;
    if exists (select 1 from hub.case_access a where a.partnership_id = of_partnership and a.case_id = of_case
      and a.principal_id = any (string_to_array(actor[6], ',')::uuid[]) and a.valid_until > now()) then
      return true;
    end if;
  elsif giver = desk and (not is_closed or decider = me or asker = me or string_to_array(actor[7], ',') && array['supervisor', 'coordinator']) then
    return true;
  end if;
  return coalesce(receiver = desk and lives and case when for_account is null then of_case is null or not hub.restricted_case(of_case) else for_account = me end, false);
end $$;

-- The same for what hangs on a disclosure and names it alone.
create function hub.sees_disclosure(of_partnership uuid, of_disclosure uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  d record;
begin
  if of_partnership is distinct from hub.actor_partnership() then
    return false;
  end if;
  select x.case_id, x.from_agency, x.to_agency, x.to_account, x.decision = 'given' and x.withdrawn_at is null and x.valid_until > now() as lives, x.closed, x.decided_by, x.asked_by
    into d from hub.disclosure x where x.partnership_id = of_partnership and x.id = of_disclosure;
  return found and (coalesce(d.case_id = hub.actor_view(), false)
    or hub.sees_row_of_disclosure(of_partnership, d.case_id, d.from_agency, d.to_agency, d.to_account, d.lives, d.closed, d.decided_by, d.asked_by));
end $$;

-- The rule for an offer, as 0012 states it.
create function hub.sees_transfer(of_partnership uuid, of_case uuid, giver uuid, receiver uuid, for_account uuid, offerer uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  desk uuid := hub.actor_case_agency();
begin
  return of_partnership = hub.actor_partnership() and of_case <> all (hub.actor_walls()) and (hub.sees_case(of_partnership, of_case)
    or coalesce(receiver = desk and case when for_account is null then not hub.restricted_case(of_case) else for_account = hub.actor_account() end, false)
    or coalesce(giver = desk and (offerer = hub.actor_account() or (not hub.restricted_case(of_case) and hub.actor_roles() && array['supervisor', 'coordinator'])), false));
end $$;

-- What follows its case, and without one is its agency's: a patrol, a case review (whose applicant reads it by their link), an approval
-- (then only its asker's and the supervisors').
create function hub.sees_patrol(of_partnership uuid, of_case uuid, of_agency uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return case when of_case is not null then hub.sees_case(of_partnership, of_case)
    else coalesce(of_partnership = hub.actor_partnership() and of_agency = hub.actor_case_agency(), false) end;
end $$;
create function hub.sees_review(of_partnership uuid, of_case uuid, of_report uuid, of_agency uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return coalesce(of_partnership = hub.actor_partnership() and of_report = hub.actor_link(), false) or hub.sees_patrol(of_partnership, of_case, of_agency);
end $$;
create function hub.sees_approval(of_partnership uuid, of_case uuid, of_agency uuid, asker uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return hub.sees_patrol(of_partnership, of_case, of_agency) and (of_case is not null or asker = hub.actor_account() or hub.actor_roles() && array['supervisor', 'coordinator']);
end $$;

-- The rule for a person's record, as 0015 states it: an agency's own, its case's, else its report's.
create function hub.sees_row_of_record(of_partnership uuid, came_from text, of_agency uuid, of_case uuid, of_report uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
begin
  return hub.actor_kind() = 'staff' and coalesce(case when came_from = 'held' then of_partnership = hub.actor_partnership() and of_agency = hub.actor_case_agency()
    when of_case is not null then hub.sees_case(of_partnership, of_case) else hub.sees_report(of_partnership, of_report) end, false);
end $$;
create function hub.sees_record(of_partnership uuid, of_record uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  r record;
begin
  select x.source, x.agency_id, x.case_id, x.report_id into r from hub.person_record x where x.partnership_id = of_partnership and x.id = of_record;
  return found and of_partnership = hub.actor_partnership() and (coalesce(r.case_id = hub.actor_view(), false) or hub.sees_row_of_record(of_partnership, r.source, r.agency_id, r.case_id, r.report_id));
end $$;

-- Until when the actor sees a case by an emergency and by nothing else; nothing for everybody else.
create function hub.emergency_until(of_case uuid) returns timestamptz
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  until timestamptz := (select max(e.ends_at) from hub.emergency_access e where e.partnership_id = hub.actor_partnership() and e.account_id = hub.actor_account() and e.case_id = of_case and e.ends_at > now());
begin
  return case when until is not null and hub.by_emergency_alone(hub.actor_partnership(), of_case, null) then until end;
end $$;

do $$ begin
  execute (select string_agg(format('revoke all on function %s from public; grant execute on function %s to hub_app;', p.oid::regprocedure, p.oid::regprocedure), ' ')
    from pg_proc p where p.pronamespace = 'hub'::regnamespace and p.proname in ('sees_row_of_disclosure', 'sees_disclosure', 'sees_transfer', 'sees_patrol', 'sees_review', 'sees_approval', 'sees_row_of_record', 'sees_record', 'emergency_until'));
end $$;

do $$
declare
  t text;
  viewed constant text := 'array[partnership_id, case_id] = (select hub.actor_view_pair())';
begin
  foreach t in array array['power_step', 'power_event', 'problem_plan'] loop
    execute format('alter policy read on hub.%1$I using (case when ' || viewed || ' then true else hub.sees_case(partnership_id, case_id) end)', t);
  end loop;
  execute 'alter policy read on hub.disclosure using (case when ' || viewed || ' then true else hub.sees_row_of_disclosure(partnership_id, case_id, from_agency, to_agency, to_account,
    decision = ''given'' and withdrawn_at is null and valid_until > now(), closed, decided_by, asked_by) end)';
  execute 'alter policy read on hub.case_transfer using (case when ' || viewed || ' then true else hub.sees_transfer(partnership_id, case_id, from_agency, to_agency, to_account, offered_by) end)';
  execute 'alter policy read on hub.patrol using (case when ' || viewed || ' then true else hub.sees_patrol(partnership_id, case_id, agency_id) end)';
  execute 'alter policy read on hub.asb_review using (case when ' || viewed || ' then true else hub.sees_review(partnership_id, case_id, report_id, agency_id) end)';
  execute 'alter policy read on hub.approval using (case when ' || viewed || ' then true else hub.sees_approval(partnership_id, case_id, agency_id, asked_by) end)';
  execute 'alter policy read on hub.person_record using (case when ' || viewed || ' then true
    when case_id is not null and exists (select 1 from hub.case_access a where a.partnership_id = person_record.partnership_id and a.case_id = person_record.case_id offset 0) then true
    when case_id is not null then false else hub.sees_row_of_record(partnership_id, source, agency_id, case_id, report_id) end)';
end $$;
alter policy read on hub.disclosure_item using (hub.sees_disclosure(partnership_id, disclosure_id));
alter policy read on hub.disclosure_receipt using (hub.sees_disclosure(partnership_id, disclosure_id));
alter policy read on hub.person_fact using (hub.sees_record(partnership_id, record_id));
alter policy read on hub.person_warning using (hub.sees_record(partnership_id, record_id));

-- When the next access of somebody runs out: one look, for each tile of the map.
create index case_access_ends on hub.case_access (partnership_id, principal_id, valid_until) where valid_until < 'infinity';
