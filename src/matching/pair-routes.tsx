import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { contradiction, decide, decisionsAbout } from './deciding.ts';
import { groupPairs } from './pair-groups.ts';
import { pairOf, waitingKeys, waitingPairs, type Pair } from './pair-queries.ts';
import { PairPage, PairsPage } from './pages/pair-pages.tsx';

const params = z.object({ left: z.uuid(), right: z.uuid() });
/** The likeliest that are looked through for one list; who decides them sees the next. */
const mostPairs = 2_000;
const onPage = 40;
const listQuery = z.object({ page: z.coerce.number().int().min(1).max(999).catch(1).default(1) });
const verdictForm = z.object({ verdict: z.enum(['same', 'different', 'unsure'], 'Choose one of the three answers'), why: z.string().trim().max(500, 'Use 500 characters or fewer').default('') });

const list = route({
  method: 'GET', path: '/people/matches', admits: 'read_cases', query: listQuery, audit: { event: 'people.matches_listed' },
  handle: async (visit) => {
    const { tx, actor, query } = visit;
    const keys = await waitingKeys(tx, actor, mostPairs);
    const groups = groupPairs(keys);
    const pages = Math.max(1, Math.ceil(groups.length / onPage));
    const at = Math.min(query.page, pages);
    const shown = groups.slice((at - 1) * onPage, at * onPage);
    const lines = await waitingPairs(tx, actor, shown.flatMap(({ pairs }) => pairs));
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { pairs: lines.length } });
    const children = <PairsPage groups={shown} lines={lines} waiting={keys.length} people={groups.length} capped={keys.length === mostPairs} page={at} pages={pages} />;
    return page(await staffPage(visit, { section: 'people', title: at === 1 ? 'May be the same person' : `May be the same person, page ${at} of ${pages}`, children }));
  },
});

async function pairPage(visit: Framed<StaffActor>, pair: Pair, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const decisions = (await decisionsAbout(visit.tx, visit.actor, [pair.left.id])).filter(({ left_id, right_id }) => left_id === pair.left.id && right_id === pair.right.id);
  const children = <PairPage pair={pair} decisions={decisions} errors={errors} typed={typed} mayWork={may(visit.actor, 'work_cases')} />;
  return page(await staffPage(visit, { section: 'people', title: 'Is this the same person?', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const one = route({
  method: 'GET', path: '/people/matches/:left/:right', admits: 'read_cases', params, audit: { event: 'person.compared' },
  handle: async (visit) => {
    visit.about({ kind: 'person', id: visit.params.left });
    visit.audit('person.compared', { kind: 'person', id: visit.params.right });
    return await pairPage(visit, await pairOf(visit.tx, visit.actor, visit.params.left, visit.params.right));
  },
});

const decided = route({
  method: 'POST', path: '/people/matches/:left/:right', admits: 'work_cases', params, body: verdictForm, audit: { event: 'person.decided' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    visit.about({ kind: 'person', id: visit.params.left, detail: form.ok ? { verdict: form.value.verdict } : {} });
    const pair = await pairOf(tx, actor, visit.params.left, visit.params.right);
    if (!form.ok) {
      return await pairPage(visit, pair, form.errors, form.typed);
    }
    const against = await contradiction(tx, actor, pair.left.id, pair.right.id, form.value.verdict);
    if (against !== undefined) {
      return await pairPage(visit, pair, [{ field: 'verdict', text: against }], form.typed);
    }
    await decide(tx, actor, pair.left.id, pair.right.id, { ...form.value, probability: pair.probability }, now);
    const said = { same: 'They are one person now. You can undo it on the page of the person.', different: 'Kept apart. You can undo it on the page of either.', unsure: 'Left for somebody else to decide.' };
    return seeOther(form.value.verdict === 'same' ? paths.person(pair.left.id, 'decisions') : paths.peopleMatches(), { notice: said[form.value.verdict] });
  },
});

export const pairRoutes: readonly Route[] = [list, one, decided];
