import type { Explanation } from './explanation.ts';
import { matchWeight, priorWeight, type ModelParameters } from './model.ts';
import type { Slot } from './comparator.ts';

/** A chart as an SVG text, and the same figures as rows, for those who cannot see it and for other tools. */
export interface Chart<Row> {
  readonly svg: string;
  readonly rows: readonly Row[];
}

/** One level of one part of a comparison. */
export interface WeightRow {
  readonly comparison: string;
  readonly part: string;
  readonly level: string;
  readonly m: number;
  readonly u: number;
  /** Bits: log2(m/u). */
  readonly weight: number;
}

const WIDTH = 760;
const LABEL = 330;
const ROW = 22;
const BAR = 14;
const VALUE = 70;
const FOR_MATCH = '#00703c';
const AGAINST = '#b10e1e';
const TEXT = '#0b0c0c';

interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/** The match weights of a model: what each level of each comparison says for (to the right) or against a match. */
export function weightsChart(
  names: readonly string[],
  slots: readonly (readonly Slot[])[],
  model: ModelParameters,
): Chart<WeightRow> {
  const rows = names.flatMap((comparison, c) =>
    (slots[c] ?? []).flatMap((slot, s) => {
      const parameters = model.comparisons[c]?.[s];
      if (parameters === undefined) return [];
      return slot.labels
        .map((level, l): WeightRow => ({
          comparison,
          part: slot.name,
          level,
          m: parameters.m[l] ?? 0,
          u: parameters.u[l] ?? 0,
          weight: matchWeight(parameters, l),
        }))
        .reverse();
    }),
  );
  const prior: Bar = bar('prior: two random records', 0, priorWeight(model.lambda));
  const bars = rows.map((row) => bar(`${row.part}: ${row.level}`, 0, row.weight));
  return { svg: draw('Match weights (bits)', [prior, ...bars]), rows };
}

/** Why a pair has its weight, step by step: each bar begins where the one before ended. */
export function waterfallChart(explanation: Explanation): Chart<Explanation['steps'][number]> {
  const { steps, prior, weight } = explanation;
  const bars = steps.map((step) => {
    const level = step.level ?? 'missing: no evidence';
    return bar(`${step.part}: ${level}`, step.runningTotal - step.weight, step.runningTotal);
  });
  const calibrated = explanation.calibration === 0 ? [] : [bar('calibration', weight - explanation.calibration, weight)];
  const title = `Match weight ${weight.toFixed(2)}, probability ${explanation.probability.toFixed(4)}`;
  return { svg: draw(title, [bar('prior', 0, prior), ...bars, ...calibrated, bar('match weight', 0, weight)]), rows: steps };
}

function bar(label: string, from: number, to: number): Bar {
  const change = to - from;
  return { label, from, to, value: `${change >= 0 ? '+' : ''}${change.toFixed(2)}` };
}

function draw(title: string, bars: readonly Bar[]): string {
  const finite = bars.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite);
  const least = Math.min(0, ...finite);
  const most = Math.max(0, ...finite);
  const scale = (WIDTH - LABEL - VALUE) / Math.max(most - least, 1e-9);
  const x = (value: number): number => LABEL + (Math.min(Math.max(value, least), most) - least) * scale;
  const height = (bars.length + 2) * ROW;
  const drawn = bars.map(({ label, from, to, value }, i) => {
    const y = (i + 1.5) * ROW;
    const [start, end] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    const colour = to >= from ? FOR_MATCH : AGAINST;
    return (
      `<text x="${LABEL - 8}" y="${y + 11}" text-anchor="end">${escapeXml(shorten(label))}<title>${escapeXml(label)}</title></text>` +
      `<rect x="${start.toFixed(1)}" y="${y}" width="${Math.max(1, end - start).toFixed(1)}" height="${BAR}" fill="${colour}"/>` +
      `<text x="${(end + 4).toFixed(1)}" y="${y + 11}">${value}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}" ` +
    `font-family="sans-serif" font-size="12" fill="${TEXT}"><text x="8" y="16" font-weight="bold">${escapeXml(title)}</text>` +
    `<line x1="${x(0).toFixed(1)}" x2="${x(0).toFixed(1)}" y1="${ROW}" y2="${height}" stroke="${TEXT}"/>${drawn.join('')}</svg>`
  );
}

function shorten(label: string): string {
  return label.length <= 52 ? label : `${label.slice(0, 51)}…`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
