import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accentProblem, brandSheet, contrastRatio } from './brand-colours.ts';

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

function values(sheet: string): { light: Record<string, string>; dark: Record<string, string> } {
  const [light = {}, dark = {}] = sheet.split('@media screen and').map((half) => Object.fromEntries([...half.matchAll(/--([a-z0-9-]+):(#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour])));
  return { light, dark };
}

describe('the accent', () => {
  test.each([['#000000', '#ffffff', 21], ['#ffffff', '#ffffff', 1], ['#777777', '#ffffff', 4.48]])('%s on %s has a contrast of %d', (one, other, ratio) => {
    expect(contrastRatio(one, other)).toBeCloseTo(ratio, 2);
  });

  test.each([
    ['#0b4f63', undefined], ['#7a1f5c', undefined], ['#000000', undefined],
    ['#ffd23f', /contrast is 1\.1 to 1/], ['#777777', /contrast is 3\.6 to 1, and words need 4\.5 to 1/], ['red', /such as #0b4f63/], ['#fff', /such as/], ['#0b4f63;}body{display:none', /such as/],
  ])('%s', (accent, problem) => {
    if (problem === undefined) expect(accentProblem(accent)).toBeUndefined();
    else {
      expect(accentProblem(accent)).toMatch(problem);
      expect(brandSheet(accent)).toBeUndefined();
    }
  });

  test('whatever colour is accepted, words can be read in both schemes', () => {
    fc.assert(fc.property(anyColour, (accent) => {
      const sheet = brandSheet(accent);
      if (sheet === undefined) return;
      const { light, dark } = values(sheet);
      const pairs: [string | undefined, string | undefined][] = [
        [light.accent, '#ffffff'], [light.accent, '#e0e8ea'], [light['accent-2'], '#ffffff'], [light['accent-wash'], '#111c21'], [light['accent-wash'], '#47565d'], [light.field, '#c9e2ea'], [light['field-2'], '#c9e2ea'],
        [dark.accent, '#0f171b'], [dark.accent, '#223138'], [dark.accent, dark['on-accent']], [dark['accent-wash'], '#e8eef0'], [dark.field, '#b5d5df'],
      ];
      for (const [one, other] of pairs) expect(contrastRatio(one ?? '', other ?? '')).toBeGreaterThanOrEqual(4.5);
    }), { numRuns: 500, examples: [['#7e0ba2']] });
  });
});
