import type { LineKind, MapArea, MapLayers, MapLine, MapMark } from './layers.ts';
import type { Painter } from './paint.ts';
import { type LatLon, scaleLength, type Spot, type StreetView, toSpot } from './street-view.ts';

/** Path data in whole pixels, relative, which compresses best. */
function pathData(view: StreetView, points: readonly LatLon[], closed: boolean): string {
  const spots = points.map((point) => toSpot(view, point)).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  const [first, ...rest] = spots;
  if (first === undefined) return '';
  let before: Spot = first;
  let data = `M${first.x} ${first.y}`;
  for (const spot of rest) {
    if (spot.x === before.x && spot.y === before.y) continue;
    data += `l${spot.x - before.x} ${spot.y - before.y}`;
    before = spot;
  }
  return closed ? `${data}z` : data;
}

/** Whether any of it can be seen. */
function isInView(view: StreetView, points: readonly LatLon[]): boolean {
  const spots = points.map((point) => toSpot(view, point));
  const margin = 20;
  return spots.some((spot) => spot.x > -margin) && spots.some((spot) => spot.x < view.width + margin)
    && spots.some((spot) => spot.y > -margin) && spots.some((spot) => spot.y < view.height + margin);
}

function Areas({ view, areas, paint }: { view: StreetView; areas: readonly MapArea[]; paint: Painter }) {
  const kinds = [...new Set(areas.map((area) => area.kind))];
  return (
    <>
      {kinds.map((kind) => {
        const rings = areas.filter((area) => area.kind === kind).flatMap((area) => area.rings).filter((ring) => isInView(view, ring));
        return rings.length === 0 ? null : <path key={kind} {...paint(kind)} fill-rule="evenodd" d={rings.map((ring) => pathData(view, ring, true)).join('')} />;
      })}
    </>
  );
}

/** Widths in metres, so that a road keeps its place as the map grows, but never thinner than can be seen. */
const lineMetres: Record<LineKind, number> = { road: 10, street: 6, path: 2, underpass: 3 };

function Lines({ view, lines, paint }: { view: StreetView; lines: readonly MapLine[]; paint: Painter }) {
  const seen = lines.filter((line) => isInView(view, line.points));
  const data = (kind: LineKind): string => seen.filter((line) => line.kind === kind).map((line) => pathData(view, line.points, false)).join('');
  const width = (kind: LineKind): number => Math.round(Math.max(kind === 'road' ? 4 : 2.5, lineMetres[kind] / view.metresPerPixel) * 10) / 10;
  const road = data('road');
  const street = data('street');
  const path = data('path');
  const underpass = data('underpass');
  return (
    <>
      {path === '' ? null : <path {...paint('edge')} stroke-width="1.5" stroke-dasharray="2 3" d={path} />}
      {street === '' ? null : <path {...paint('edge')} stroke-width={width('street') + 2} d={street} />}
      {road === '' ? null : <path {...paint('edge')} stroke-width={width('road') + 2} d={road} />}
      {street === '' ? null : <path {...paint('road')} stroke-width={width('street')} d={street} />}
      {road === '' ? null : <path {...paint('road')} stroke-width={width('road')} d={road} />}
      {underpass === '' ? null : <path {...paint('edge')} stroke-width="3" stroke-dasharray="5 4" d={underpass} />}
    </>
  );
}

/** Small clear symbols, drawn about nought. */
const symbols = {
  camera: 'M-7-5h9v3l6-3v10l-6-3v3h-9z',
  light: 'M-1 8V-2h-4l5-6 5 6h-4V8z',
  underpass: 'M-8 6v-5a8 8 0 0 1 16 0v5h-4v-5a4 4 0 0 0-8 0v5z',
} as const;

function Mark({ view, mark, paint }: { view: StreetView; mark: MapMark; paint: Painter }) {
  const spot = toSpot(view, mark.at);
  const x = Math.round(spot.x);
  const y = Math.round(spot.y);
  const leftward = x > view.width * 0.7;
  const label = mark.label === undefined ? null : (
    <text {...paint(mark.kind === 'incident' ? 'text-bold' : 'text')} x={leftward ? x - 15 : x + 15} y={y + 5} text-anchor={leftward ? 'end' : 'start'}>{mark.label}</text>
  );
  if (mark.kind === 'camera' || mark.kind === 'light' || mark.kind === 'underpass') {
    return <g><path {...paint('symbol')} transform={`translate(${x} ${y})`} d={symbols[mark.kind]} />{label}</g>;
  }
  const radius = mark.count === undefined ? 6 : mark.count > 99 ? 13 : 10;
  return (
    <g>
      <circle {...paint(mark.kind === 'number' ? 'numbered' : mark.kind)} cx={x} cy={y} r={radius} />
      {mark.count === undefined ? null : <text {...paint(mark.kind === 'number' ? 'text-plain' : 'text-inside')} x={x} y={y + 5} text-anchor="middle">{mark.count}</text>}
      {label}
    </g>
  );
}

function Scale({ view, paint }: { view: StreetView; paint: Painter }) {
  const { pixels, words } = scaleLength(view);
  const length = Math.round(pixels);
  const left = view.width - length - 12;
  return (
    <g>
      <path {...paint('axis')} stroke-width="2" d={`M${left} ${view.height - 16}v6h${length}v-6`} />
      <text {...paint('text-quiet')} x={left + Math.round(length / 2)} y={view.height - 20} text-anchor="middle">{words}</text>
    </g>
  );
}

/** Ground, lines, areas, marks, names and scale of one view. */
export function Drawing({ view, layers, paint }: { view: StreetView; layers: MapLayers; paint: Painter }) {
  const areas = layers.areas ?? [];
  const isGround = ({ kind }: MapArea): boolean => kind === 'green' || kind === 'water' || kind === 'block';
  const outlines = ({ kind }: MapArea): boolean => kind === 'hot' || kind === 'maybe' || kind === 'area';
  const corner = layers.focus === undefined ? undefined : toSpot(view, { lat: layers.focus.north, lon: layers.focus.west });
  const opposite = layers.focus === undefined ? undefined : toSpot(view, { lat: layers.focus.south, lon: layers.focus.east });
  return (
    <>
      <rect {...paint('land')} width={view.width} height={view.height} />
      <Areas view={view} areas={areas.filter(isGround)} paint={paint} />
      <Areas view={view} areas={areas.filter((area) => !isGround(area) && !outlines(area))} paint={paint} />
      <Lines view={view} lines={layers.lines ?? []} paint={paint} />
      <Areas view={view} areas={areas.filter(outlines)} paint={paint} />
      {corner === undefined || opposite === undefined ? null : (
        <rect {...paint('focus')} x={Math.round(corner.x)} y={Math.round(corner.y)} width={Math.round(opposite.x - corner.x)} height={Math.round(opposite.y - corner.y)} />
      )}
      {(layers.labels ?? []).map((label, place) => {
        const spot = toSpot(view, label.at);
        return <text key={place} {...paint(label.quiet === true ? 'text-quiet' : 'text')} x={Math.round(spot.x)} y={Math.round(spot.y) + 5} text-anchor="middle">{label.text}</text>;
      })}
      {(layers.marks ?? []).map((mark, place) => <Mark key={place} view={view} mark={mark} paint={paint} />)}
      <Scale view={view} paint={paint} />
    </>
  );
}
