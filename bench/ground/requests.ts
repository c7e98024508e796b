import type pg from 'pg';

import type { PlannedRequest } from './load-plan.ts';

/** Everyone of the region is signed in. */
export async function signEveryoneIn(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at)
    select bench.partnership(), gen_random_uuid(), sha256(convert_to('bench-session-' || n, 'UTF8')), id, 'full', now() + interval '12 hours' from bench.account on conflict do nothing`);
}

function sessionOf(n: number): string {
  return `hub_session=bench-session-${n}`;
}

/** What a person typed in the seven steps, as the steps keep it. */
function draftAnswers(category: string, place: { id: string; name: string; lat: number; lon: number }): object {
  return {
    steps: {
      danger: { danger: 'no' },
      what: { category, words: 'Loud music and shouting from the flat above, most nights after eleven. Last night somebody kicked our door and shouted that we would be sorry. The children do not sleep.', harm: 'threatened', hate: 'no' },
      where: { where: place.name, place: place.id, else: '' },
      when: { when: 'date', 'date-day': '2', 'date-month': '11', 'date-year': String(new Date().getUTCFullYear() - 1), roughly: '', time: 'about eleven', frequency: 'most-days', since: 'since September' },
      impact: { impact: 'lot', impactWords: 'We do not sleep.', affected: ['me', 'household'], vulnerable: ['child'] },
      wants: { wants: 'I want it to stop, and I want somebody to talk to them before it gets worse.' },
      you: { who: 'named', name: 'Ada Brightfield', routes: ['email', 'link'], email: 'ada@example.org', phone: '', address: '', postcode: 'CM20 1AB', never: '', note: '' },
    },
    spot: { placeId: place.id, words: place.name, point: { lat: place.lat, lon: place.lon } },
  };
}

/** Prepares reports that are complete but for being sent, each of somebody else; each request sends one. */
export async function submissions(owner: pg.Client, round: string, count: number): Promise<PlannedRequest[]> {
  const { rows: [category] } = await owner.query<{ id: string }>(`select id from hub.category where not restricted and team_id is null order by position limit 1`);
  const { rows: [place] } = await owner.query<{ id: string; name: string; lat: number; lon: number }>(`select id, name, lat, lon from hub.place where name like '%Benchmark Street' limit 1`);
  if (category === undefined || place === undefined) {
    throw new Error('the region has no category or no place');
  }
  await owner.query(`
    insert into hub.report_draft (partnership_id, id, secret_hash, answers)
    select bench.partnership(), gen_random_uuid(), sha256(convert_to('bench-draft-' || $1 || '-' || d.n, 'UTF8')),
      jsonb_set($2::jsonb, '{steps,you}', $2::jsonb #> '{steps,you}' || jsonb_build_object('name', m.name, 'email', replace(m.key, ' ', '.') || '.' || d.n || '@example.org',
        'postcode', 'CM' || 16 + d.n % 8 || ' ' || d.n % 9 + 1 || substr('ABDEFGHJ', d.n / 9 % 8 + 1, 1) || substr('LNPQRSTU', d.n / 72 % 8 + 1, 1)))
    from generate_series(0, $3::int - 1) d(n) join bench.name m on m.n = (d.n::bigint * 7919 + abs(hashtext($1))) % (select count(*) from bench.name)`,
  [round, JSON.stringify(draftAnswers(category.id, place)), count]);
  return Array.from({ length: count }, (_, n) => ({ path: '/report/check', cookie: `hub_draft=bench-draft-${round}-${n}`, body: 'send=yes' }));
}

/** Case pages, each for somebody who may see that case. */
export async function casePages(owner: pg.Client, count: number): Promise<PlannedRequest[]> {
  const { rows } = await owner.query<{ case_id: string; n: number }>(`
    select a.case_id, w.n from (select * from hub.case_access where random() < 0.1) a
    join bench.account w on w.agency_id = a.principal_id and w.nth = abs(hashtext(a.case_id::text)) % 25
    where not exists (select 1 from hub.access_wall x where x.account_id = w.id and x.case_id = a.case_id) order by random() limit $1`, [count]);
  return rows.map(({ case_id: caseId, n }) => ({ path: `/cases/${caseId}`, cookie: sessionOf(n) }));
}

/** One page for many people. */
export function pageFor(path: string, count: number): PlannedRequest[] {
  return Array.from({ length: count }, (_, k) => ({ path, cookie: sessionOf((k * 37) % 1000) }));
}

/** Names as they are typed: from the second letter on, one request a letter. */
export async function typing(owner: pg.Client, count: number): Promise<PlannedRequest[]> {
  const { rows } = await owner.query<{ key: string }>(`select key from bench.name order by random() limit $1`, [Math.ceil(count / 6)]);
  return rows.flatMap(({ key }, k) => [2, 3, 4, 6, 8, 10].map((letters) => ({ path: '/search/typing', body: `q=${encodeURIComponent(key.slice(0, letters))}`, cookie: sessionOf((k * 37) % 1000) })));
}
