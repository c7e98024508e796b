import type { Attributes } from '../attributes.ts';

/** Everything a map draws, by what it is. */
export type Paint =
  | 'land' | 'green' | 'water' | 'block' | 'area' | 'hot' | 'maybe' | 'd0' | 'd1' | 'd2' | 'd3' | 'd4' | 'd5'
  | 'edge' | 'road' | 'incident' | 'place' | 'numbered' | 'symbol' | 'focus' | 'axis' | 'panel'
  | 'text' | 'text-quiet' | 'text-bold' | 'text-inside' | 'text-plain';

/** In a page the sheet colours a map, so that it follows light and dark. */
const byClass: Record<Paint, string> = {
  land: 'map-land', green: 'map-green', water: 'map-water', block: 'map-block', area: 'map-area', hot: 'd-hot', maybe: 'd-maybe',
  d0: 'd0', d1: 'd1', d2: 'd2', d3: 'd3', d4: 'd4', d5: 'd5', edge: 'map-edge', road: 'map-road', incident: 'fig-late', place: 'fig-mark',
  numbered: 'fig-num', symbol: 'fig-ink', focus: 'fig-ring', axis: 'fig-axis', panel: 'map-panel',
  text: 'map-text map-halo', 'text-quiet': 'map-text map-halo fig-quiet', 'text-bold': 'map-text map-halo fig-bold',
  'text-inside': 'map-text fig-bold fig-onlate', 'text-plain': 'fig-text',
};

const font: Attributes = { 'font-family': 'sans-serif', 'font-size': 14, fill: '#111c21' };
const halo: Attributes = { stroke: '#eef2f1', 'stroke-width': 4, 'paint-order': 'stroke', 'stroke-linejoin': 'round' };
const line: Attributes = { fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };

/** A map that stands alone as a picture has no sheet: its colours are in its attributes. */
const byAttribute: Record<Paint, Attributes> = {
  land: { fill: '#eef2f1' }, green: { fill: '#dde8de' }, water: { fill: '#d5e4ea' }, block: { fill: '#dfe5e6' },
  area: { fill: 'none', stroke: '#47565d', 'stroke-dasharray': '2 4' }, hot: { fill: 'none', stroke: '#111c21', 'stroke-width': 1.75 },
  maybe: { fill: 'none', stroke: '#111c21', 'stroke-width': 1.25, 'stroke-dasharray': '3 3' },
  d0: { fill: '#e9f0f2' }, d1: { fill: '#c5dbe3' }, d2: { fill: '#8fbccb' }, d3: { fill: '#5394aa' }, d4: { fill: '#1f6a83' }, d5: { fill: '#083f52' },
  edge: { ...line, stroke: '#c6d0d2' }, road: { ...line, stroke: '#fff' }, incident: { fill: '#b1101c' }, place: { fill: '#0b4f63' },
  numbered: { fill: '#fff', stroke: '#111c21', 'stroke-width': 1.5 }, symbol: { fill: '#111c21' }, focus: { fill: 'none', stroke: '#111c21', 'stroke-width': 2 },
  axis: { fill: 'none', stroke: '#47565d' }, panel: { fill: '#fff', opacity: 0.93 },
  text: { ...font, ...halo }, 'text-quiet': { ...font, ...halo, fill: '#47565d' }, 'text-bold': { ...font, ...halo, 'font-weight': 700 },
  'text-inside': { ...font, fill: '#fff', 'font-weight': 700 }, 'text-plain': font,
};

export type Painter = (paint: Paint) => Attributes;

export function paintByClass(paint: Paint): Attributes {
  return { class: byClass[paint] };
}

export function paintByAttribute(paint: Paint): Attributes {
  return byAttribute[paint];
}
