import { onScreen, toSpot, worldPixels, type MapView, type Spot } from './map-place.ts';

/** The sheet's own colours, so that the map follows light and dark. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Read once for each scheme: to ask the sheet at every frame would cost more than the drawing. */
export interface MapColours {
  readonly land: string;
  readonly block: string;
  readonly road: string;
  readonly green: string;
  readonly water: string;
  readonly ink: string;
  /** Numbers in signs: on full ones, and on hollow ones. */
  readonly onSign: string;
  readonly onHollow: string;
}

export function coloursNow(): MapColours {
  return { land: token('--map-land'), block: token('--map-block'), road: token('--map-road'), green: token('--map-green'), water: token('--map-water'), ink: token('--ink-2'), onSign: token('--on-layer'), onHollow: token('--ink') };
}

type Ring = readonly (readonly [lon: number, lat: number])[];

/** What the page hands over: areas, the middles of areas, and places, all with their names. */
export interface GroundFeatures {
  readonly features: readonly (
    | { readonly properties: { readonly name: string; readonly kind: string }; readonly geometry: { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] } }
    | { readonly properties: { readonly name: string; readonly kind: string }; readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] } }
    | { readonly properties: { readonly name: string; readonly kind: string }; readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [lon: number, lat: number] } }
  )[];
}

interface Name extends Spot {
  readonly words: string;
  readonly kind: 'area-name' | 'place';
}

export interface Ground {
  readonly areas: readonly Path2D[];
  readonly names: readonly Name[];
  /** Corners of the box that holds everything; undefined when there is nothing. */
  readonly box: readonly [Spot, Spot] | undefined;
  /** Paths are in pixels of one zoom from here, so that no digit is lost however near the map goes. */
  readonly from: Spot;
}

const pathZoom = 12;

export function groundOf({ features }: GroundFeatures): Ground {
  const spotOf = ([lon, lat]: readonly [number, number]): Spot => toSpot({ lat, lon });
  const rings = features.map(({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []).map((ring) => ring.map(spotOf)));
  const points = features.flatMap(({ properties, geometry }): Name[] =>
    geometry.type === 'Point' && (properties.kind === 'area-name' || properties.kind === 'place') ? [{ ...spotOf(geometry.coordinates), words: properties.name, kind: properties.kind }] : []);
  const all = [...rings.flat(2), ...points];
  const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
  const low = (values: readonly number[]): number => values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);
  const box = all.length < 2 ? undefined : ([{ x: low(xs), y: low(ys) }, { x: high(xs), y: high(ys) }] as const);
  const from = box?.[0] ?? { x: 0, y: 0 };
  const scale = worldPixels(pathZoom);
  const areas = rings.filter((own) => own.length > 0).map((own) => {
    const path = new Path2D();
    for (const ring of own) {
      for (const [place, { x, y }] of ring.entries()) {
        if (place === 0) path.moveTo((x - from.x) * scale, (y - from.y) * scale);
        else path.lineTo((x - from.x) * scale, (y - from.y) * scale);
      }
      path.closePath();
    }
    return path;
  });
  return { areas, names: points, box, from };
}

/** The built-in ground: areas and their borders; over a basemap only the borders. */
export function drawAreas(pen: CanvasRenderingContext2D, view: MapView, { areas, from }: Ground, over: 'plain' | 'basemap', colours: MapColours): void {
  const { x, y } = onScreen(view, from);
  const scale = worldPixels(view.zoom) / worldPixels(pathZoom);
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  pen.lineJoin = 'round';
  pen.strokeStyle = over === 'plain' ? colours.road : colours.ink;
  pen.lineWidth = (over === 'plain' ? 2.5 : 1) / scale;
  if (over === 'basemap') pen.setLineDash([2 / scale, 3 / scale]);
  pen.fillStyle = colours.block;
  for (const area of areas) {
    if (over === 'plain') {
      pen.globalAlpha = 0.7;
      pen.fill(area, 'evenodd');
      pen.globalAlpha = 1;
    }
    pen.stroke(area);
  }
  pen.restore();
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const meets = (one: Box) => (other: Box): boolean => one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** Pixels that a name may move to keep clear of signs: first up and down, then aside. */
const nudges = [0, 45, -45].flatMap((aside) => [0, 18, -18, 30, -30, 42, -42].map((down) => ({ aside, down })));

function common(one: Box, other: Box): number {
  return Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
}

/** Where a name of this size about here lies clear of names and signs, else where signs hide least of it; nowhere if it meets another name. */
export function placeFor({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, names: readonly Box[], signs: readonly Box[]): Box | undefined {
  let best: { readonly box: Box; readonly hidden: number } | undefined;
  for (const { aside, down } of nudges) {
    // Whole pixels: letters stay sharp.
    const [left, top] = [Math.round(x - width / 2) + aside, Math.round(y - height / 2) + down];
    const box = { left, top, right: left + width, bottom: top + height };
    if (names.some(meets(box))) continue;
    const hidden = signs.reduce((sum, sign) => sum + common(box, sign), 0);
    if (hidden === 0) return box;
    if (best === undefined || hidden < best.hidden) best = { box, hidden };
  }
  return best?.box;
}

interface Label {
  readonly picture: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
}

/** Names as pictures with a paler rim, drawn once. */
export class NamePictures {
  readonly #labels = new Map<string, Label>();
  readonly #dots: number;
  readonly #colours: MapColours;

  constructor(dots: number, colours: MapColours) {
    this.#dots = dots;
    this.#colours = colours;
  }

  #of({ words, kind }: Name): Label {
    const key = `${kind}|${words}`;
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    const size = kind === 'place' ? 13 : 14;
    const picture = document.createElement('canvas');
    const pen = picture.getContext('2d');
    const font = `${size}px "Hub Text", sans-serif`;
    if (pen !== null) pen.font = font;
    const [width, height] = [Math.ceil(pen?.measureText(words).width ?? 0) + 8, size + 8];
    picture.width = width * this.#dots;
    picture.height = height * this.#dots;
    if (pen !== null) {
      pen.scale(this.#dots, this.#dots);
      pen.font = font;
      pen.textBaseline = 'middle';
      pen.lineJoin = 'round';
      pen.lineWidth = 4;
      pen.strokeStyle = this.#colours.land;
      pen.strokeText(words, 4, height / 2);
      pen.fillStyle = this.#colours.ink;
      pen.fillText(words, 4, height / 2);
    }
    const made = { picture, width, height };
    this.#labels.set(key, made);
    return made;
  }

  /** Areas first, each beside the signs if there is room; a name that would lie on another waits until the map is nearer. */
  draw(pen: CanvasRenderingContext2D, view: MapView, names: readonly Name[], signs: readonly Box[]): void {
    const taken: Box[] = [];
    for (const name of names) {
      if (name.kind === 'place' && view.zoom < 14.5) continue;
      const { x, y } = onScreen(view, name);
      if (x < -150 || y < -30 || x > view.width + 150 || y > view.height + 30) continue;
      const { picture, width, height } = this.#of(name);
      const place = placeFor({ x, y, width, height }, taken, signs);
      if (place === undefined) continue;
      taken.push(place);
      pen.drawImage(picture, place.left, place.top, width, height);
    }
  }
}
