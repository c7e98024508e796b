import type { LayerSpecification } from 'maplibre-gl';

import { token } from './map-ground.ts';

export interface LayerLine {
  readonly layer: string;
  readonly name: string;
  /** Path of its sign in a square of 20, as in the table. */
  readonly form: string;
  readonly sign: SVGElement | null;
  shown: boolean;
}

const side = 96;

/** The layer's sign as the table beside the map has it, large enough for any cluster. */
export function signImage({ form, sign }: LayerLine): ImageData {
  const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) return new ImageData(side, side);
  const { fill, stroke } = sign === null ? { fill: token('--ink'), stroke: token('--paper') } : getComputedStyle(sign);
  pen.translate(6, 6);
  pen.scale((side - 12) / 20, (side - 12) / 20);
  const path = new Path2D(form);
  pen.fillStyle = fill;
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.2;
  pen.lineJoin = 'round';
  pen.fill(path);
  pen.stroke(path);
  return pen.getImageData(0, 0, side, side);
}

/** One sign a cluster, larger for more, with its number inside. */
export function pointLayers({ layer, shown }: LayerLine): LayerSpecification[] {
  const hollow = layer === 'police';
  return [{
    id: layer, type: 'symbol', source: layer, 'source-layer': layer,
    layout: {
      visibility: shown ? 'visible' : 'none',
      'icon-image': layer, 'icon-allow-overlap': true, 'icon-ignore-placement': true,
      'icon-size': ['interpolate', ['linear'], ['log10', ['get', 'count']], 0, 0.34, 0.4, 0.5, 1, 0.6, 2, 0.8, 4, 1.1],
      'text-field': ['case', ['>', ['get', 'count'], 1], ['to-string', ['get', 'count']], ''], 'text-font': ['Hub Text Bold'], 'text-size': 12, 'text-allow-overlap': true, 'text-ignore-placement': true,
      ...(layer === 'assets' ? { 'text-offset': [0, 0.25] } : {}),
      'symbol-sort-key': ['get', 'count'],
    },
    paint: { 'text-color': token(hollow ? '--ink' : `--on-layer`) },
  }];
}
