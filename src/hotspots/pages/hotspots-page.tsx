import type { Temporal } from 'temporal-polyfill';

import type { SavedList } from '../../cases/index.ts';
import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { ActionButton, Actions, Columns, Empty, Figure, Note, Section, StreetMap, TitleLine, Warn, Warns, WeekHeat } from '../../ui/index.ts';
import { drawingOf, type Ground } from '../drawing.ts';
import { queryText, type HotspotQuery, type Parameters } from '../parameters.ts';
import type { AlertRow, Analysis, Choices, PlanNear } from '../queries.ts';
import type { HotspotResult } from '../results.ts';
import { breaksWithin, countRange, hitRateWords, inWords, mapTitle, slotNames, sourceNames, stressedWords, weekTitle } from '../rules.ts';
import { Alerts } from './alerts.tsx';
import { HotspotFilters } from './filters.tsx';
import { SpotTable } from './spot-table.tsx';

export interface HotspotsPageProps {
  readonly query: HotspotQuery;
  readonly parameters: Parameters;
  readonly audience: 'agency' | 'partnership';
  readonly analysis: Analysis | undefined;
  readonly choices: Choices;
  readonly ground: Ground;
  readonly alerts: readonly AlertRow[];
  readonly plans: readonly PlanNear[];
  readonly saved: readonly SavedList[];
  readonly what: string;
  readonly when: string;
  readonly mayAnswer: boolean;
  readonly mayOpen: boolean;
  readonly now: Temporal.Instant;
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function madeFrom(result: HotspotResult): string {
  return (['reports', 'partners', 'police'] as const).filter((source) => result.sources[source] > 0).map((source) => `${sourceNames[source]} (${result.sources[source]})`).join(', ') || 'no records';
}

/** The words with the findings in bold. */
function Stressed({ words, stress }: { words: string; stress: readonly string[] }) {
  const [first, ...others] = stress;
  const at = first === undefined ? -1 : words.indexOf(first);
  return first === undefined || at < 0 ? <>{words}</> : <>{words.slice(0, at)}<b>{first}</b><Stressed words={words.slice(at + first.length)} stress={others} /></>;
}

/** Words first. What changed in the way of recording is said before any figure that spans it. */
function Words({ result, props }: { result: HotspotResult; props: HotspotsPageProps }) {
  const { parameters, choices, what } = props;
  const sources = parameters.source === 'told' ? ['reports', 'partners'] : parameters.source === 'all' ? ['reports', 'partners', 'police'] : [parameters.source];
  const breaks = breaksWithin(choices.breaks, parameters.from, parameters.to, sources);
  return (
    <Section id="words" title="In words">
      {breaks.length === 0 ? null : <Warns>{breaks.map((one) => <Warn key={one.words} lead="The way of recording changed here:">{one.words} Do not read a rise or fall across it.</Warn>)}</Warns>}
      <div class="hub-inwords">
        <p class="hub-lede"><Stressed words={inWords(result, what).join(' ')} stress={stressedWords(result)} /></p>
        <p>{hitRateWords(result)}</p>
      </div>
      {props.audience === 'partnership' && result.hidden > 0 ? <p class="quiet">{result.hidden} records are left out: fewer than five of one agency in one square are not shown to the others.</p> : null}
    </Section>
  );
}

function Picture({ result, props }: { result: HotspotResult; props: HotspotsPageProps }) {
  const drawn = drawingOf(result, props.ground);
  if (drawn === undefined) {
    return <Empty lead="No map to draw.">Areas and places come with the boundaries import.</Empty>;
  }
  const description = result.spots.length === 0 ? 'No place stands out.' : `Numbered: ${result.spots.map((spot, place) => `${place + 1} ${spot.name}, ${spot.count}`).join('; ')}.`;
  return (
    <Figure
      title={mapTitle(result)} headingLevel={2} id="picture"
      source={<>Source: {madeFrom(result)}. Worked out {props.analysis?.finished_at == null ? '' : momentWords(props.analysis.finished_at)}. Domestic abuse, hate and restricted records are never on a map. Darkest: {result.most.toFixed(1)} a hectare. <a href="#ranked">Same facts as a table</a></>}
    >
      <StreetMap id="hot" title={mapTitle(result)} description={description} view={drawn.view} layers={drawn.layers} legend={[{ kind: 'ramp', words: 'fewer to more' }, { kind: 'hot', words: 'beyond chance' }, { kind: 'maybe', words: 'may be chance' }]} />
    </Figure>
  );
}

function Week({ result, audience }: { result: HotspotResult; audience: HotspotsPageProps['audience'] }) {
  const top = result.spots[0];
  const week = top !== undefined && top.timed >= 20 ? top.week : result.week;
  const where = week === result.week ? 'The whole map' : (top?.name ?? '');
  const total = week.flat().reduce((sum, count) => sum + count, 0);
  const mean = countRange(Math.round(total / 56));
  // Of other agencies a slot with few is not told.
  const shown = audience === 'agency' ? week : week.map((day) => day.map((count) => (count < 5 ? 0 : count)));
  return (
    <WeekHeat
      id="week" title={weekTitle(week, where)} headingLevel={2} description={`Counts for each day and three hours. ${weekTitle(week, where)}.`} slots={slotNames}
      days={dayNames.map((label, day) => ({ label, values: [...(shown[day] ?? [])] }))}
      source={<>{total} with a time known, of {where === 'The whole map' ? result.events : (top?.count ?? 0)}. Each square is three hours. Spread evenly each would have {(total / 56).toFixed(1)}; chance alone gives {Math.floor(mean.low)} to {Math.ceil(mean.high)}.{audience === 'agency' ? '' : ' Squares with fewer than five are left empty.'}</>}
    />
  );
}

function Waiting({ analysis, query }: Pick<HotspotsPageProps, 'analysis' | 'query'>) {
  return analysis?.state === 'failed' ? (
    <Note danger>
      <p>This could not be worked out. The hub’s log says why.</p>
      <ActionButton label="Try again" post={paths.hotspotPart('again', queryText(query))} />
    </Note>
  ) : (
    <div data-reload-after="2"><Note><p role="status">This map is being worked out in the background. It takes a few seconds. <a href={paths.hotspots(queryText(query))}>Look again</a></p></Note></div>
  );
}

export function HotspotsPage(props: HotspotsPageProps) {
  const { query, analysis, saved } = props;
  const result = analysis?.result ?? undefined;
  return (
    <>
      <TitleLine title="Hotspots" says={result === undefined ? `${props.what}, ${props.when}.` : `${props.what}, ${props.when}. ${result.events} records: ${madeFrom(result)}.`}>
        <Actions actions={[{ label: 'Live map', kind: 'secondary', href: paths.hotspotPart('map', queryText(query)) }, ...(props.mayOpen ? [{ label: 'Patrols', kind: 'secondary' as const, href: paths.patrols() }, { label: 'Bring in records', kind: 'secondary' as const, href: paths.hotspotPart('imports') }] : [])]} />
      </TitleLine>
      <HotspotFilters query={query} choices={props.choices} audience={props.audience} action={paths.hotspots()} links={[{ href: paths.saveList(paths.hotspots(queryText(query))), label: 'Save' }, { href: paths.hotspotPart('export', queryText(query)), label: 'Export table' }]} />
      {saved.length === 0 ? null : <p class="small">Saved: {saved.map((list, place) => <>{place === 0 ? '' : ', '}<a href={list.address}>{list.name}</a></>)}</p>}
      {result === undefined ? <Waiting analysis={analysis} query={query} /> : (
        <>
          <Words result={result} props={props} />
          <div class="hub-sec"><Columns shape="hot">
            <Picture result={result} props={props} />
            <Week result={result} audience={props.audience} />
          </Columns></div>
          <Section id="ranked" title="Ranked, with how sure we are">
            <SpotTable result={result} plans={props.plans} query={query} mayOpen={props.mayOpen} />
            <p class="small quiet hub-more">
              Expected: as many as if reports followed the streets and named places around. Range: 95 % for the count. Beyond chance: Kulldorff’s scan with p up to .01 (199 simulations, all circles tried at once), or p up to .05 together with Getis-Ord Gi* of squares of {result.cellSize} m (false discovery rate 5 %). One at .05 alone may be chance. Trend and pattern: Mann-Kendall over twelve steps of four weeks. {result.tested} squares tested.
            </p>
            <ActionButton label="Work it out again" kind="secondary" post={paths.hotspotPart('again', queryText(query))} />
          </Section>
        </>
      )}
      <Alerts alerts={props.alerts} mayAnswer={props.mayAnswer} />
    </>
  );
}
