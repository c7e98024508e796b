import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';

/** What was done in the cases in which somebody is named: letters to them, tasks finished, how a case ended. */
export interface TriedLine {
  readonly record_id: string;
  readonly at: Temporal.Instant;
  readonly words: string;
  readonly case_id: string;
  readonly case_reference: string;
}

export async function triedFor(tx: Transaction, records: readonly string[], most: number): Promise<TriedLine[]> {
  return records.length === 0 ? [] : await tx.all(sql<TriedLine>`
    with named as (
      select r.id, coalesce(r.case_id, o.case_id) as case_id from hub.person_record r left join hub.report o on o.partnership_id = r.partnership_id and o.id = r.report_id
      where r.partnership_id = (select hub.actor_partnership()) and r.id = any(${[...records]}::uuid[]))
    select * from (
      select n.id as record_id, l.written_at as at, 'Letter: ' || l.subject as words, c.id as case_id, c.reference as case_reference
      from named n join hub.letter l on l.partnership_id = (select hub.actor_partnership()) and l.case_id = n.case_id and l.party_id = n.id join hub.case_file c on c.partnership_id = l.partnership_id and c.id = l.case_id
      union all
      select n.id, t.done_at, 'Done: ' || t.title, c.id, c.reference
      from named n join hub.task t on t.partnership_id = (select hub.actor_partnership()) and t.case_id = n.case_id and t.state = 'done' join hub.case_file c on c.partnership_id = t.partnership_id and c.id = t.case_id
      union all
      select n.id, c.closed_at, 'Case closed: ' || coalesce(c.outcome, ''), c.id, c.reference
      from named n join hub.case_file c on c.partnership_id = (select hub.actor_partnership()) and c.id = n.case_id and c.state = 'closed') x
    order by at desc limit ${most}`);
}
