import { expect, test } from 'vitest';

import { planDrawing } from './drawing.ts';

test('borders of areas lie under the reports, and the rings above them', () => {
  const shape = { type: 'Polygon', coordinates: [[[0.11, 51.77], [0.12, 51.77], [0.12, 51.78], [0.11, 51.77]]] };
  const plan = { lat: 51.775, lon: 0.113, radius: 150, ring: 150, comparison_lat: null, comparison_lon: null, comparison_name: '' };
  const panel = { plan, points: [{ easting: 546_000, northing: 210_000, day: 20_000 }], areas: [{ name: 'The Stow', shape }], names: [] };
  const kinds = planDrawing(panel as never).layers.areas?.map(({ kind }) => kind);
  expect(kinds).toEqual(['area', 'd4', 'hot', 'maybe']);
});
