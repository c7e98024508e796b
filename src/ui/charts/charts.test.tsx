import { parse } from 'node-html-parser';
import type { VNode } from 'preact';
import { renderFragment as render } from '../layout/render.ts';
import { describe, expect, test } from 'vitest';
import { BarSpark } from './bar-spark.tsx';
import { LineSpark } from './line-spark.tsx';
import { RangeBar, RangeTrend } from './range.tsx';
import { WeekHeat } from './week-heat.tsx';

const parsed = (view: VNode) => parse(render(view));

describe('charts', () => {
  test('bars are as tall as their counts, from nought', () => {
    const chart = parsed(<BarSpark id="b" title="More" what="Reports" over="Month" source="Hub" bars={[{ label: 'May', value: 7 }, { label: 'Jun', value: 14, marked: true }, { label: 'Jul', value: 0 }]} />);
    expect(chart.querySelectorAll('rect').map((bar) => Number(bar.getAttribute('height')))).toEqual([35, 70, 0]);
    expect(chart.querySelector('svg title')?.text).toBe('Reports: May 7, Jun 14, Jul 0');
    expect(chart.querySelectorAll('tbody tr').map((row) => row.text)).toEqual(['May7', 'Jun14', 'Jul0']);
  });

  test('a chart of nothing but noughts is still drawn', () => {
    expect(render(<BarSpark id="b" title="None" what="Reports" over="Month" source="Hub" bars={[{ label: 'May', value: 0 }]} />)).not.toContain('NaN');
    expect(render(<WeekHeat id="w" title="None" description="None" slots={[]} days={[]} source="Hub" />)).not.toContain('NaN');
  });

  test.each([[24, 'fig-mark'], [25, 'fig-late']])('a last score of %i under a line at 25 is marked %s', (value, mark) => {
    const chart = parsed(<LineSpark id="l" what="Risk" over="Day" source="Hub" points={[{ label: '1 Nov', value: 10 }, { label: '9 Nov', value }]} line={{ value: 25, label: 'High' }} />);
    expect(chart.querySelectorAll('circle').at(-1)?.getAttribute('class')).toBe(mark);
    expect(chart.querySelector('title')?.text).toBe(`Risk: 10 on 1 Nov, ${value} on 9 Nov. High starts at 25.`);
  });

  test('a line of one point, or of points that never move, is still drawn', () => {
    expect(render(<LineSpark id="l" what="Risk" over="Day" source="Hub" points={[{ label: '1 Nov', value: 10 }]} />)).not.toContain('NaN');
    expect(render(<LineSpark id="l" what="Risk" over="Day" source="Hub" points={[{ label: 'a', value: 10 }, { label: 'b', value: 10 }]} />)).not.toContain('NaN');
  });

  test('the week is darkest where there is most', () => {
    const chart = parsed(<WeekHeat id="w" title="Fridays" description="Most on Friday" slots={['6pm', '9pm']} days={[{ label: 'Thu', values: [0, 1] }, { label: 'Fri', values: [5, 17] }]} source="Hub" />);
    expect(chart.querySelectorAll('rect').map((slot) => slot.getAttribute('class'))).toEqual(['d0', 'd0', 'd1', 'd5']);
    expect(chart.querySelectorAll('tbody tr').map((row) => row.text)).toEqual(['Thu01', 'Fri517']);
  });

  test('a range is drawn on its own scale and never beyond its ends', () => {
    const bar = parsed(<RangeBar value={4} low={3} high={9} max={6} expected={1} />);
    expect(bar.querySelector('.fig-whisk')?.getAttribute('d')).toBe('M86 12H166');
  });

  test('a trend tells value and range in its table', () => {
    const chart = parsed(<RangeTrend id="t" description="Up" over="Quarter" from={50} to={100} unit="%" source="Hub" points={[{ label: 'Q1', value: 67, low: 55, high: 80 }, { label: 'Q2', value: 86, low: 75, high: 95 }]} />);
    expect(chart.querySelectorAll('tbody tr').map((row) => row.text)).toEqual(['Q167%55% to 80%', 'Q286%75% to 95%']);
  });
});
