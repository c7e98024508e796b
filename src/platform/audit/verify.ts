import pg from 'pg';

import type { ConnectionConfig } from '../database/index.ts';
import { ChainWalk, type Finding } from './chain.ts';

export interface ChainReport {
  readonly partnershipId: string;
  readonly sealed: number;
  readonly waiting: number;
  readonly head: string;
  readonly findings: readonly Finding[];
}

const batch = 20_000;

/**
 * Walks the audit chain of every partnership as the database owner and finds any entry that was changed, removed, added
 * behind the chain's back or put in another order. `anchors` are heads noted earlier outside the database (partnership to
 * "seq:chain"): they show a chain that was cut off and sealed anew.
 */
export async function verifyAudit(owner: ConnectionConfig, anchors: ReadonlyMap<string, string> = new Map(), progress: (done: number) => void = () => undefined): Promise<ChainReport[]> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // A long chain is joined and put in order in memory, not on the disk.
    await client.query(`set local work_mem = '256MB'`);
    const { rows } = await client.query<{ id: string }>('select id from hub.partnership order by id');
    const reports: ChainReport[] = [];
    for (const { id } of rows) {
      reports.push(await verifyOne(client, id, anchors.get(id), progress));
    }
    await client.query('commit');
    return reports;
  } finally {
    await client.end();
  }
}

interface SealRow {
  readonly seq: string;
  readonly entry_id: string;
  readonly chain: string;
  readonly text: string | null;
}

/** The seals in their order, each with the text of its entry. */
async function* sealsOf(client: pg.Client, partnershipId: string): AsyncGenerator<SealRow[]> {
  await client.query(`declare seals no scroll cursor for
    select s.seq, s.entry_id, s.chain, case when e.id is not null then hub.audit_text(e) end as text
    from hub.audit_seal s left join hub.audit_entry e on e.partnership_id = s.partnership_id and e.id = s.entry_id
    where s.partnership_id = '${partnershipId}' order by s.seq`);
  const next = async (): Promise<SealRow[]> => (await client.query<SealRow>(`fetch ${batch} from seals`)).rows;
  let coming = next();
  for (;;) {
    const rows = await coming;
    if (rows.length === 0) {
      break;
    }
    // The database reads the next ones while these are followed.
    coming = next();
    yield rows;
  }
  await client.query('close seals');
}

interface Cut {
  readonly seq: number;
  readonly chain: string;
  /** The entry that says so is in the chain, or waits to be. */
  readonly recorded: boolean;
}

/** Where the trail begins after its oldest part was deleted. The cut must stand in the trail itself, with the very link. */
async function newestCut(client: pg.Client, partnershipId: string): Promise<Cut | undefined> {
  const { rows } = await client.query<{ seq: string; chain: string; recorded: boolean }>(
    `select c.seq, c.chain, exists (select 1 from hub.audit_entry e where e.partnership_id = c.partnership_id and e.event = 'audit.cut' and e.detail ->> 'seq' = c.seq::text and e.detail ->> 'chain' = c.chain) as recorded
     from hub.audit_cut c where c.partnership_id = $1 order by c.seq desc limit 1`,
    [partnershipId],
  );
  const row = rows[0];
  return row === undefined ? undefined : { seq: Number(row.seq), chain: row.chain, recorded: row.recorded };
}

async function verifyOne(client: pg.Client, partnershipId: string, anchor: string | undefined, progress: (done: number) => void): Promise<ChainReport> {
  const cut = await newestCut(client, partnershipId);
  const walk = new ChainWalk(cut);
  let last = cut?.seq ?? 0;
  let sealed = 0;
  // What was noted of a part that has been deleted since cannot be met any more.
  let anchorMet = anchor === undefined || Number(anchor.split(':')[0]) < last || anchor === `${last}:${cut?.chain ?? ''}`;
  for await (const rows of sealsOf(client, partnershipId)) {
    for (const row of rows) {
      last = Number(row.seq);
      walk.step({ seq: last, entryId: row.entry_id, text: row.text, chain: row.chain });
      anchorMet ||= anchor === `${last}:${row.chain}`;
    }
    sealed += rows.length;
    progress(sealed);
  }
  const head = await client.query<{ seq: string; chain: string }>('select seq, chain from hub.audit_head where partnership_id = $1', [partnershipId]);
  const waiting = await client.query<{ id: string; known: boolean }>(
    `select e.id, w.entry_id is not null as known from hub.audit_entry e
     left join hub.audit_seal s on s.partnership_id = e.partnership_id and s.entry_id = e.id
     left join hub.audit_waiting w on w.partnership_id = e.partnership_id and w.entry_id = e.id
     where e.partnership_id = $1 and s.seq is null`,
    [partnershipId],
  );
  const headRow = head.rows[0];
  const findings: Finding[] = [...walk.finish(headRow && { seq: Number(headRow.seq), chain: headRow.chain })];
  for (const row of waiting.rows) {
    if (!row.known) {
      findings.push({ kind: 'unchained', entryId: row.id });
    }
  }
  if (cut !== undefined && !cut.recorded) {
    findings.push({ kind: 'cut_unrecorded', seq: cut.seq });
  }
  if (!anchorMet) {
    findings.push({ kind: 'cut_off', seq: last, expected: Number((anchor ?? '').split(':')[0]) });
  }
  return { partnershipId, sealed, waiting: waiting.rows.length, head: headRow === undefined ? '' : `${headRow.seq}:${headRow.chain}`, findings };
}
