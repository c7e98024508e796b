import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { routes as patrolRoutes } from '../patrols/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { toGrid } from '../platform/geography/index.ts';
import { addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes } from './index.ts';
import { assessed, assessedWords, countsOf, standClear, windowsOf } from './rules.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

describe('before and after', () => {
  test.each([['2026-11-01', 3, '2026-11-10', undefined], ['2026-09-01', 3, '2026-10-01', 31], ['2026-01-01', 3, '2026-11-24', 90]])('started %s for %i months, today %s: %s days after', (start, months, today, days) => {
    expect(windowsOf(day(start), months, day(today))?.daysAfter).toBe(days);
  });

  const windows = windowsOf(day('2026-06-01'), 3, day('2026-11-24'));
  if (windows === undefined) throw new Error('no windows');

  test('a fall beyond that of the comparison is told as fewer, a small one as nothing to say', () => {
    const fell = assessed({ treated: [60, 20], ring: [10, 10], control: [50, 50], controlRing: [9, 9] }, windows);
    expect(fell.total.estimate).toBeCloseTo(-40, 0);
    expect(assessedWords(fell)[0]).toMatch(/40 fewer reports.*beyond chance/);
    const moved = assessed({ treated: [60, 20], ring: [10, 60], control: [50, 50], controlRing: [10, 10] }, windows);
    expect(assessedWords(moved)[1]).toContain('moved next door');
    const small = assessed({ treated: [10, 8], ring: [3, 3], control: [12, 11], controlRing: [2, 2] }, windows);
    expect(assessedWords(small)[0]).toContain('Nobody can say yet');
    expect(assessedWords(small).join(' ')).toContain('under ten');
  });

  test('a report counts once: in the place, the ring, or the comparison', () => {
    const places = { easting: 1000, northing: 1000, radius: 100, ring: 100, comparison: { easting: 3000, northing: 1000 } };
    const at = (easting: number, when: string) => ({ easting, northing: 1000, day: day(when) });
    const counts = countsOf([at(1000, '2026-05-01'), at(1099, '2026-07-01'), at(1100, '2026-07-01'), at(1200, '2026-07-01'), at(3000, '2026-06-01'), at(3150, '2026-05-31'), at(1000, '2025-01-01')], places, windows);
    expect(counts).toEqual({ treated: [1, 1], ring: [0, 1], control: [0, 1], controlRing: [1, 0] });
    expect(standClear(places)).toBe(true);
    expect(standClear({ ...places, comparison: { easting: 1300, northing: 1000 } })).toBe(false);
  });
});

describe('who sees plans and patrols', () => {
  let town: Town;
  let served: TownServer;
  let out: Outsiders;
  let place: string;
  let far: string;

  const good = (): Record<string, string> => ({ objective: 'Half as many', scanning: 's', analysis: 'a', response: 'r', assessment: '', place, radius: '150', ring: '150', comparison: far, started: '2026-08-01', months: '3' });

  beforeAll(async () => {
    town = await makeTown();
    served = await serveTown(town, [...routes, ...patrolRoutes]);
    out = await addOutsiders(town);
    [place, far] = [uuidv7(), uuidv7()];
    for (const [id, name, lat, lon] of [[place, 'Car park', 51.7538, 0.0935], [far, 'Shops', 51.7786, 0.1127]] as const) {
      const { easting, northing } = toGrid({ lat, lon });
      await town.owner.query(`insert into hub.place (partnership_id, id, kind, name, lat, lon, easting, northing, search_key) values ($1, $2, 'place', $3, $4, $5, $6, $7, '')`, [town.partnership.id, id, name, lat, lon, easting, northing]);
    }
  });
  afterAll(async () => {
    await served.close();
    await town.close();
  });

  test('a plan is written, read and printed by those who see the case, and by nobody else', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const bad = await served.post(town.priya, `/cases/${caseId}/plan`, { ...good(), objective: '', radius: 'x' });
    expect(bad.status).toBe(422);
    expect(bad.body).toContain('Say what should be different');
    expect((await served.post(town.priya, `/cases/${caseId}/plan`, { ...good(), comparison: place })).status).toBe(422);
    expect((await served.post(town.priya, `/cases/${caseId}/plan`, good())).status).toBe(303);
    const printed = await served.get(town.analyst, `/cases/${caseId}/plan/brief`);
    expect(printed.type).toBe('application/pdf');
    expect((printed.raw.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length).toBe(2);
    expect(printed.raw.toString('latin1')).toContain('/StructTreeRoot');
    for (const who of [out.walled, out.housing, town.constable, out.auditor, out.administrator]) {
      expect((await served.get(who, `/cases/${caseId}/plan`)).status).toBe(403);
      expect((await served.get(who, `/cases/${caseId}/plan/brief`)).status).toBe(403);
      expect((await served.post(who, `/cases/${caseId}/plan`, good())).status).toBe(403);
    }
  });

  test('long words still make two pages', async () => {
    const { caseId } = await makeCase(town, []);
    const long = 'Words about the place and what was tried there before. '.repeat(70);
    await served.post(town.priya, `/cases/${caseId}/plan`, { ...good(), objective: long, scanning: long, analysis: long, response: long, assessment: long });
    const printed = await served.get(town.priya, `/cases/${caseId}/plan/brief`);
    expect((printed.raw.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length).toBe(2);
  });

  test('a patrol is started and stopped by whoever walks; the agency sees it, others do not', async () => {
    const nowhere = await served.post(town.priya, '/patrols/start', { place: '', words: '' });
    expect(nowhere.status).toBe(422);
    expect((await served.post(town.priya, '/patrols/start', { place, position: '51.75,0.09' })).status).toBe(303);
    expect((await served.post(town.priya, '/patrols/start', { place })).status).toBe(409);
    const { rows } = await town.owner.query<{ id: string }>('select id from hub.patrol where ended_at is null');
    const id = rows[0]?.id ?? '';
    const others: Person[] = [town.colleague, town.constable, out.housing, await addPerson(town, 'Mo Idris', town.police, ['supervisor'])];
    for (const who of others) {
      expect((await served.post(who, `/patrols/${id}`, { seen: 'x' })).status).toBe(403);
    }
    expect((await served.post(town.priya, `/patrols/${id}`, { seen: 'Broken gate', spoke: '2' })).status).toBe(303);
    expect((await served.post(town.priya, `/patrols/${id}`, { seen: 'Changed later' })).status).toBe(409);
    expect((await served.get(town.colleague, '/patrols')).body).toContain('Broken gate');
    expect((await served.get(town.constable, '/patrols')).body).not.toContain('Broken gate');
    for (const who of [out.auditor, out.administrator, town.analyst]) {
      expect((await served.get(who, '/patrols')).status).toBe(403);
    }
  });

  test('a patrol for a plan is seen with its case, and nobody logs one for a case they do not see', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    await served.post(town.priya, `/cases/${caseId}/plan`, good());
    expect((await served.post(out.walled, '/patrols/start', { place, case: caseId })).status).toBe(403);
    expect((await served.post(town.colleague, '/patrols/start', { place, case: caseId })).status).toBe(303);
    const { rows } = await town.owner.query<{ id: string }>('select id from hub.patrol where case_id = $1', [caseId]);
    await served.post(town.colleague, `/patrols/${rows[0]?.id ?? ''}`, { seen: 'Gate shut at seven' });
    expect((await served.get(town.priya, '/patrols')).body).toContain('Gate shut at seven');
    expect((await served.get(out.walled, '/patrols')).body).not.toContain('Gate shut at seven');
    const { rows: told } = await town.owner.query('select words from hub.chronology where case_id = $1 and kind = $2', [caseId, 'visit']);
    expect(told).toHaveLength(1);
  });
});
