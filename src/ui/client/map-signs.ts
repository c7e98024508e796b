import { above, below, type TileStore } from './map-tiles.ts';
import { tilesOf, worldPixels, type MapView, type Spot, type TileAt } from './map-place.ts';
import { readVectorTile } from './vector-tile.ts';

export interface LayerLine {
  readonly layer: string;
  readonly name: string;
  /** Path of its sign in a square of 20, as in the table. */
  readonly form: string;
  readonly sign: SVGElement | null;
  shown: boolean;
}

/** So many points about here. */
export interface Cluster extends Spot {
  readonly count: number;
}

/** A sign as it was drawn, for whoever presses on it. */
export interface DrawnSign extends Spot {
  readonly layer: string;
  readonly count: number;
  readonly radius: number;
}

/** From this zoom on each point stands alone in the tiles. */
const deepestTile = 16;

/** Clusters of a tile of points, the smaller first so that the larger lie on top. */
export function clustersOf(bytes: Uint8Array, { z, x, y }: TileAt): Cluster[] {
  const side = 2 ** z;
  return readVectorTile(bytes, () => true).flatMap(({ extent, keys, values, features }) => {
    const countKey = keys.indexOf('count');
    return features.flatMap(({ parts, tags }): Cluster[] => {
      const at = tags.findIndex((key, place) => place % 2 === 0 && key === countKey);
      const count = (at < 0 ? undefined : values[tags[at + 1] ?? -1]) ?? 1;
      return parts.map((part) => ({ x: (x + (part[0] ?? 0) / extent) / side, y: (y + (part[1] ?? 0) / extent) / side, count }));
    });
  }).toSorted((one, other) => one.count - other.count);
}

/** What a tile shows: its own clusters, or while they come those of a tile above or below that are there. */
function clustersFor(store: TileStore<Cluster[]>, tile: TileAt): readonly Cluster[] {
  const own = store.want(tile);
  if (own !== undefined) return own;
  for (let levels = 1; levels <= Math.min(4, tile.z); levels += 1) {
    const wider = store.have(above(tile, levels));
    const side = 2 ** tile.z;
    if (wider !== undefined) return wider.filter(({ x, y }) => Math.floor(x * side) === tile.x && Math.floor(y * side) === tile.y);
  }
  return below(tile).flatMap((part) => store.have(part) ?? []);
}

/** One sign a cluster, larger for more: diameter by the logarithm of its number. */
const diameters: readonly (readonly [log: number, pixels: number])[] = [[0, 16], [0.4, 24], [1, 29], [2, 38], [4, 53]];

export function diameterOf(count: number): number {
  const log = Math.log10(Math.max(1, count));
  const next = diameters.findIndex(([from]) => from >= log);
  const [low, high] = [diameters[Math.max(0, next - 1)], diameters[next]];
  if (low === undefined || high === undefined) return 53;
  return low === high ? low[1] : Math.round(low[1] + ((log - low[0]) / (high[0] - low[0])) * (high[1] - low[1]));
}

/** Signs as pictures, drawn once for each size: to copy one costs next to nothing. */
export class SignPictures {
  readonly #pictures = new Map<string, HTMLCanvasElement>();
  readonly #dots: number;

  constructor(dots: number) {
    this.#dots = dots;
  }

  of(line: LayerLine, count: number, ink: string): HTMLCanvasElement {
    const words = count > 1 ? String(count) : '';
    const key = `${line.layer}|${count}`;
    const known = this.#pictures.get(key);
    if (known !== undefined) return known;
    if (this.#pictures.size > 4_000) this.#pictures.clear();
    const made = this.#draw(line, diameterOf(count), words, ink);
    this.#pictures.set(key, made);
    return made;
  }

  #draw({ layer, form, sign }: LayerLine, diameter: number, words: string, ink: string): HTMLCanvasElement {
    const font = '700 12px "Hub Text", sans-serif';
    const canvas = document.createElement('canvas');
    const side = Math.max(diameter, words.length * 8) + 4;
    canvas.width = Math.ceil(side * this.#dots);
    canvas.height = canvas.width;
    const pen = canvas.getContext('2d');
    if (pen === null) return canvas;
    pen.scale(this.#dots, this.#dots);
    pen.translate(side / 2, side / 2);
    pen.save();
    pen.scale(diameter / 20, diameter / 20);
    pen.translate(-10, -10);
    const path = new Path2D(form);
    const { fill, stroke } = sign === null ? { fill: '#000', stroke: '#fff' } : getComputedStyle(sign);
    pen.fillStyle = fill;
    pen.strokeStyle = stroke;
    pen.lineWidth = 1.2;
    pen.lineJoin = 'round';
    pen.fill(path);
    pen.stroke(path);
    pen.restore();
    pen.font = font;
    pen.fillStyle = ink;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    // A triangle's middle lies low.
    pen.fillText(words, 0, layer === 'assets' ? 4 : 1);
    return canvas;
  }
}

export interface SignLayer {
  readonly line: LayerLine;
  readonly store: TileStore<Cluster[]>;
  readonly ink: string;
}

/** Draws the signs of all layers that are shown, and says where each lies. */
export function drawSigns(pen: CanvasRenderingContext2D, view: MapView, layers: readonly SignLayer[], pictures: SignPictures, dots: number): DrawnSign[] {
  const drawn: DrawnSign[] = [];
  const zoom = Math.min(deepestTile, Math.max(0, Math.floor(view.zoom)));
  const world = worldPixels(view.zoom);
  // A sign reaches beyond its own tile: those just outside the picture are drawn too.
  const wide: MapView = { ...view, width: view.width + 60, height: view.height + 60 };
  for (const { line, store, ink } of layers) {
    if (!line.shown) continue;
    const clusters = tilesOf(wide, zoom).flatMap((tile) => clustersFor(store, tile));
    for (const { x, y, count } of clusters) {
      const [left, top] = [(x - view.x) * world + view.width / 2, (y - view.y) * world + view.height / 2];
      if (left < -40 || top < -40 || left > view.width + 40 || top > view.height + 40) continue;
      const picture = pictures.of(line, count, ink);
      const side = picture.width / dots;
      pen.drawImage(picture, left - side / 2, top - side / 2, side, side);
      drawn.push({ layer: line.layer, x: left, y: top, count, radius: diameterOf(count) / 2 });
    }
  }
  return drawn;
}

/** Signs under a point of the screen, the topmost first. */
export function signsAt(drawn: readonly DrawnSign[], point: Spot): DrawnSign[] {
  return drawn.filter(({ x, y, radius }) => Math.hypot(x - point.x, y - point.y) <= radius + 4).toReversed();
}
