import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { boxAround, metresBetween } from '../platform/geography/index.ts';
import { hereMetres, mostHere, type HereRow } from './here.ts';

/** Row-level security says which rows, and what is never a point on the map is not listed by place either. */
export async function recordsHere(tx: Transaction, actor: StaffActor, place: { readonly lat: number; readonly lon: number }, since: Temporal.PlainDate): Promise<(HereRow & { readonly metres: number })[]> {
  const p = actor.partnershipId;
  const { west, south, east, north } = boxAround(place, hereMetres);
  const near = (table: string) => sql`${sql.ref(`${table}.lat`)} between ${south} and ${north} and ${sql.ref(`${table}.lon`)} between ${west} and ${east}`;
  const plain = sql`not coalesce(k.sensitive, false) and not coalesce(k.restricted, false)`;
  const rows = await tx.all(sql<HereRow>`
    select * from (
      (select r.id, 'reports' as layer, r.reference, r.title, coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date) as day, a.short_name as source, r.lat, r.lon
        from hub.report r left join hub.category k on k.partnership_id = r.partnership_id and k.id = r.category_id left join hub.agency a on a.partnership_id = r.partnership_id and a.id = r.agency_id
        where r.partnership_id = ${p} and ${near('r')} and not r.restricted and not r.hate and r.state <> 'merged' and ${plain} and (r.case_id is null or not hub.restricted_case(r.case_id))
          and coalesce(r.happened_on, (r.received_at at time zone 'Europe/London')::date) >= ${since} order by r.received_at desc limit ${mostHere})
      union all
      (select c.id, 'cases', c.reference, c.title, (c.opened_at at time zone 'Europe/London')::date, a.short_name, c.lat, c.lon
        from hub.case_file c left join hub.category k on k.partnership_id = c.partnership_id and k.id = c.category_id join hub.agency a on a.partnership_id = c.partnership_id and a.id = c.agency_id
        where c.partnership_id = ${p} and ${near('c')} and not c.restricted and ${plain} and (c.opened_at at time zone 'Europe/London')::date >= ${since}
          and not exists (select 1 from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id and (r.hate or r.restricted)) order by c.opened_at desc limit ${mostHere})
      union all
      (select null, 'partners', '', i.category_words, i.happened_on, a.short_name, i.lat, i.lon
        from hub.partner_incident i left join hub.category k on k.partnership_id = i.partnership_id and k.id = i.category_id join hub.agency a on a.partnership_id = i.partnership_id and a.id = i.agency_id
        where i.partnership_id = ${p} and ${near('i')} and not i.sensitive and ${plain} and i.happened_on >= ${since} order by i.happened_on desc limit ${mostHere})
      union all
      (select null, 'police', '', i.category || case when count(*) > 1 then ', ' || count(*) || ' in the month' else '' end, i.month, 'data.police.uk', i.lat, i.lon
        from hub.police_incident i where i.partnership_id = ${p} and ${near('i')} and i.month >= date_trunc('month', ${since}::date) group by i.category, i.month, i.lat, i.lon order by i.month desc limit ${mostHere})
      union all
      (select null, 'assets', a.owner_code, a.name || case when a.works then '' else ': does not work' end, null, a.source, a.lat, a.lon
        from hub.asset a where a.partnership_id = ${p} and ${near('a')} and a.retired_on is null limit ${mostHere})
      union all
      (select null, 'patrols', '', t.place_words, (t.started_at at time zone 'Europe/London')::date, a.short_name, t.lat, t.lon
        from hub.patrol t join hub.agency a on a.partnership_id = t.partnership_id and a.id = t.agency_id
        where t.partnership_id = ${p} and ${near('t')} and (t.started_at at time zone 'Europe/London')::date >= ${since} limit ${mostHere})
    ) all_layers order by day desc nulls last, layer`);
  return rows.map((row) => ({ ...row, metres: Math.round(metresBetween(place, row)) })).filter(({ metres }) => metres <= hereMetres).slice(0, mostHere);
}
