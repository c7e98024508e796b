import type { LatLon } from './grid.ts';
import { boxOf, isInBox, isInShape, type Box, type Shape } from './shapes.ts';

export type IndexedArea = { readonly kind: string; readonly shape: Shape };
type Entry<Area> = { readonly area: Area; readonly box: Box };

/** About two kilometres: a town is a few squares, a county some hundreds. */
const squareSize = 0.02;
const squareOf = (degrees: number): number => Math.floor(degrees / squareSize);

/** Which areas hold a point, found through a grid of squares instead of asking each area. */
export class AreaIndex<Area extends IndexedArea> {
  readonly #squares = new Map<string, Entry<Area>[]>();

  constructor(areas: Iterable<Area>) {
    for (const area of areas) this.#add({ area, box: boxOf(area.shape) });
  }

  #add(entry: Entry<Area>): void {
    for (let x = squareOf(entry.box.west); x <= squareOf(entry.box.east); x += 1) {
      for (let y = squareOf(entry.box.south); y <= squareOf(entry.box.north); y += 1) {
        const key = `${x},${y}`;
        const square = this.#squares.get(key);
        if (square === undefined) this.#squares.set(key, [entry]);
        else square.push(entry);
      }
    }
  }

  /** All areas of all kinds that hold the point. */
  containing(point: LatLon): Area[] {
    const square = this.#squares.get(`${squareOf(point.lon)},${squareOf(point.lat)}`) ?? [];
    return square.filter(({ area, box }) => isInBox(point, box) && isInShape(point, area.shape)).map(({ area }) => area);
  }

  /** The area of one kind that holds the point: its ward, its neighbourhood. */
  find(point: LatLon, kind: string): Area | undefined {
    const square = this.#squares.get(`${squareOf(point.lon)},${squareOf(point.lat)}`) ?? [];
    return square.find(({ area, box }) => area.kind === kind && isInBox(point, box) && isInShape(point, area.shape))?.area;
  }
}
