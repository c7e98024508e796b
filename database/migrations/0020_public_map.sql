-- What the public may know of where people report: counts of whole months by area, three months or more. Never of hate,
-- domestic abuse or anything restricted, and no number below ten: nobody can tell one report by waiting a day and looking again.
drop function hub.public_area_counts(date);
create function hub.public_area_reports(first_day date, last_day date)
returns table (area text, reports int, shape jsonb)
language sql stable security definer set search_path = hub, pg_temp as $$
  with drawn as (
    select a.id, a.name, a.shape from hub.area a
    where a.partnership_id = hub.actor_partnership() and a.in_force_to is null
      and a.kind = (select o.kind from hub.area o where o.partnership_id = hub.actor_partnership() and o.in_force_to is null and o.kind in ('ward', 'neighbourhood') order by o.kind = 'ward' desc limit 1)),
  counted as (
    select held.area_id, count(*)::int as reports
    from hub.report r
    left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id
    left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
    cross join lateral unnest(r.area_ids) as held(area_id)
    where r.partnership_id = hub.actor_partnership() and r.state <> 'merged' and not r.restricted and not r.hate and not coalesce(c.restricted, false)
      and not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)
      and r.received_at >= (first_day::timestamp at time zone 'Europe/London') and r.received_at < ((last_day + 1)::timestamp at time zone 'Europe/London')
    group by held.area_id)
  select d.name, case when n.reports >= 10 then n.reports end, d.shape
  from drawn d left join counted n on n.area_id = d.id
  where first_day = date_trunc('month', first_day)::date and last_day + 1 = date_trunc('month', last_day + 1)::date
    and last_day + 1 >= first_day + interval '3 months'
  order by d.name
$$;
revoke all on function hub.public_area_reports(date, date) from public;
grant execute on function hub.public_area_reports(date, date) to hub_app;
