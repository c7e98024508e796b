import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { fixedClock } from '../platform/calendar/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, addPerson, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes } from './index.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let sergeant: Person;

/** The sum of the numbers in a tile: the values of its one layer, as often as its features name them. Written apart from the encoder. */
function countIn(bytes: Buffer): number {
  const varint = (at: number): [number, number] => {
    let [value, shift, next] = [0, 0, at];
    for (;;) {
      const byte = bytes[next] ?? 0;
      value += (byte & 127) * 2 ** shift;
      next += 1;
      shift += 7;
      if (byte < 128) return [value, next];
    }
  };
  const fields = (from: number, to: number): { field: number; from: number; to: number; value: number }[] => {
    const found: { field: number; from: number; to: number; value: number }[] = [];
    for (let at = from; at < to;) {
      const [tag, after] = varint(at);
      const [value, next] = varint(after);
      const long = tag % 8 === 2;
      found.push({ field: tag >> 3, from: next, to: long ? next + value : next, value });
      at = long ? next + value : next;
    }
    return found;
  };
  let sum = 0;
  for (const layer of fields(0, bytes.length)) {
    const parts = fields(layer.from, layer.to);
    const values = parts.filter(({ field }) => field === 4).map((part) => fields(part.from, part.to)[0]?.value ?? 0);
    for (const feature of parts.filter(({ field }) => field === 2)) {
      const tags = fields(feature.from, feature.to).find(({ field }) => field === 2);
      if (tags !== undefined) {
        const [, second] = varint(tags.from);
        sum += values[varint(second)[0]] ?? 0;
      }
    }
  }
  return sum;
}

async function seen(who: Person, layer = 'reports', query = '?days=730'): Promise<number> {
  const answer = await served.get(who, `/hotspots/tiles/${layer}/0/0/0${query}`);
  return answer.status === 204 ? 0 : answer.status === 200 ? countIn(answer.raw) : -answer.status;
}

interface Made {
  readonly id: string;
  readonly agency: string;
  readonly team: string | null;
  restricted: boolean;
  readonly hate: boolean;
  caseId: string | null;
  readonly weekday: number;
}

interface MadeCase {
  readonly id: string;
  readonly agency: string;
  readonly restricted: boolean;
  readonly walled: readonly string[];
  readonly given: readonly string[];
}

const reports: Made[] = [];
const cases: MadeCase[] = [];
let people: (Person & { readonly teams: readonly string[]; readonly works: boolean })[] = [];

/** Who sees which report on a map, by the words of the rule and nothing else. */
function oracle(who: (typeof people)[number], report: Made): boolean {
  if (!who.works || report.restricted || report.hate) return false;
  const home = cases.find(({ id }) => id === report.caseId);
  if (home === undefined) return report.agency === who.agencyId;
  if (home.restricted || home.walled.includes(who.id)) return false;
  return home.agency === who.agencyId || home.given.includes(who.agencyId);
}

/** The same chance each time. */
let state = 7;
function chance(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return Math.floor((state / 0x7fffffff) * below) % below;
}

beforeAll(async () => {
  town = await makeTown();
  served = await serveTown(town, routes);
  out = await addOutsiders(town);
  sergeant = await addPerson(town, 'Mo Idris', town.police, ['supervisor']);
  people = [
    { ...town.priya, teams: [town.team], works: true }, { ...town.colleague, teams: [], works: true }, { ...town.analyst, teams: [], works: true }, { ...out.walled, teams: [], works: true },
    { ...town.constable, teams: [], works: true }, { ...sergeant, teams: [], works: true }, { ...out.housing, teams: [], works: true },
  ];
  const agencies = [town.council, town.police, out.housing.agencyId];
  const p = town.partnership.id;
  for (let index = 0; index < 14; index += 1) {
    const made: MadeCase = { id: uuidv7(), agency: agencies[chance(3)] ?? '', restricted: chance(4) === 0, walled: people.filter(() => chance(5) === 0).map(({ id }) => id), given: agencies.filter(() => chance(4) === 0) };
    cases.push(made);
    await town.owner.query(`insert into hub.case_file (partnership_id, id, reference, title, agency_id, restricted, opened_at) values ($1, $2, $3, 't', $4, $5, now())`, [p, made.id, `C${index}`, made.agency, made.restricted]);
    for (const person of made.walled) {
      await town.owner.query(`insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'x')`, [p, person, made.id]);
    }
    for (const agency of made.given) {
      await town.owner.query(
        `insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until) values ($1, $2, $3, $4, $5, $6, 'case', 'p', $2, 'n', 'given', $7, now(), now() + interval '30 days')`,
        [p, uuidv7(), createHash('sha256').update(made.id + agency).digest('hex').slice(0, 9), made.id, made.agency, agency, town.priya.id],
      );
    }
  }
  for (let index = 0; index < 160; index += 1) {
    const home = chance(2) === 0 ? cases[chance(cases.length)] : undefined;
    const day = 1 + chance(20);
    const wish = { agencyId: home?.agency ?? agencies[chance(3)] ?? '', restricted: chance(8) === 0, hate: chance(8) === 0, lat: 51.75 + chance(400) / 10_000, lon: 0.07 + chance(600) / 10_000 };
    const { id } = await town.report({ ...wish, teamId: town.team, receivedAt: `2026-11-${String(day).padStart(2, '0')}T12:00:00Z` });
    if (home !== undefined) {
      await town.owner.query(`update hub.report set case_id = $2, state = 'in_case' where id = $1`, [id, home.id]);
    }
    reports.push({ id, agency: wish.agencyId, team: town.team, restricted: wish.restricted, hate: wish.hate, caseId: home?.id ?? null, weekday: new Date(Date.UTC(2026, 10, day)).getUTCDay() || 7 });
  }
  await town.owner.query('select hub.refresh_case_access(partnership_id, array_agg(id)) from hub.case_file group by partnership_id');
}, 120_000);

afterAll(async () => {
  await served.close();
  await town.close();
});

describe('what is in a tile', () => {
  test('for everyone exactly what the rule lets them see, row by row, and no number of anything else', async () => {
    for (const who of people) {
      expect(await seen(who), who.id).toBe(reports.filter((report) => oracle(who, report)).length);
      for (const weekday of [1, 5]) {
        expect(await seen(who, 'reports', `?days=730&weekday=${weekday}`)).toBe(reports.filter((report) => report.weekday === weekday && oracle(who, report)).length);
      }
    }
    expect(new Set(await Promise.all(people.map(async (who) => seen(who)))).size).toBeGreaterThan(3);
  });

  test('finer tiles hold as many as the one of the whole world', async () => {
    const whole = await seen(town.priya);
    let sum = 0;
    for (let x = 1023; x <= 1026; x += 1) {
      for (let y = 676; y <= 682; y += 1) {
        const answer = await served.get(town.priya, `/hotspots/tiles/reports/11/${x}/${y}?days=730`);
        sum += answer.status === 200 ? countIn(answer.raw) : 0;
      }
    }
    expect(sum).toBe(whole);
  });

  test('nothing for auditor, administrator and those who are not signed in; nobody may keep a tile', async () => {
    for (const who of [out.auditor, out.administrator]) {
      expect(await seen(who)).toBe(-403);
      expect((await served.get(who, '/hotspots/map')).status).toBe(403);
    }
    expect(await seen({ id: '', agencyId: '', token: 'none' })).toBe(-303);
    const answer = await served.server.inject({ url: '/hotspots/tiles/reports/0/0/0?days=730', cookies: { hub_session: town.priya.token } });
    expect(String(answer.headers['cache-control'])).toContain('no-store');
  });

  test('what is restricted, walled or taken into a case of others is gone from the very next tile', async () => {
    const [first] = reports.filter((report) => oracle(people[0]!, report) && report.caseId === null);
    const before = await seen(town.priya);
    await town.owner.query('update hub.report set restricted = true where id = $1', [first?.id]);
    expect(await seen(town.priya)).toBe(before - 1);
    const held = cases.find((one) => !one.restricted && one.agency === town.council && !one.walled.includes(town.priya.id) && reports.some((report) => report.caseId === one.id && oracle(people[0]!, report)));
    const lost = reports.filter((report) => report.caseId === held?.id && oracle(people[0]!, report)).length;
    await town.owner.query(`insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'neighbour')`, [town.partnership.id, town.priya.id, held?.id]);
    expect(await seen(town.priya)).toBe(before - 1 - lost);
    await town.owner.query('update hub.category set sensitive = true');
    expect(await seen(town.priya)).toBe(0);
    await town.owner.query('update hub.category set sensitive = false');
  });

  test.each(['/hotspots/tiles/reports/21/0/0', '/hotspots/tiles/reports/1/2/0', '/hotspots/tiles/people/0/0/0', '/hotspots/tiles/reports/0/0/-1'])('%s does not exist', async (address) => {
    expect((await served.get(town.priya, address)).status).toBe(404);
  });
});

describe('a map that stands open', () => {
  test('follows new reports after seconds without reading the others again, and what access widens within a minute', async () => {
    const at = (seconds: number) => Object.assign(served.house, { clock: fixedClock(town.now.add({ seconds })) });
    const before = await seen(town.priya);
    await town.report({ agencyId: town.council, teamId: town.team, lat: 51.77, lon: 0.1, receivedAt: '2026-11-24T09:00:00Z' });
    expect(await seen(town.priya)).toBe(before);
    at(6);
    expect(await seen(town.priya)).toBe(before + 1);
    expect(await seen(town.priya, 'reports', '?days=28')).toBeLessThanOrEqual(before + 1);
    const given = uuidv7();
    await town.owner.query(`insert into hub.case_file (partnership_id, id, reference, title, agency_id, opened_at) values ($1, $2, 'CNEW', 't', $3, now())`, [town.partnership.id, given, town.police]);
    const { id } = await town.report({ agencyId: town.police, lat: 51.76, lon: 0.1, receivedAt: '2026-11-24T08:00:00Z' });
    await town.owner.query(`update hub.report set case_id = $2, state = 'in_case' where id = $1`, [id, given]);
    await town.owner.query(
      `insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until) values ($1, $2, 'DNEW', $3, $4, $5, 'case', 'p', $2, 'n', 'given', $6, now(), now() + interval '30 days')`,
      [town.partnership.id, uuidv7(), given, town.police, town.council, town.priya.id],
    );
    await town.owner.query('select hub.refresh_case_access(partnership_id, array_agg(id)) from hub.case_file group by partnership_id');
    at(70);
    expect(await seen(town.priya)).toBe(before + 2);
    at(0);
  });
});

describe('what is at a place', () => {
  const place = '/hotspots/map/here?days=730&at=51.770,0.100';

  test('lists what the viewer sees, and links to it; what is of hate, restricted or of others is not there', async () => {
    const one = async (title: string, wish: object) => await town.report({ title, lat: 51.7701, lon: 0.1001, receivedAt: '2026-11-20T12:00:00Z', ...wish });
    const { id } = await one('Shouting at the shops', { agencyId: town.council, teamId: town.team });
    await one('Hateful words on a wall', { agencyId: town.council, teamId: town.team, hate: true });
    await one('Something restricted', { agencyId: town.council, teamId: town.team, restricted: true });
    await one('Known to the police alone', { agencyId: town.police });
    const answer = await served.get(town.priya, place);
    expect(answer.body).toContain('Shouting at the shops');
    expect(answer.body).toContain(`/reports/${id}`);
    expect(answer.body).not.toMatch(/Hateful words|Something restricted|Known to the police alone/);
    expect((await served.get(out.housing, place)).body).not.toContain('Shouting at the shops');
  });

  test('not for auditor, administrator or the public; a place that is none does not exist', async () => {
    for (const who of [out.auditor, out.administrator]) {
      expect((await served.get(who, place)).status).toBe(403);
    }
    expect((await served.get(town.priya, '/hotspots/map/here')).status).toBe(404);
    expect((await served.get(town.priya, '/hotspots/map/here?at=here')).status).toBe(400);
  });
});
