/* The accent of a partnership, and all that follows from it. Pure: an administrator's colour is checked before it is kept. */

type Rgb = readonly [number, number, number];

const hexColour = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;

function rgb(hex: string): Rgb | undefined {
  const match = hexColour.exec(hex);
  if (match === null) return undefined;
  return [Number.parseInt(match[1] ?? '', 16), Number.parseInt(match[2] ?? '', 16), Number.parseInt(match[3] ?? '', 16)];
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: Rgb): number {
  const linear = (part: number): number => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

function contrastOf(one: Rgb, other: Rgb): number {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Contrast by WCAG, from 1 to 21; undefined unless both are `#rrggbb`. */
export function contrastRatio(one: string, other: string): number | undefined {
  const [a, b] = [rgb(one), rgb(other)];
  return a === undefined || b === undefined ? undefined : contrastOf(a, b);
}

/** In whole parts, so that what is checked is what is written. */
function mixed(colour: Rgb, other: Rgb, share: number): Rgb {
  const part = (one: number, two: number): number => Math.round(one * (1 - share) + two * share);
  return [part(colour[0], other[0]), part(colour[1], other[1]), part(colour[2], other[2])];
}

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** The darkest light ground and the lightest dark ground that words in the accent stand on. */
const lightGround: Rgb = [0xe0, 0xe8, 0xea];
const darkGround: Rgb = [0x22, 0x31, 0x38];
const onField: Rgb = [0xc9, 0xe2, 0xea];
const onFieldInDark: Rgb = [0xb5, 0xd5, 0xdf];
const enough = 4.5;

/** Goes towards black or white until words can be read on it. */
function until(colour: Rgb, towards: Rgb, on: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mixed(colour, towards, share);
    if (contrastOf(candidate, on) >= enough) return candidate;
  }
  return towards;
}

/** Why a colour cannot be the accent, in one sentence; undefined when it can. */
export function accentProblem(accent: string): string | undefined {
  const colour = rgb(accent);
  if (colour === undefined) return 'Write the colour as # and six letters or figures, such as #0b4f63.';
  const contrast = contrastOf(colour, lightGround);
  // Rounded down: 4.49 must not read as enough.
  if (contrast < enough) return `This colour is too light to be read on our pages: its contrast is ${Math.floor(contrast * 10) / 10} to 1, and words need ${enough} to 1. Choose a darker one.`;
  return undefined;
}

/** The sheet that brings in a partnership's accent, to be served as `text/css`; undefined for a colour that cannot be read. */
export function brandSheet(accent: string): string | undefined {
  const colour = rgb(accent);
  if (colour === undefined || accentProblem(accent) !== undefined) return undefined;
  const field = until(mixed(colour, black, 0.12), black, onField);
  const light = until(mixed(colour, white, 0.3), white, darkGround);
  const fieldInDark = until(mixed(colour, black, 0.25), black, onFieldInDark);
  const inLight = `--accent:${hex(colour)};--accent-2:${hex(mixed(colour, black, 0.3))};--accent-wash:${hex(mixed(colour, white, 0.85))};--field:${hex(field)};--field-2:${hex(mixed(field, black, 0.15))};`;
  const inDark = `--accent:${hex(light)};--accent-2:${hex(mixed(light, white, 0.45))};--accent-wash:${hex(mixed(colour, black, 0.45))};--field:${hex(fieldInDark)};--field-2:${hex(mixed(fieldInDark, black, 0.15))};--on-accent:#05212b;`;
  return `@media screen{:root{${inLight}}}@media screen and (prefers-color-scheme:dark){:root:not([data-scheme=light]){${inDark}}}`;
}
