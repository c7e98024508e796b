import type { Bounds, LatLon } from './street-view.ts';

/** Ground, and what is drawn on it. `d0` to `d5` are densities, `hot` is beyond chance, `maybe` may be chance. */
export type AreaKind = 'green' | 'water' | 'block' | 'area' | 'hot' | 'maybe' | 'd0' | 'd1' | 'd2' | 'd3' | 'd4' | 'd5';

export interface MapArea {
  kind: AreaKind;
  /** The outer ring first, then holes. */
  rings: readonly (readonly LatLon[])[];
  name?: string | undefined;
}

export type LineKind = 'road' | 'street' | 'path' | 'underpass';

export interface MapLine {
  kind: LineKind;
  points: readonly LatLon[];
  name?: string | undefined;
}

/** `incident` is red, `place` is the accent, `number` is a numbered ring for a key beside the map. */
export type MarkKind = 'incident' | 'place' | 'number' | 'camera' | 'light' | 'underpass';

export interface MapMark {
  kind: MarkKind;
  at: LatLon;
  label?: string | undefined;
  /** Written inside the mark. */
  count?: number | undefined;
}

export interface MapLabel {
  at: LatLon;
  text: string;
  quiet?: boolean | undefined;
}

export interface MapLayers {
  areas?: readonly MapArea[] | undefined;
  lines?: readonly MapLine[] | undefined;
  marks?: readonly MapMark[] | undefined;
  labels?: readonly MapLabel[] | undefined;
  /** A box drawn around a part. */
  focus?: Bounds | undefined;
}
