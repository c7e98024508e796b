-- Whoever sees a case by an emergency alone reads and writes nothing: also in the tables that came after 0017, and in those that name a case
-- only through something else. Which tables are closed and which stay open, and why: src/emergency/closed.test.ts.
create function hub.by_emergency_through(of_partnership uuid, through text, of_id uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  the_case uuid;
  the_report uuid;
begin
  if hub.actor_account() is null or not exists (select 1 from hub.emergency_access e where e.partnership_id = of_partnership and e.account_id = hub.actor_account() and e.ends_at > now()) then
    return false;
  end if;
  case through
    when 'disclosure' then select d.case_id into the_case from hub.disclosure d where d.partnership_id = of_partnership and d.id = of_id;
    when 'approval' then select p.case_id into the_case from hub.approval p where p.partnership_id = of_partnership and p.id = of_id;
    when 'review' then select r.case_id, r.report_id into the_case, the_report from hub.asb_review r where r.partnership_id = of_partnership and r.id = of_id;
    when 'record' then select r.case_id, r.report_id into the_case, the_report from hub.person_record r where r.partnership_id = of_partnership and r.id = of_id;
    when 'item' then select i.case_id into the_case from hub.panel_item i where i.partnership_id = of_partnership and i.id = of_id;
  end case;
  return (the_case is not null or the_report is not null) and hub.by_emergency_alone(of_partnership, the_case, the_report);
end $$;
revoke all on function hub.by_emergency_through(uuid, text, uuid) from public;
grant execute on function hub.by_emergency_through(uuid, text, uuid) to hub_app;

do $$
declare
  t record;
  act text;
begin
  for t in select * from (values
    ('case_transfer', 'hub.by_emergency_alone(partnership_id, case_id, null)'), ('problem_plan', 'hub.by_emergency_alone(partnership_id, case_id, null)'), ('patrol', 'case_id is not null and hub.by_emergency_alone(partnership_id, case_id, null)'),
    ('request_case', 'hub.by_emergency_alone(partnership_id, case_id, null)'), ('disclosure_notice', 'case_id is not null and hub.by_emergency_alone(partnership_id, case_id, null)'), ('panel_item', 'case_id is not null and hub.by_emergency_alone(partnership_id, case_id, null)'),
    ('legal_hold', 'case subject_kind when ''person'' then hub.by_emergency_through(partnership_id, ''record'', subject_id) when ''case'' then hub.by_emergency_alone(partnership_id, subject_id, null) else hub.by_emergency_alone(partnership_id, null, subject_id) end'),
    ('subject_item', '(case_id is not null or report_id is not null) and hub.by_emergency_alone(partnership_id, case_id, report_id)'), ('correction', 'hub.by_emergency_through(partnership_id, ''record'', record_id)'),
    ('disclosure_item', 'hub.by_emergency_through(partnership_id, ''disclosure'', disclosure_id)'),
    ('approval_answer', 'hub.by_emergency_through(partnership_id, ''approval'', approval_id)'), ('approval_use', 'hub.by_emergency_through(partnership_id, ''approval'', approval_id)'),
    ('review_event', 'hub.by_emergency_through(partnership_id, ''review'', review_id)'), ('review_recommendation', 'hub.by_emergency_through(partnership_id, ''review'', review_id)'),
    ('person_fact', 'hub.by_emergency_through(partnership_id, ''record'', record_id)'), ('person_warning', 'hub.by_emergency_through(partnership_id, ''record'', record_id)'),
    ('association', 'hub.by_emergency_through(partnership_id, ''record'', record_id) or hub.by_emergency_through(partnership_id, ''record'', other_id)'),
    ('person_link', 'hub.by_emergency_through(partnership_id, ''record'', left_id) or hub.by_emergency_through(partnership_id, ''record'', right_id)'),
    ('match_pair', 'hub.by_emergency_through(partnership_id, ''record'', left_id) or hub.by_emergency_through(partnership_id, ''record'', right_id)'),
    ('panel_paper', 'hub.by_emergency_through(partnership_id, ''item'', item_id)'), ('panel_paper_given', 'hub.by_emergency_through(partnership_id, ''item'', item_id)'), ('panel_item_viewer', 'hub.by_emergency_through(partnership_id, ''item'', item_id)')
  ) as x(name, alone) loop
    execute format('create policy no_emergency_write on hub.%I as restrictive for insert to hub_app with check (not (%s))', t.name, t.alone);
    foreach act in array array['update', 'delete'] loop
      execute format('create policy no_emergency_%s on hub.%I as restrictive for %s to hub_app using (not (%s))', act, t.name, act, t.alone);
    end loop;
  end loop;
end $$;
