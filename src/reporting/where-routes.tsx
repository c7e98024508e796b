import { z } from 'zod';

import { paths } from '../paths.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { cellsWithin } from '../platform/geography/index.ts';
import { route, seeOther, text, typedText, type FieldError, type Reply, type Typed } from '../platform/http/index.ts';
import { isUuid } from '../platform/references/index.ts';
import { streetMapPicture, viewText } from '../ui/index.ts';
import { stepAfter, withStep, type DraftAnswers, type Spot } from './draft.ts';
import { guidanceFor } from './guidance.ts';
import { ListPage, MapPage, WherePage } from './pages/where.tsx';
import { SimilarPage } from './pages/similar.tsx';
import { layersOf, moved, nearestWords, shown, townView, viewOfDraft } from './point-map.ts';
import { draftOf, extentOfPlaces, findPlaces, neighbourhoods, placeById, placesIn, placesWithin, saveAnswers, similarNearby, type DraftRow } from './queries.ts';
import { referenceData } from './reference-data.ts';
import { isRestricted } from './rules.ts';
import { similarChoices, similarMetres, similarSince } from './similar.ts';
import { checkStep, fieldsOf } from './steps.ts';
import { backFrom, elsewhere, fromQuery, isFromCheck, pageFacts, reportPage, type ReportVisit } from './visit-draft.ts';

const nothingPersonal = { none: 'a report that is being written is its writer’s alone' } as const;

async function wherePage(visit: ReportVisit, draft: DraftRow, typed: Typed, errors: readonly FieldError[], fromCheck: boolean): Promise<Reply> {
  const searched = typedText(typed, 'where').trim();
  const [{ facts, savedAt, soFar }, found] = await Promise.all([pageFacts(visit, draft), searched === '' ? [] : findPlaces(visit.tx, visit.partnership.id, searched)]);
  const category = facts.categories.find(({ id }) => id === typedText(draft.answers.steps.what ?? {}, 'category'));
  return reportPage(visit, {
    title: 'Where did it happen? Step 3 of 7', back: backFrom('where', fromCheck), error: errors.length > 0,
    children: <WherePage typed={typed} errors={errors} fromCheck={fromCheck} savedAt={savedAt} soFar={soFar} found={found} spot={draft.answers.spot} guidance={guidanceFor(category)} />,
  });
}

/** What someone was looking for is kept with the draft, not in an address: it may be where they live. */
const show = route({
  method: 'GET', path: paths.reportStep('where'), admits: 'draft', audit: nothingPersonal, query: fromQuery,
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    return elsewhere(draft, londonDate(visit.now)) ?? (await wherePage(visit, draft, draft.answers.steps.where ?? {}, [], isFromCheck(visit.query.from)));
  },
});

/** The place that an answer means. Undefined: it names a place that is not in the gazetteer. */
async function spotOf(visit: ReportVisit, answers: DraftAnswers, place: string, described: string): Promise<Spot | undefined> {
  if (place === 'else') {
    return { placeId: null, words: described, point: null };
  }
  if (place === 'point') {
    return answers.spot?.placeId === null && answers.spot.point !== null ? answers.spot : undefined;
  }
  const row = isUuid(place) ? await placeById(visit.tx, visit.partnership.id, place) : undefined;
  return row && { placeId: row.id, words: row.name, point: { lat: row.lat, lon: row.lon } };
}

/** Keeps the place and goes on: to what neighbours have reported there, if there is any, else to the next question. */
async function placed(visit: ReportVisit, draft: DraftRow, typed: Typed, spot: Spot, fromCheck: boolean): Promise<Reply> {
  const samePlace = JSON.stringify(draft.answers.spot) === JSON.stringify(spot);
  const { similar, ...rest } = draft.answers;
  const answers: DraftAnswers = { ...withStep(rest, 'where', typed), spot, ...(samePlace && similar !== undefined ? { similar } : {}) };
  saveAnswers(visit.tx, draft.id, answers, visit.now);
  if (!samePlace && (await similarOf(visit, answers)).length > 0) {
    return seeOther(paths.reportStep('similar') + (fromCheck ? '?from=check' : ''));
  }
  const next = stepAfter(answers, 'where', fromCheck, londonDate(visit.now));
  return seeOther(next === 'check' ? paths.reportCheck() : paths.reportStep(next));
}

async function similarOf(visit: ReportVisit, answers: DraftAnswers) {
  const { categories } = await referenceData(visit);
  const category = categories.find(({ id }) => id === typedText(answers.steps.what ?? {}, 'category'));
  const point = answers.spot?.point;
  if (point === undefined || point === null || isRestricted(category) || category?.sensitive === true) {
    return [];
  }
  return await similarNearby(visit.tx, cellsWithin(point.lat, point.lon, similarMetres), similarSince(visit.now));
}

const answer = route({
  method: 'POST', path: paths.reportStep('where'), admits: 'draft', audit: nothingPersonal,
  handle: async (visit) => {
    const { typed } = visit.form;
    const today = londonDate(visit.now);
    const fromCheck = isFromCheck(typed['from']);
    const draft = await draftOf(visit.tx, visit.actor.draftId, true);
    const away = elsewhere(draft, today);
    if (away !== undefined) {
      return away;
    }
    const checked = checkStep('where', typed, today);
    if (typed['do'] === 'find') {
      const search = typedText(typed, 'where').trim().slice(0, 200);
      if (search === '') {
        return await wherePage(visit, draft, typed, [{ field: 'where', text: 'Type a street, a postcode or a place, then press “Find”' }], fromCheck);
      }
      // Looking for another place does not unsay the one chosen before, until another is chosen.
      const kept = { ...draft.answers.steps.where, ...fieldsOf('where', typed), where: search, place: typedText(draft.answers.steps.where ?? {}, 'place') };
      saveAnswers(visit.tx, draft.id, withStep(draft.answers, 'where', kept), visit.now);
      return seeOther(paths.reportStep('where') + (fromCheck ? '?from=check' : ''));
    }
    if (!checked.ok) {
      return await wherePage(visit, draft, typed, checked.errors, fromCheck);
    }
    const spot = await spotOf(visit, draft.answers, checked.value.place, checked.value.else);
    if (spot === undefined) {
      return await wherePage(visit, draft, typed, [{ field: 'place', text: 'Choose the closest place, or “Somewhere else”. What you typed is still here' }], fromCheck);
    }
    return await placed(visit, draft, fieldsOf('where', typed), spot, fromCheck);
  },
});

const listQuery = z.object({ in: z.string().max(200).optional().catch(undefined), from: z.string().optional().catch(undefined) });

async function listPage(visit: ReportVisit, chosen: string | undefined, errors: readonly FieldError[], fromCheck: boolean): Promise<Reply> {
  const [all, places] = await Promise.all([neighbourhoods(visit.tx, visit.partnership.id), chosen === undefined ? [] : placesIn(visit.tx, visit.partnership.id, chosen)]);
  const known = all.some(({ name }) => name === chosen) ? chosen : undefined;
  return reportPage(visit, {
    title: 'Choose from a list of places', back: paths.reportStep(known === undefined ? 'where' : 'list'), error: errors.length > 0,
    children: <ListPage neighbourhoods={all} chosen={known} places={places} errors={errors} fromCheck={fromCheck} />,
  });
}

const list = route({
  method: 'GET', path: paths.reportStep('list'), admits: 'draft', audit: nothingPersonal, query: listQuery,
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    return elsewhere(draft, londonDate(visit.now)) ?? (await listPage(visit, visit.query.in, [], isFromCheck(visit.query.from)));
  },
});

const chooseFromList = route({
  method: 'POST', path: paths.reportStep('list'), admits: 'draft', audit: nothingPersonal,
  handle: async (visit) => {
    const { typed } = visit.form;
    const fromCheck = isFromCheck(typed['from']);
    const draft = await draftOf(visit.tx, visit.actor.draftId, true);
    const away = elsewhere(draft, londonDate(visit.now));
    if (away !== undefined) {
      return away;
    }
    const place = typedText(typed, 'place');
    const spot = place === 'else' ? undefined : await spotOf(visit, draft.answers, place, '');
    return spot === undefined
      ? await listPage(visit, typedText(typed, 'in'), [{ field: 'place', text: 'Choose the closest place' }], fromCheck)
      : await placed(visit, draft, { where: spot.words, place }, spot, fromCheck);
  },
});

const map = route({
  method: 'GET', path: paths.reportStep('map'), admits: 'draft', audit: nothingPersonal, query: fromQuery,
  handle: async (visit) => {
    const [draft, extent] = await Promise.all([draftOf(visit.tx, visit.actor.draftId), extentOfPlaces(visit.tx, visit.partnership.id)]);
    const away = elsewhere(draft, londonDate(visit.now));
    if (away !== undefined) {
      return away;
    }
    const view = viewOfDraft(draft.answers) ?? townView(extent);
    const near = nearestWords(view.centre, await placesWithin(visit.tx, visit.partnership.id, shown(view, 600)));
    return reportPage(visit, {
      title: 'Point on a map', back: paths.reportStep('where'),
      children: <MapPage view={view} version={draft.updated_at.epochMilliseconds.toString(36)} nearest={near} fromCheck={isFromCheck(visit.query.from)} />,
    });
  },
});

const mapPicture = route({
  method: 'GET', path: paths.reportStep('map-picture'), admits: 'draft', audit: nothingPersonal,
  handle: async (visit) => {
    const [draft, extent, facts] = await Promise.all([draftOf(visit.tx, visit.actor.draftId), extentOfPlaces(visit.tx, visit.partnership.id), referenceData(visit)]);
    const view = viewOfDraft(draft.answers) ?? townView(extent);
    const places = await placesWithin(visit.tx, visit.partnership.id, shown(view));
    return text(streetMapPicture(view, layersOf(view, facts.areaList, places)), 'image/svg+xml');
  },
});

const pointAt = route({
  method: 'POST', path: paths.reportStep('map'), admits: 'draft', audit: nothingPersonal,
  handle: async (visit) => {
    const { typed } = visit.form;
    const fromCheck = isFromCheck(typed['from']);
    const [draft, extent] = await Promise.all([draftOf(visit.tx, visit.actor.draftId, true), extentOfPlaces(visit.tx, visit.partnership.id)]);
    const away = elsewhere(draft, londonDate(visit.now));
    if (away !== undefined) {
      return away;
    }
    const view = moved(viewOfDraft(draft.answers) ?? townView(extent), typed);
    if (typed['do'] === 'use') {
      const near = nearestWords(view.centre, await placesWithin(visit.tx, visit.partnership.id, shown(view, 600)));
      const spot: Spot = { placeId: null, words: near, point: { lat: view.centre.lat, lon: view.centre.lon } };
      return await placed(visit, draft, { ...draft.answers.steps.where, place: 'point' }, spot, fromCheck);
    }
    saveAnswers(visit.tx, draft.id, { ...draft.answers, map: viewText(view) }, visit.now);
    return seeOther(paths.reportStep('map') + (fromCheck ? '?from=check' : ''));
  },
});

const similar = route({
  method: 'GET', path: paths.reportStep('similar'), admits: 'draft', audit: nothingPersonal, query: fromQuery,
  handle: async (visit) => {
    const draft = await draftOf(visit.tx, visit.actor.draftId);
    const away = elsewhere(draft, londonDate(visit.now));
    if (away !== undefined) {
      return away;
    }
    const rows = await similarOf(visit, draft.answers);
    if (rows.length === 0) {
      return seeOther(paths.reportStep('when'));
    }
    const { answer: said, category, place } = draft.answers.similar ?? { answer: undefined, category: '', place: '' };
    const chosen = said === 'different' ? 'different' : (similarChoices(rows, visit.now).find((choice) => choice.category === category && choice.place === place)?.value ?? '');
    return reportPage(visit, { title: 'Is it the same as others have told us?', back: paths.reportStep('where'), children: <SimilarPage choices={similarChoices(rows, visit.now)} chosen={chosen} errors={[]} /> });
  },
});

const sayWhetherSimilar = route({
  method: 'POST', path: paths.reportStep('similar'), admits: 'draft', audit: nothingPersonal,
  handle: async (visit) => {
    const today = londonDate(visit.now);
    const draft = await draftOf(visit.tx, visit.actor.draftId, true);
    const away = elsewhere(draft, today);
    if (away !== undefined) {
      return away;
    }
    const choices = similarChoices(await similarOf(visit, draft.answers), visit.now);
    const said = typedText(visit.form.typed, 'similar');
    const same = choices.find(({ value }) => value === said);
    if (same === undefined && said !== 'different' && choices.length > 0) {
      return reportPage(visit, {
        title: 'Is it the same as others have told us?', back: paths.reportStep('where'), error: true,
        children: <SimilarPage choices={choices} chosen="" errors={[{ field: 'similar', text: 'Say whether it is the same. “I am not sure” is an answer too' }]} />,
      });
    }
    const answers: DraftAnswers = { ...draft.answers, similar: { answer: same === undefined ? 'different' : 'same', category: same?.category ?? '', place: same?.place ?? '' } };
    saveAnswers(visit.tx, draft.id, answers, visit.now);
    // All answered means that the place was changed from the check page.
    const next = stepAfter(answers, 'you', true, today) === 'check' ? 'check' : stepAfter(answers, 'where', false, today);
    return seeOther(next === 'check' ? paths.reportCheck() : paths.reportStep(next));
  },
});

export const whereRoutes = [show, answer, list, chooseFromList, map, mapPicture, pointAt, similar, sayWhetherSimilar];
