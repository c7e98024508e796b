import { markupText } from '../markup/jsx-runtime.ts';
import { Drawing } from './drawing.tsx';
import type { MapLayers } from './layers.ts';
import { paintByAttribute, paintByClass } from './paint.ts';
import type { StreetView } from './street-view.ts';

/** One line of the key inside the map. */
export interface LegendLine {
  kind: 'hot' | 'maybe' | 'ramp' | 'incident' | 'place';
  words: string;
}

export interface StreetMapProps {
  id: string;
  /** What the map shows, in words: it is all that a screen reader gets. */
  title: string;
  description?: string | undefined;
  view: StreetView;
  layers: MapLayers;
  legend?: readonly LegendLine[] | undefined;
}

function LegendSign({ kind, y }: { kind: LegendLine['kind']; y: number }) {
  if (kind === 'hot' || kind === 'maybe') return <path class={`d-${kind}`} d={`M10 ${y}h28`} />;
  if (kind === 'ramp') return <>{[1, 2, 3, 4, 5].map((density) => <rect key={density} class={`d${density}`} x={10 + (density - 1) * 6} y={y - 6} width="6" height="12" />)}</>;
  return <circle class={kind === 'incident' ? 'fig-late' : 'fig-mark'} cx="24" cy={y} r="6" />;
}

function Legend({ view, lines }: { view: StreetView; lines: readonly LegendLine[] }) {
  const longest = Math.max(...lines.map((line) => line.words.length));
  const tall = lines.length * 22 + 12;
  return (
    <g class="map-legend" transform={`translate(12 ${view.height - tall - 12})`}>
      <rect class="map-panel" width={60 + longest * 7.5} height={tall} rx="3" />
      {lines.map((line, place) => (
        <g key={line.words}>
          <LegendSign kind={line.kind} y={17 + place * 22} />
          <text class="fig-text" x="48" y={22 + place * 22}>{line.words}</text>
        </g>
      ))}
    </g>
  );
}

/** A map drawn on the server: no script, no tiles, no other host. Put it in a `Figure`. */
export function StreetMap({ id, title, description, view, layers, legend }: StreetMapProps) {
  const named = description === undefined ? `${id}-t` : `${id}-t ${id}-d`;
  return (
    <svg class="hub-map" viewBox={`0 0 ${view.width} ${view.height}`} role="img" aria-labelledby={named}>
      <title id={`${id}-t`}>{title}</title>
      {description === undefined ? null : <desc id={`${id}-d`}>{description}</desc>}
      <Drawing view={view} layers={layers} paint={paintByClass} />
      {legend === undefined || legend.length === 0 ? null : <Legend view={view} lines={legend} />}
    </svg>
  );
}

/** The same map as a picture of its own, for `<input type="image">`: a click on it gives `x` and `y` without script. */
export function streetMapPicture(view: StreetView, layers: MapLayers): string {
  return markupText(
    <svg xmlns="http://www.w3.org/2000/svg" width={view.width} height={view.height} viewBox={`0 0 ${view.width} ${view.height}`}>
      <Drawing view={view} layers={layers} paint={paintByAttribute} />
    </svg>,
  );
}
