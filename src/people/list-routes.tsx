import { Temporal } from 'temporal-polyfill';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, page, route, type Reply, type Route } from '../platform/http/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { paths } from '../paths.ts';
import { askedByUs, askedOfUs } from './asked.ts';
import { AskedPage, PeoplePage, RankedPage, RankedPlacesPage } from './pages/lists.tsx';
import { listed, newest, searchPeople, type PeopleFilter } from './queries.ts';
import { rankedPeople, rankedPlaces, rankingRule, type EvidenceLine } from './ranking.ts';
import { listQuery, rankedParams } from './schema.ts';
import { calledWords } from './words.ts';

const aPage = 40;
const mostFound = 60;
const mostRanked = 100;
const mostExported = 2_000;
const searchForm = z.object({ q: z.string().default('').catch('') });

type ListVisit = Framed<StaffActor>;

function afterOf(text: string | undefined): { at: string; id: string } | undefined {
  const [at, id] = text?.split('_') ?? [];
  if (at === undefined || id === undefined) {
    return undefined;
  }
  try {
    return { at: Temporal.Instant.from(at).toString(), id };
  } catch {
    throw new HubError('bad_request');
  }
}

async function peoplePage(visit: ListVisit, filter: PeopleFilter & { after?: string | undefined }, words: string, found: readonly string[] | undefined): Promise<Reply> {
  const { tx, actor } = visit;
  const rows = await newest(tx, filter, afterOf(filter.after), aPage + 1);
  const [people, matches] = await Promise.all([listed(tx, actor, rows.slice(0, aPage).map(({ id }) => id)), found === undefined ? undefined : listed(tx, actor, found)]);
  const last = rows[aPage - 1];
  const chosen = Object.entries({ role: filter.role, kind: filter.kind, flag: filter.flag }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const next = rows.length > aPage && last !== undefined ? paths.people(`?${new URLSearchParams([...chosen, ['after', `${last.created_at.toString()}_${last.id}`]]).toString()}`) : undefined;
  const children = <PeoplePage words={words} found={matches} newest={people} next={next} filter={filter} mayWork={may(actor, 'work_cases')} />;
  return page(await staffPage(visit, { section: 'people', title: words === '' ? 'People' : `People: ${words}`, children }));
}

const list = route({
  method: 'GET', path: '/people', admits: 'read_cases', query: listQuery, audit: { event: 'people.listed' },
  handle: async (visit) => {
    visit.about({ kind: 'agency', id: visit.actor.agencyId });
    return await peoplePage(visit, visit.query, '', undefined);
  },
});

// Sent as a form, not in the address: it is somebody's name.
const search = route({
  method: 'POST', path: '/people', admits: 'read_cases', body: searchForm, audit: { event: 'people.searched', reads: true },
  handle: async (visit) => {
    const words = (visit.form.ok ? visit.form.value.q : '').trim().replace(/\s+/g, ' ').slice(0, 80);
    const found = words.length < 2 ? undefined : await searchPeople(visit.tx, nameKey(words), words, mostFound);
    visit.about({ kind: 'search', id: visit.actor.accountId, detail: { found: found?.length ?? 0, letters: words.length } });
    return await peoplePage(visit, {}, words, found);
  },
});

const ranked = route({
  method: 'GET', path: '/people/ranked/:kind', admits: 'read_cases', params: rankedParams, audit: { event: 'people.ranked' },
  handle: async (visit) => {
    const { tx, actor, params: { kind } } = visit;
    const rule = await rankingRule(tx, kind, visit.now);
    if (kind === 'places') {
      const places = await rankedPlaces(tx, actor, rule, mostRanked);
      visit.about({ kind: 'agency', id: actor.agencyId, detail: { places: places.length } });
      return page(await staffPage(visit, { section: 'people', title: 'Repeat places', children: <RankedPlacesPage rule={rule} since={rule.since} ranked={places} /> }));
    }
    const people = await rankedPeople(tx, actor, kind, rule, mostRanked);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { people: people.length } });
    return page(await staffPage(visit, { section: 'people', title: kind === 'victims' ? 'Repeat victims' : 'Persistent perpetrators', children: <RankedPage kind={kind} rule={rule} since={rule.since} ranked={people} /> }));
  },
});

function references(evidence: readonly EvidenceLine[]): string {
  return evidence.map(({ reference }) => reference).join(' ');
}

function csv(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Buffer {
  return Buffer.from(stringify([[...columns], ...rows.map((row) => [...row])], { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
}

const exported = route({
  method: 'GET', path: '/people/ranked/:kind/export', admits: 'read_cases', params: rankedParams, audit: { event: 'people.exported' },
  handle: async (visit) => {
    const { tx, actor, params: { kind } } = visit;
    const rule = await rankingRule(tx, kind, visit.now);
    const name = `${kind}-${londonDate(visit.now).toString()}.csv`;
    if (kind === 'places') {
      const places = await rankedPlaces(tx, actor, rule, mostExported);
      visit.about({ kind: 'agency', id: actor.agencyId, detail: { places: places.length } });
      return file(csv(['Rank', 'Place', 'Reports', 'Cases', 'Evidence', 'What was tried', 'Last'], places.map((one, at) => [at + 1, one.place, one.events, one.cases, references(one.evidence), one.tried, one.lastAt.toString()])), 'text/csv; charset=utf-8', name);
    }
    const people = await rankedPeople(tx, actor, kind, rule, mostExported);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { people: people.length } });
    const rows = people.map((one, at) => [at + 1, calledWords(one.person), one.events, one.agencies, one.person.under_18 ? 'yes' : 'no', one.person.vulnerable ? 'yes' : 'no', references(one.evidence), one.tried, one.lastAt.toString()]);
    return file(csv(['Rank', 'Person', 'Reports', 'Agencies', 'Under 18', 'Vulnerable', 'Evidence', 'What was tried', 'Last'], rows), 'text/csv; charset=utf-8', name);
  },
});

const asked = route({
  method: 'GET', path: '/people/asked', admits: 'read_cases', audit: { event: 'people.asked_listed' },
  handle: async (visit) => {
    const [ofUs, byUs] = await Promise.all([askedOfUs(visit.tx, visit.actor, 100), askedByUs(visit.tx, visit.actor, 100)]);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { of_us: ofUs.length } });
    return page(await staffPage(visit, { section: 'people', title: 'Who asked', children: <AskedPage ofUs={ofUs} byUs={byUs} /> }));
  },
});

export const listRoutes: readonly Route[] = [list, search, ranked, exported, asked];
