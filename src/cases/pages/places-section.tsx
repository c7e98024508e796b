import { paths } from '../../paths.ts';
import { shortDay } from '../../platform/calendar/index.ts';
import { boundsOf, Figure, StreetMap, Section, toSpot, viewAround, viewOf, type MapLabel, type MapMark, type StreetView } from '../../ui/index.ts';
import type { CaseRow, IncidentRow } from '../queries.ts';
import type { NearbyName } from '../names-around.ts';

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
  return wide.metresPerPixel * 384 < leastMetres ? viewAround(wide.centre, leastMetres, 384, 220) : wide;
}

/** Wide enough that a street that one knows is in sight. */
const leastMetres = 800;

/** What a name takes of the drawing, about: in the middle of its place, or beside its mark as the map writes it. */
function boxOf(view: StreetView, { x, y }: { x: number; y: number }, text: string, beside: boolean) {
  const width = text.length * 7 + 6;
  if (!beside) {
    return { left: x - width / 2, right: x + width / 2, top: y - 9, bottom: y + 9 };
  }
  const leftward = x > view.width * 0.7;
  return { left: leftward ? x - 15 - width : x - 12, right: leftward ? x + 12 : x + 15 + width, top: y - 11, bottom: y + 11 };
}

type Box = ReturnType<typeof boxOf>;

function clash(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Quiet names around the marks, as many as stand free of each other, of the marks and of the scale. */
function quietNames(view: StreetView, around: readonly NearbyName[], marks: readonly MapMark[]): MapLabel[] {
  const taken: Box[] = [
    ...marks.map((mark) => boxOf(view, toSpot(view, mark.at), mark.label ?? '', true)),
    { left: view.width - 110, right: view.width, top: view.height - 44, bottom: view.height },
  ];
  const labels: MapLabel[] = [];
  for (const place of around) {
    const box = boxOf(view, toSpot(view, place), place.name, false);
    const inside = box.left >= 0 && box.right <= view.width && box.top >= 0 && box.bottom <= view.height;
    if (labels.length < 8 && inside && !taken.some((other) => clash(box, other))) {
      taken.push(box);
      labels.push({ at: place, text: place.name, quiet: true });
    }
  }
  return labels;
}

/** "The Stow flats, stairwells, Above the shops" is "The Stow flats" on a small map; the sentence under it says it in full. */
function shortName(name: string): string | undefined {
  const first = name.split(',')[0]?.trim() ?? '';
  return first === '' ? undefined : first.length > 22 ? `${first.slice(0, 21).trimEnd()}…` : first;
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
export function PlacesSection({ file, incidents, around, mayWork }: { file: CaseRow; incidents: readonly IncidentRow[]; around: readonly NearbyName[]; mayWork: boolean }) {
  const spots = spotsOf(incidents);
  const home = file.lat === null || file.lon === null ? [] : [{ lat: file.lat, lon: file.lon }];
  const view = viewFor([...spots, ...home]);
  const marks: MapMark[] = spots.length > 0
    ? spots.map(({ lat, lon, count, name }) => ({ kind: 'incident', at: { lat, lon }, count, label: shortName(name) }))
    : home.map((at) => ({ kind: 'place', at, label: shortName(file.place_words) }));
  const says = caption(incidents, spots);
  return (
    <Section id="places" title="Places" side link={mayWork && file.state === 'open' ? { href: paths.casePart(file.id, 'incident'), label: 'Add incident', inPlace: true } : undefined}>
      {view === undefined ? <p class="quiet">{file.place_words === '' ? 'No place is known.' : file.place_words}</p> : (
        <Figure source={says}>
          <StreetMap id="case-map" title={says} view={view} layers={{ marks, labels: quietNames(view, around, marks) }} />
        </Figure>
      )}
    </Section>
  );
}
