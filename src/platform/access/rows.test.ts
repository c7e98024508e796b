import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createTestDatabase, type TestDatabase } from '../database/testing.ts';

/*
 * Every table whose policy asks the rule through a function, row by row against the rule written out by hand and run by the owner:
 * a town made by chance, with restricted cases, walls, teams, reports in and out of cases, disclosures that live, have ended, are
 * withdrawn or are for one person.
 */
const partnership = '00000000-0000-7000-8000-000000000001';
const seed = `
  select setseed(0.7);
  create function pg_temp.id(kind int, n int) returns uuid language sql immutable as $$ select ('00000000-0000-7000-8' || lpad(kind::text, 3, '0') || '-' || lpad(n::text, 12, '0'))::uuid $$;
  create function pg_temp.any(kind int, most int) returns uuid language sql volatile as $$ select pg_temp.id(kind, 1 + floor(random() * most)::int) $$;
  set session_replication_role = replica;
  insert into hub.partnership (id, name, town) values ('${partnership}', 'One', 'One'), (pg_temp.id(0, 2), 'Two', 'Two');
  insert into hub.agency (partnership_id, id, name, short_name, kind) select '${partnership}', pg_temp.id(1, n), 'Agency ' || n, 'A', 'council' from generate_series(1, 4) n;
  insert into hub.account (partnership_id, id, agency_id, name, email, state) select '${partnership}', pg_temp.id(2, n), pg_temp.id(1, 1 + n % 4), 'Person ' || n, n || '@example.org', 'active' from generate_series(1, 16) n;
  insert into hub.account_role select '${partnership}', pg_temp.id(2, n), case when n = 15 then 'auditor' when n = 16 then 'administrator' else 'officer' end from generate_series(1, 16) n;
  insert into hub.account_team select '${partnership}', pg_temp.id(2, n), pg_temp.id(3, 1 + n % 6) from generate_series(1, 14) n;
  insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) select '${partnership}', pg_temp.id(4, n), sha256(('person ' || n)::bytea), pg_temp.id(2, n), 'full', now() + interval '1 hour' from generate_series(1, 16) n;
  insert into hub.case_file (partnership_id, id, reference, title, agency_id, opened_at, restricted) select '${partnership}', pg_temp.id(5, n), 'C' || n, 'Case', pg_temp.any(1, 4), now(), random() < 0.3 from generate_series(1, 40) n;
  insert into hub.case_file (partnership_id, id, reference, title, agency_id, opened_at) select pg_temp.id(0, 2), pg_temp.id(5, n), 'C' || n, 'Case', pg_temp.id(1, 1), now() from generate_series(1, 5) n;
  insert into hub.case_principal (partnership_id, case_id, principal_id, kind) select distinct '${partnership}'::uuid, pg_temp.any(5, 40), pg_temp.any(2, 16), 'account' from generate_series(1, 15) n;
  insert into hub.case_principal (partnership_id, case_id, principal_id, kind) select distinct '${partnership}'::uuid, pg_temp.any(5, 40), pg_temp.any(3, 6), 'team' from generate_series(1, 15) n;
  insert into hub.access_wall (partnership_id, account_id, case_id, reason) select distinct '${partnership}'::uuid, pg_temp.any(2, 16), pg_temp.any(5, 40), 'A relative' from generate_series(1, 30) n;
  insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, to_account, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until, withdrawn_at)
    select '${partnership}', pg_temp.id(6, n), 'D' || n, pg_temp.any(5, 40), pg_temp.any(1, 4), a.id, case when random() < 0.3 then (select x.id from hub.account x where x.agency_id = a.id order by random() limit 1) end, (array['case', 'items'])[1 + floor(random() * 2)::int], 'p',
      pg_temp.id(9, 1), 'n', 'given', pg_temp.id(2, 1), now(), case when random() < 0.2 then now() - interval '1 day' else 'infinity' end, case when random() < 0.2 then now() end
    from generate_series(1, 60) n cross join lateral (select pg_temp.any(1, 4 + n * 0) as id) a;
  insert into hub.disclosure_item (partnership_id, id, disclosure_id, kind, label, words) select '${partnership}', pg_temp.id(7, n), pg_temp.id(6, n), 'fact', 'l', 'w' from generate_series(1, 60) n;
  insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, team_id, case_id, restricted, channel, received_at, title, words)
    select '${partnership}', pg_temp.id(8, n), 'R' || n, sha256(('link ' || n)::bytea), '', pg_temp.any(1, 4), case when random() < 0.5 then pg_temp.any(3, 6) end, case when random() < 0.6 then pg_temp.any(5, 40) end, random() < 0.3, 'web', now(), 't', 'w' from generate_series(1, 120) n;
  insert into hub.report_draft (partnership_id, id, secret_hash) values ('${partnership}', pg_temp.id(10, 1), sha256('draft')), ('${partnership}', pg_temp.id(10, 2), sha256('second draft'));
  insert into hub.task (partnership_id, id, reference, case_id, title, agency_id, assignee_id, asked_by, asked_agency, due_at, created_at, updated_at)
    select '${partnership}', pg_temp.id(11, n), 'T' || n, pg_temp.any(5, 40), 't', pg_temp.any(1, 4), case when random() < 0.5 then pg_temp.any(2, 16) end, pg_temp.id(2, 1), pg_temp.any(1, 4), now(), now(), now() from generate_series(1, 80) n;
  create function pg_temp.hang() returns table (n int, c uuid, r uuid) language sql volatile as $$
    select n, case when random() < 0.5 then pg_temp.any(5, 40) end, case when random() < 0.7 then pg_temp.any(8, 120) end from generate_series(1, 150) n $$;
  insert into hub.incident (partnership_id, id, case_id, report_id, happened_at, words) select '${partnership}', pg_temp.id(12, h.n), h.c, h.r, now(), 'w' from pg_temp.hang() h;
  insert into hub.party (partnership_id, id, agency_id, case_id, report_id, role) select '${partnership}', pg_temp.id(13, h.n), pg_temp.id(1, 1), h.c, h.r, (array['complainant', 'alleged'])[1 + h.n % 2] from pg_temp.hang() h;
  insert into hub.chronology (partnership_id, id, case_id, report_id, at, kind, words, by_agency, audience, resident_words)
    select '${partnership}', pg_temp.id(14, h.n), h.c, h.r, now(), 'note', 'w', pg_temp.any(1, 4), (array['case', 'agency'])[1 + floor(random() * 2)::int], case when random() < 0.5 then 'w' end from pg_temp.hang() h;
  insert into hub.evidence (partnership_id, id, case_id, report_id, draft_id, name, kind, content_type, size, sha256, sealed_key, received_from, received_by)
    select '${partnership}', pg_temp.id(15, h.n), h.c, h.r, case when random() < 0.1 then pg_temp.id(10, 1) end, 'f', 'photo', 'image/jpeg', 1, '', '', (array['resident', 'staff'])[1 + floor(random() * 2)::int], pg_temp.any(2, 16) from pg_temp.hang() h;
  insert into hub.risk_assessment (partnership_id, id, case_id, template_id, answers, score, out_of, scored_band, band, review_on, assessed_by, assessed_at) select '${partnership}', pg_temp.id(16, n), pg_temp.any(5, 40), pg_temp.id(9, 1), '{}', 1, 2, 'l', 'l', now(), pg_temp.id(2, 1), now() from generate_series(1, 60) n;
  insert into hub.letter (partnership_id, id, case_id, subject, body, written_by, written_at) select '${partnership}', pg_temp.id(17, n), pg_temp.any(5, 40), 's', 'b', pg_temp.id(2, 1), now() from generate_series(1, 60) n;
  insert into hub.message (partnership_id, id, report_id, direction, words, at) select '${partnership}', pg_temp.id(18, n), pg_temp.any(8, 120), 'out', 'w', now() from generate_series(1, 100) n;
  insert into hub.promise (partnership_id, id, report_id, version, made_by, made_at) select '${partnership}', pg_temp.id(19, n), pg_temp.id(8, n), 1, pg_temp.id(2, 1), now() from generate_series(1, 120) n;
  insert into hub.heard_receipt (partnership_id, id, report_id, version, points, wants, written_by, written_at) select '${partnership}', pg_temp.id(20, n), pg_temp.id(8, n), 1, '{}', '', pg_temp.id(2, 1), now() from generate_series(1, 120) n;
  insert into hub.outbox (partnership_id, id, report_id, channel, address, subject, body) select '${partnership}', pg_temp.id(21, n), case when n % 10 > 0 then pg_temp.id(8, n) end, 'email', 'a', 's', 'b' from generate_series(1, 120) n;
  insert into hub.audit_entry (partnership_id, id, actor_kind, event, case_id) select '${partnership}', pg_temp.id(22, n), 'staff', 'case.read', case when random() < 0.8 then pg_temp.any(5, 40) end from generate_series(1, 100) n;
  update hub.case_file set owner_id = pg_temp.any(2, 16), state = (array['open', 'closed'])[1 + floor(random() * 2)::int], stage = (array['investigating', 'acting'])[1 + floor(random() * 2)::int],
    risk_band = (array['high', 'low', null])[1 + floor(random() * 3)::int], opened_at = date_trunc('hour', now()) - floor(random() * 9) * interval '1 day';
  update hub.report set next_told_by = date_trunc('hour', now()) + floor(random() * 9) * interval '1 day', area_ids = case when random() < 0.3 then array[pg_temp.id(5, 1)] else '{}'::uuid[] end;
  set session_replication_role = origin;
  select hub.refresh_case_access(p.id, array(select c.id from hub.case_file c where c.partnership_id = p.id)) from hub.partnership p`;

/** The actor as the rule by hand needs it. */
interface Acting {
  readonly kind: string | null;
  readonly partnership: string | null;
  readonly account: string | null;
  readonly agency: string | null;
  readonly desk: string | null;
  readonly principals: string[];
  readonly walls: string[];
  readonly roles: string[];
  readonly link: string | null;
  readonly draft: string | null;
}

const sees = (caseId: string): string => `(${caseId} <> all($7::uuid[]) and exists (select 1 from hub.case_access s where s.partnership_id = x.partnership_id and s.case_id = ${caseId} and s.principal_id = any($6::uuid[]) and s.valid_until > now()))`;
const seesReport = (r: string): string => `case when ${r}.id = $9::uuid then true when ${r}.case_id is not null then ${sees(`${r}.case_id`)} when ${r}.restricted then ${r}.team_id = any($6::uuid[]) else ${r}.agency_id = $5::uuid end`;
const byReport = `exists (select 1 from hub.report r where r.partnership_id = x.partnership_id and r.id = x.report_id and ${seesReport('r')})`;
const either = `case when x.case_id is not null then ${sees('x.case_id')} else ${byReport} end`;
const open = `not (select c.restricted from hub.case_file c where c.partnership_id = x.partnership_id and c.id = x.case_id)`;
/** An agency's own ledger: what it gave of a case that another one holds. */
const gave = `(x.from_agency = $5::uuid and exists (select 1 from hub.case_file k where k.partnership_id = x.partnership_id and k.id = x.case_id and k.agency_id <> $5::uuid and (not k.restricted or x.decided_by = $3::uuid or x.asked_by = $3::uuid)))`;
const disclosed = `(x.case_id <> all($7::uuid[]) and (${sees('x.case_id')} or ${gave} or (x.to_agency = $5 and x.decision = 'given' and x.withdrawn_at is null and x.valid_until > now() and case when x.to_account is null then ${open} else x.to_account = $3 end)))`;

const byHand: Readonly<Record<string, string>> = {
  case_file: sees('x.id'),
  report: seesReport('x'),
  case_principal: sees('x.case_id'), risk_assessment: sees('x.case_id'), letter: sees('x.case_id'),
  message: byReport, promise: byReport, heard_receipt: byReport,
  incident: `case when x.case_id is not null and $1 = 'staff' then ${sees('x.case_id')} else ${byReport} end`,
  party: `case when $1 = 'staff' then ${either} else x.role = 'complainant' and x.report_id = $9 end`,
  chronology: `case when $1 = 'staff' then (x.audience = 'case' or x.by_agency = $4) and ${either} else x.report_id = $9 and x.resident_words is not null end`,
  evidence: `case $1 when 'draft' then x.draft_id = $10 when 'link' then x.report_id = $9 and x.received_from = 'resident' else case when x.case_id is not null then ${sees('x.case_id')} when x.report_id is not null then ${byReport} else x.received_by = $3 end end`,
  task: `(x.case_id <> all($7) and ((x.agency_id = $5 and (x.assignee_id = $3 or (x.asked_agency <> x.agency_id and ${open}))) or ${sees('x.case_id')}))`,
  disclosure: disclosed,
  disclosure_item: `exists (select 1 from hub.disclosure d where d.partnership_id = x.partnership_id and d.id = x.disclosure_id and ${disclosed.replaceAll('x.', 'd.').replaceAll('d.partnership_id', 'x.partnership_id')})`,
  outbox: `$1 = 'staff' and x.report_id is not null and ${byReport}`,
  audit_entry: `('auditor' = any($8::text[]) or (x.case_id is not null and $1 = 'staff' and ${sees('x.case_id')}))`,
  account: `($1 = 'staff' or x.id = $3)`,
};

let database: TestDatabase;
let owner: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.owner);
  app = new pg.Client(database.app);
  await Promise.all([owner.connect(), app.connect()]);
  await owner.query(seed);
});

afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

const key = (table: string): string => (table === 'case_principal' ? `case_id::text || principal_id` : 'id::text');

async function shown(table: string): Promise<string[]> {
  return (await app.query<{ key: string }>(`select ${key(table)} as key from hub.${table} order by 1`)).rows.map((row) => row.key);
}

async function ruled(table: string, rule: string, acting: Acting): Promise<string[]> {
  const values = [acting.kind, acting.partnership, acting.account, acting.agency, acting.desk, acting.principals, acting.walls, acting.roles, acting.link, acting.draft];
  const { rows } = await owner.query<{ key: string }>(`
    with given as (select $1::text, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid[], $7::uuid[], $8::text[], $9::uuid, $10::uuid)
    select ${key(table).replace('case_id', 'x.case_id').replace('principal_id', 'x.principal_id').replace(/^id/, 'x.id')} as key from given, hub.${table} x where x.partnership_id = $2 and (${rule}) order by 1`, values);
  return rows.map((row) => row.key);
}

async function compare(enter: string, view: string | undefined): Promise<number> {
  let rows = 0;
  await app.query('begin');
  try {
    await app.query(enter);
    if (view !== undefined) {
      await app.query('select hub.view_case($1)', [view]);
    }
    const { rows: [acting] } = await app.query<Acting>(`select hub.actor_kind() as kind, hub.actor_partnership() as partnership, hub.actor_account() as account, hub.actor_agency() as agency, hub.actor_case_agency() as desk,
      hub.actor_principals() as principals, hub.actor_walls() as walls, hub.actor_roles() as roles, hub.actor_link() as link, hub.actor_draft() as draft`);
    for (const [table, rule] of Object.entries(byHand)) {
      const seen = await shown(table);
      expect({ table, seen }).toEqual({ table, seen: acting === undefined ? [] : await ruled(table, rule, acting) });
      rows += seen.length;
    }
  } finally {
    await app.query('rollback');
  }
  return rows;
}

const person = (n: number): string => `select * from hub.enter_session(sha256('person ${n}'))`;
const caseOf = (n: number): string => `00000000-0000-7000-8005-${String(n).padStart(12, '0')}`;

describe('through the policies one sees what the rule says, row by row', () => {
  test.each([1, 2, 4, 5, 7, 8, 11, 14])('officer %i, with and without a case in view', async (n) => {
    expect(await compare(person(n), undefined)).toBeGreaterThan(50);
    for (const k of [n, n + 13, n + 26]) {
      await compare(person(n), caseOf(k));
    }
  });

  test.each([['the auditor', person(15)], ['the administrator', person(16)], ['the writer of a draft', `select * from hub.enter_draft(sha256('draft'))`]])('%s', async (_, enter) => {
    await compare(enter, undefined);
    await compare(enter, caseOf(1));
  });

  test.each([1, 2, 4, 5, 7, 8, 11, 14, 15, 16])('the list of cases of person %i is what the rule says, in each choice and page by page', async (n) => {
    await app.query('begin');
    try {
      await app.query(person(n));
      const agency = '00000000-0000-7000-8001-000000000002';
      const choices: readonly (readonly [unknown[], string])[] = [
        [[false, null, null, null, null, null], 'true'], [[true, null, null, null, null, null], 'c.owner_id = hub.actor_account()'], [[false, agency, null, null, null, null], `c.agency_id = '${agency}'`],
        [[false, null, 'closed', null, null, null], `c.state = 'closed'`], [[false, agency, 'open', 'none', null, null], `c.agency_id = '${agency}' and c.state = 'open' and c.risk_band is null`],
        [[true, null, null, 'high', 'acting', null], `c.owner_id = hub.actor_account() and c.risk_band = 'high' and c.stage = 'acting'`],
        [[false, null, null, null, null, caseOf(1)], `exists (select 1 from hub.report r where r.case_id = c.id and r.area_ids @> array['${caseOf(1)}'::uuid])`],
      ];
      for (const [choice, rule] of choices) {
        const { rows: all } = await app.query(`select c.id, c.reference, c.title, c.opened_at, c.state, c.stage, c.restricted, c.risk_band, c.review_on, c.place_words, g.short_name as agency, o.name as owner,
          (select min(r.next_told_by) from hub.report r where r.case_id = c.id) as next_told_by from hub.case_file c join hub.agency g on g.id = c.agency_id left join hub.account o on o.id = c.owner_id
          where ${rule} order by c.opened_at desc, c.id desc`);
        const pages: unknown[] = [];
        for (let last: { opened_at?: unknown; id?: string } = {}, more = true; more;) {
          const { rows } = await app.query<{ opened_at: Date; id: string }>(`select * from hub.list_cases($1, $2, $3, $4, $5, $6, $7, $8, 7)`, [...choice, last.opened_at ?? null, last.id ?? null]);
          pages.push(...rows);
          last = rows.at(-1) ?? {};
          more = rows.length === 7;
        }
        expect({ choice, rows: pages }).toEqual({ choice, rows: all });
      }
    } finally {
      await app.query('rollback');
    }
  });

  test('whoever is not on the staff has no list of cases', async () => {
    for (const enter of [`select * from hub.enter_draft(sha256('draft'))`, `select * from hub.enter_link(sha256('link 1'))`, `select hub.enter_public('${partnership}')`, 'select 1']) {
      await app.query('begin');
      await app.query(enter);
      expect((await app.query('select * from hub.list_cases(false, null, null, null, null, null, null, null, 50)')).rows).toEqual([]);
      await app.query('rollback');
    }
  });

  test('holders of private links', async () => {
    for (let n = 1; n <= 120; n += 17) {
      expect(await compare(`select * from hub.enter_link(sha256('link ${n}'))`, undefined)).toBeGreaterThan(0);
    }
  });

  test('the writer of several drafts sees those that the secrets open, of that partnership, and no other', async () => {
    const drafts = async (enter: string): Promise<string[]> => {
      await app.query('begin');
      try {
        await app.query(enter);
        const { rows } = await app.query<{ id: string; one: string | null }>('select id, hub.actor_draft() as one from hub.report_draft order by id');
        return rows.map(({ id, one }) => `${Number(id.slice(-12))}${one === null ? '' : ' alone'}`);
      } finally {
        await app.query('rollback');
      }
    };
    const enter = (of: string, ...secrets: string[]): string => `select * from hub.enter_drafts('${of}', array[${secrets.map((one) => `sha256('${one}')`).join(', ')}])`;
    expect(await drafts(enter(partnership, 'draft', 'second draft', 'no draft'))).toEqual(['1', '2']);
    expect(await drafts(enter(partnership, 'second draft'))).toEqual(['2 alone']);
    expect(await drafts(enter(partnership, 'no draft'))).toEqual([]);
    expect(await drafts(enter('00000000-0000-7000-8000-0000000000ff', 'draft', 'second draft'))).toEqual([]);
    await compare(enter(partnership, 'draft', 'no draft'), caseOf(1));
  });

  test('the public, and whoever has not entered, sees nothing', async () => {
    expect(await compare(`select hub.enter_public('${partnership}')`, undefined)).toBe(0);
    expect(await compare('select 1', undefined)).toBe(0);
  });
});
