import { paths } from '../../paths.ts';
import { shortDay } from '../../platform/calendar/index.ts';
import { boundsOf, Figure, StreetMap, Section, viewAround, viewOf, type MapMark } from '../../ui/index.ts';
import type { CaseRow, IncidentRow } from '../queries.ts';

interface Spot {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  readonly count: number;
}

/** Incidents at one spot are one mark with their number. */
function spotsOf(incidents: readonly IncidentRow[]): Spot[] {
  const placed = incidents.filter((incident): incident is IncidentRow & { lat: number; lon: number } => incident.lat !== null && incident.lon !== null);
  const bySpot = Map.groupBy(placed, ({ lat, lon }) => `${lat.toFixed(4)} ${lon.toFixed(4)}`);
  return [...bySpot.values()].flatMap((of) => (of[0] === undefined ? [] : [{ name: of[0].place_words, lat: of[0].lat, lon: of[0].lon, count: of.length }]));
}

function viewFor(places: readonly { lat: number; lon: number }[]) {
  const bounds = boundsOf(places);
  const first = places[0];
  if (bounds === undefined || first === undefined) {
    return undefined;
  }
  const wide = viewOf(bounds, 384, 220, 48);
  return wide.metresPerPixel * 384 < 300 ? viewAround(wide.centre, 300, 384, 220) : wide;
}

function caption(incidents: readonly IncidentRow[], spots: readonly Spot[]): string {
  const sorted = incidents.toSorted((one, other) => one.happened_at.epochMilliseconds - other.happened_at.epochMilliseconds);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) {
    return 'No incident recorded yet.';
  }
  const when = first === last ? shortDay(first.happened_at) : `${shortDay(first.happened_at)} to ${shortDay(last.happened_at)}`;
  const where = spots.length === 1 && spots[0] !== undefined && spots[0].name !== '' ? `, all at ${spots[0].name}` : spots.length > 1 ? `, in ${spots.length} places` : '';
  return `${incidents.length === 1 ? 'One incident' : `${incidents.length} incidents`}, ${when}${where}.`;
}

/** Where it happened, on a small map drawn here, and in words. */
export function PlacesSection({ file, incidents, mayWork }: { file: CaseRow; incidents: readonly IncidentRow[]; mayWork: boolean }) {
  const spots = spotsOf(incidents);
  const home = file.lat === null || file.lon === null ? [] : [{ lat: file.lat, lon: file.lon }];
  const view = viewFor([...spots, ...home]);
  const marks: MapMark[] = spots.map(({ lat, lon, count, name }) => ({ kind: 'incident', at: { lat, lon }, count, label: name === '' ? undefined : name }));
  const says = caption(incidents, spots);
  return (
    <Section id="places" title="Places" side link={mayWork && file.state === 'open' ? { href: paths.casePart(file.id, 'incident'), label: 'Add incident', inPlace: true } : undefined}>
      {view === undefined ? <p class="quiet">{file.place_words === '' ? 'No place is known.' : file.place_words}</p> : (
        <Figure source={says}>
          <StreetMap id="case-map" title={says} view={view} layers={{ marks: marks.length > 0 ? marks : home.map((at) => ({ kind: 'place' as const, at, label: file.place_words })) }} />
        </Figure>
      )}
    </Section>
  );
}
