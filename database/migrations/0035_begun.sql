-- What an officer's own open cases have not begun yet, for the number beside Today: the rule is asked once for each case, and not again for
-- each of its reports and promises, which follow their case.
create function hub.begun(day date)
returns table (case_id uuid, risk_band text, opened_at timestamptz, priority text, hate boolean, received_at timestamptz, decided_at timestamptz, unassessed boolean, unpromised boolean, reopened_due timestamptz)
language plpgsql stable security definer set search_path = hub, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  p uuid := hub.actor_partnership();
  me uuid := hub.actor_account();
  who uuid[] := hub.actor_principals();
  walls uuid[] := hub.actor_walls();
begin
  if hub.actor_kind() is distinct from 'staff' or hub.actor_case_agency() is null then
    return;
  end if;
  return query
  select b.id, b.risk_band, b.opened_at, b.priority, b.hate, b.received_at, b.decided_at, b.unassessed, b.unpromised, b.reopened_due
  from (select c.id, c.risk_band, c.opened_at, r.priority, r.hate, r.received_at, r.decided_at,
      c.risk_band is null and (c.review_on is null or c.review_on > day) as unassessed,
      r.id is not null and not exists (select 1 from hub.promise q where q.partnership_id = p and q.report_id = r.id) as unpromised,
      (select min(e.due_at) from hub.escalation e where e.partnership_id = p and e.report_id = r.id and e.reason = 'reopened' and e.cleared_at is null) as reopened_due
    from (select x.id, x.risk_band, x.review_on, x.opened_at from hub.case_file x
      where x.partnership_id = p and x.owner_id = me and x.state = 'open' and x.id <> all (walls)
        and exists (select 1 from hub.case_access a where a.partnership_id = p and a.case_id = x.id and a.principal_id = any (who) and a.valid_until > now() offset 0)
      order by x.opened_at desc limit 300) c
    left join hub.report r on r.partnership_id = p and r.case_id = c.id and r.state in ('in_case', 'merged') offset 0) b
  where b.unassessed or b.unpromised or b.reopened_due is not null;
end $$;
revoke all on function hub.begun(date) from public;
grant execute on function hub.begun(date) to hub_app;
