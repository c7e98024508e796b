-- Names of agencies, teams, areas, kinds of reports and people who sign in stand on nearly every page and seldom change: they are kept in
-- memory as the rules are.
-- What a name shows changes the name of the state; when somebody signed in last does not.
create trigger rules_changed after insert or update of name, short_name, kind, phone, hours, active or delete or truncate on hub.agency for each statement execute function hub.rules_changed();
create trigger rules_changed after insert or update of name, phone, hours, agency_id or delete or truncate on hub.team for each statement execute function hub.rules_changed();
create trigger rules_changed after insert or update of name, job_title, phone, agency_id or delete or truncate on hub.account for each statement execute function hub.rules_changed();
create trigger rules_changed after insert or update or delete or truncate on hub.account_team for each statement execute function hub.rules_changed();
create trigger rules_changed after insert or update or delete or truncate on hub.area for each statement execute function hub.rules_changed();
create trigger rules_changed after insert or update or delete or truncate on hub.category for each statement execute function hub.rules_changed();

-- Whoever signed in is told the name of the state with who they are; all of it is looked up in one go.
drop function hub.enter_session(bytea);
create function hub.enter_session(token bytea) returns table (account_id uuid, agency_id uuid, partnership_id uuid, stage text, name text, roles text[], session_id uuid, rules uuid)
language plpgsql security definer set search_path = hub, pg_temp as $$
declare
  s record;
  works boolean;
begin
  select x.partnership_id, x.id, x.account_id, x.stage, x.last_seen_at, a.agency_id, a.name,
    array(select r.role from hub.account_role r where r.partnership_id = x.partnership_id and r.account_id = x.account_id order by r.role) as roles,
    array(select t.team_id from hub.account_team t where t.partnership_id = x.partnership_id and t.account_id = x.account_id) as teams,
    array(select w.case_id from hub.access_wall w where w.partnership_id = x.partnership_id and w.account_id = x.account_id) as walls,
    (select v.version from hub.rules_version v where v.partnership_id = x.partnership_id) as rules into s
  from hub.session x join hub.account a on a.partnership_id = x.partnership_id and a.id = x.account_id
  where x.token_hash = token and x.ended_at is null and x.expires_at > now() and x.last_seen_at > now() - interval '2 hours' and a.state = 'active';
  if not found then
    return;
  end if;
  if s.last_seen_at < now() - interval '5 minutes' then
    update hub.session x set last_seen_at = now() where x.partnership_id = s.partnership_id and x.id = s.id;
  end if;
  works := s.stage = 'full' and s.roles && array['officer', 'supervisor', 'coordinator', 'analyst'];
  perform hub.become(
    case when s.stage = 'full' then 'staff' else 'arriving' end,
    s.partnership_id, s.account_id, s.agency_id,
    case when works then s.agency_id end,
    case when works then array[s.account_id, s.agency_id] || s.teams else array[s.account_id] end,
    case when s.stage = 'full' then s.roles else '{}'::text[] end,
    s.walls,
    s.id);
  return query select s.account_id, s.agency_id, s.partnership_id, s.stage, s.name, s.roles, s.id, s.rules;
end $$;
revoke all on function hub.enter_session(bytea) from public;
grant execute on function hub.enter_session(bytea) to hub_app;

-- And whether somebody is named on the case.
drop function hub.open_case(uuid);
create function hub.open_case(of_case uuid)
returns table (reports uuid[], alleged boolean, files boolean, incidents boolean, tasks boolean, assessed boolean, shared boolean, offered boolean, stepped boolean, reviewed boolean, planned boolean,
  patrolled boolean, warned boolean, emergency boolean, stopped boolean, named boolean, west float8, south float8, east float8, north float8)
language plpgsql volatile security definer set search_path = hub, pg_temp as $$
declare
  p uuid := hub.actor_partnership();
  held uuid[];
begin
  perform hub.view_case(of_case);
  if hub.actor_view() is distinct from of_case then
    return;
  end if;
  held := hub.actor_view_reports();
  return query select held,
    exists (select 1 from hub.party x where x.partnership_id = p and x.case_id = of_case and x.role = 'alleged') or exists (select 1 from hub.party x where x.partnership_id = p and x.report_id = any (held) and x.role = 'alleged'),
    exists (select 1 from hub.evidence x where x.partnership_id = p and x.case_id = of_case) or exists (select 1 from hub.evidence x where x.partnership_id = p and x.report_id = any (held)),
    exists (select 1 from hub.incident x where x.partnership_id = p and x.case_id = of_case) or exists (select 1 from hub.incident x where x.partnership_id = p and x.report_id = any (held)),
    exists (select 1 from hub.task x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.risk_assessment x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.disclosure x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.case_transfer x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.power_step x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.asb_review x where x.partnership_id = p and x.case_id = of_case) or exists (select 1 from hub.asb_review x where x.partnership_id = p and x.report_id = any (held)),
    exists (select 1 from hub.problem_plan x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.patrol x where x.partnership_id = p and x.case_id = of_case),
    exists (select 1 from hub.person_record n join hub.person_record r on r.partnership_id = p and r.person_id = n.person_id join hub.person_warning w on w.partnership_id = p and w.record_id = r.id and w.ended_at is null
      where n.partnership_id = p and n.case_id = of_case)
      or exists (select 1 from hub.person_record n join hub.person_record r on r.partnership_id = p and r.person_id = n.person_id join hub.person_warning w on w.partnership_id = p and w.record_id = r.id and w.ended_at is null
      where n.partnership_id = p and n.report_id = any (held)),
    exists (select 1 from hub.emergency_access x where x.partnership_id = p and x.case_id = of_case and x.ends_at > now()),
    exists (select 1 from hub.outbox x where x.partnership_id = p and x.report_id = any (held) and x.state in ('failed', 'held')),
    exists (select 1 from hub.case_principal x where x.partnership_id = p and x.case_id = of_case),
    spot.west, spot.south, spot.east, spot.north
  from (select min(s.lon) as west, min(s.lat) as south, max(s.lon) as east, max(s.lat) as north
    from (select c.lon, c.lat from hub.case_file c where c.partnership_id = p and c.id = of_case union all select i.lon, i.lat from hub.incident i where i.partnership_id = p and i.case_id = of_case) s) spot;
end $$;
revoke all on function hub.open_case(uuid) from public;
grant execute on function hub.open_case(uuid) to hub_app;
