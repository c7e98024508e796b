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

/** A sign at its place on the screen, to be drawn and for whoever presses on it. */
export interface PlacedSign extends Spot {
  readonly layer: string;
  readonly count: number;
  readonly radius: number;
  readonly ink: string;
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

/** Signs as pictures, drawn once for each size: to copy one costs next to nothing. Numbers are written on them. */
export class SignPictures {
  readonly #pictures = new Map<string, HTMLCanvasElement>();
  readonly #dots: number;

  constructor(dots: number) {
    this.#dots = dots;
  }

  draw(pen: CanvasRenderingContext2D, lines: ReadonlyMap<string, LayerLine>, signs: readonly PlacedSign[]): void {
    pen.font = '700 12px "Hub Text", sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    for (const { layer, x, y, count, ink } of signs) {
      const line = lines.get(layer);
      if (line === undefined) continue;
      const picture = this.#of(line, diameterOf(count));
      const side = picture.width / this.#dots;
      pen.drawImage(picture, x - side / 2, y - side / 2, side, side);
      if (count < 2) continue;
      pen.fillStyle = ink;
      // A triangle's middle lies low.
      pen.fillText(String(count), x, y + (layer === 'assets' ? 4 : 1));
    }
  }

  #of(line: LayerLine, diameter: number): HTMLCanvasElement {
    const key = `${line.layer}|${diameter}`;
    const known = this.#pictures.get(key);
    if (known !== undefined) return known;
    const made = this.#made(line, diameter);
    this.#pictures.set(key, made);
    return made;
  }

  #made({ form, sign }: LayerLine, diameter: number): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil((diameter + 4) * this.#dots);
    canvas.height = canvas.width;
    const pen = canvas.getContext('2d');
    if (pen === null) return canvas;
    pen.translate(canvas.width / 2, canvas.width / 2);
    pen.scale((diameter / 20) * this.#dots, (diameter / 20) * this.#dots);
    pen.translate(-10, -10);
    const path = new Path2D(form);
    const { fill, stroke } = sign === null ? { fill: '#000', stroke: '#fff' } : getComputedStyle(sign);
    pen.fillStyle = fill;
    pen.strokeStyle = stroke;
    pen.lineWidth = 1.2;
    pen.lineJoin = 'round';
    pen.fill(path);
    pen.stroke(path);
    return canvas;
  }
}

export interface SignLayer {
  readonly line: LayerLine;
  readonly store: TileStore<Cluster[]>;
  readonly ink: string;
}

/** Where the signs of all layers lie that are shown, the lowest first. */
export function placeSigns(view: MapView, layers: readonly SignLayer[]): PlacedSign[] {
  const placed: PlacedSign[] = [];
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
      placed.push({ layer: line.layer, x: left, y: top, count, radius: diameterOf(count) / 2, ink });
    }
  }
  return placed;
}

/** Signs under a point of the screen, the topmost first. */
export function signsAt<Sign extends Pick<PlacedSign, 'x' | 'y' | 'radius'>>(placed: readonly Sign[], point: Spot): Sign[] {
  return placed.filter(({ x, y, radius }) => Math.hypot(x - point.x, y - point.y) <= radius + 4).toReversed();
}
