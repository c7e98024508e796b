import fc from 'fast-check';
import { parse } from 'node-html-parser';
import { renderFragment as render } from '../layout/render.ts';
import { describe, expect, test } from 'vitest';
import type { MapLayers } from './layers.ts';
import { viewFromText, viewText } from './pick-on-map.tsx';
import { StreetMap, streetMapPicture } from './street-map.tsx';
import { boundsOf, scaleLength, toPlace, toSpot, viewAround, viewOf } from './street-view.ts';

const harlow = { lat: 51.77, lon: 0.1 };
const inBritain = fc.record({ lat: fc.double({ min: 50, max: 60, noNaN: true }), lon: fc.double({ min: -7, max: 2, noNaN: true }) });
const size = fc.integer({ min: 50, max: 2000 });

describe('views', () => {
  test('a pixel and its place lead back to one another', () => {
    fc.assert(fc.property(inBritain, fc.integer({ min: 50, max: 20_000 }), size, size, fc.double({ min: 0, max: 2000, noNaN: true }), fc.double({ min: 0, max: 2000, noNaN: true }), (centre, across, width, height, x, y) => {
      const view = viewAround(centre, across, width, height);
      const back = toSpot(view, toPlace(view, { x, y }));
      expect(back.x).toBeCloseTo(x, 4);
      expect(back.y).toBeCloseTo(y, 4);
    }));
  });

  test('a view of some bounds holds all of them', () => {
    fc.assert(fc.property(fc.array(inBritain, { minLength: 1, maxLength: 8 }), size, size, (places, width, height) => {
      const bounds = boundsOf(places);
      if (bounds === undefined) throw new Error('no bounds');
      const view = viewOf(bounds, width, height);
      for (const spot of places.map((place) => toSpot(view, place))) {
        expect(spot.x).toBeGreaterThanOrEqual(-0.001);
        expect(spot.x).toBeLessThanOrEqual(width + 0.001);
        expect(spot.y).toBeGreaterThanOrEqual(-0.001);
        expect(spot.y).toBeLessThanOrEqual(height + 0.001);
      }
    }));
    expect(boundsOf([])).toBeUndefined();
  });

  test('a hundred metres north is a hundred metres on the drawing', () => {
    const view = viewAround(harlow, 760, 760, 520);
    expect(toSpot(view, { lat: harlow.lat + 100 / 111_320, lon: harlow.lon }).y).toBeCloseTo(160, 6);
  });

  test.each([[300, '50 m'], [760, '100 m'], [9000, '2 km']])('a map %i metres across has a scale of %s', (across, words) => {
    expect(scaleLength(viewAround(harlow, across, 400, 300)).words).toBe(words);
  });

  test('a view travels as text', () => {
    const view = viewAround(harlow, 680, 340, 340);
    expect(viewFromText(viewText(view))).toEqual(view);
  });

  test.each(['', 'x', '1,2,3', '51,0,1,340', '91,0,1,340,340', '51,0,0,340,340', '51,0,1,99999,340', '51,0,NaN,340,340', '51,0,1,340,340,7'])('%j is no view', (text) => {
    expect(viewFromText(text)).toBeUndefined();
  });
});

describe('the drawing', () => {
  const view = viewAround(harlow, 400, 400, 300);
  const layers: MapLayers = {
    areas: [{ kind: 'hot', rings: [[harlow, { lat: 51.7705, lon: 0.1 }, { lat: 51.7705, lon: 0.101 }]] }, { kind: 'green', rings: [[{ lat: 55, lon: 0 }, { lat: 55.1, lon: 0 }, { lat: 55, lon: 0.1 }]] }],
    lines: [{ kind: 'road', points: [harlow, { lat: 51.7705, lon: 0.1 }] }],
    marks: [{ kind: 'incident', at: harlow, count: 4, label: 'Stairwell <b>' }, { kind: 'camera', at: { lat: 51.7702, lon: 0.1005 } }],
    labels: [{ at: harlow, text: 'First Avenue' }],
  };

  test('has a title and a description for screen readers, and its key inside', () => {
    const map = parse(render(<StreetMap id="m" title="Four incidents" description="All at the stairwell" view={view} layers={layers} legend={[{ kind: 'hot', words: 'beyond chance' }]} />));
    expect(map.querySelector('svg')?.getAttribute('aria-labelledby')).toBe('m-t m-d');
    expect(map.querySelector('#m-t')?.text).toBe('Four incidents');
    expect(map.querySelector('.map-legend text')?.text).toBe('beyond chance');
  });

  test('leaves out what cannot be seen', () => {
    expect(render(<StreetMap id="m" title="t" view={view} layers={layers} />)).not.toContain('map-green');
  });

  test('puts a mark on its place', () => {
    const mark = parse(render(<StreetMap id="m" title="t" view={view} layers={layers} />)).querySelector('circle.fig-late');
    expect([mark?.getAttribute('cx'), mark?.getAttribute('cy')]).toEqual(['200', '150']);
  });

  test('stands alone as a picture without classes, with words escaped', () => {
    const picture = streetMapPicture(view, layers);
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="400"/);
    expect(picture).not.toContain('class=');
    expect(picture).toContain('Stairwell &lt;b');
  });
});
