import { PMTiles } from 'pmtiles';

import type { MapColours } from './map-ground.ts';
import { above, TileStore } from './map-tiles.ts';
import { tilePixels, tilesOf, worldPixels, type MapView, type TileAt } from './map-place.ts';

/** What the drawing thread is asked for: one square of a vector tile as a picture. */
export interface DrawTask {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** The square within the tile: how many along a side, and which. */
  readonly part: { readonly many: number; readonly x: number; readonly y: number };
  readonly zoom: number;
  readonly pixels: number;
  readonly colours: MapColours;
}

/** A drawing thread: streets of a whole town are drawn there, and the map moves on meanwhile. */
class Drawing {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (picture: ImageBitmap | undefined) => void>();
  #number = 0;

  constructor(address: string) {
    this.#worker = new Worker(address, { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<{ readonly number: number; readonly picture: ImageBitmap | undefined }>) => {
      this.#waiting.get(data.number)?.(data.picture);
      this.#waiting.delete(data.number);
    });
  }

  async draw(task: Omit<DrawTask, 'number'>): Promise<ImageBitmap | undefined> {
    this.#number += 1;
    const number = this.#number;
    return await new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#worker.postMessage({ number, ...task });
    });
  }
}

async function fetched(url: string): Promise<ArrayBuffer | undefined> {
  const answer = await fetch(url, { credentials: 'omit' });
  if (answer.status === 204 || answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`The basemap answered ${answer.status}`);
  return await answer.arrayBuffer();
}

const filled = (template: string, { z, x, y }: TileAt): string => template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y));

/** A picture of the basemap made paler, so that what the hub knows stands out. */
async function paler(bytes: ArrayBuffer): Promise<ImageBitmap> {
  const picture = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  if (pen === null) return picture;
  pen.filter = 'saturate(.4) opacity(.8)';
  pen.drawImage(picture, 0, 0);
  return canvas.transferToImageBitmap();
}

type Picture = ImageBitmap | undefined;

/** Where pictures of a basemap come from, and how wide they are drawn. */
interface Source {
  readonly pixels: number;
  readonly mostZoom: number;
  readonly picture: (tile: TileAt) => Promise<Picture>;
}

/** Vector tiles end at some zoom: beyond it a square of the last one is drawn larger. */
function vectorSource(bytesOf: (tile: TileAt) => Promise<ArrayBuffer | undefined>, mostZoom: number, drawing: Drawing, colours: MapColours, dots: number): Source {
  const kept = new Map<string, Promise<ArrayBuffer | undefined>>();
  return {
    pixels: tilePixels,
    mostZoom: 18,
    picture: async (tile) => {
      const levels = Math.max(0, tile.z - mostZoom);
      const from = above(tile, levels);
      const key = `${from.z}/${from.x}/${from.y}`;
      if (kept.size > 64) kept.clear();
      const coming = kept.get(key) ?? bytesOf(from);
      kept.set(key, coming);
      coming.catch(() => kept.delete(key));
      const bytes = await coming;
      const many = 2 ** levels;
      return bytes === undefined ? undefined : await drawing.draw({ bytes: new Uint8Array(bytes), part: { many, x: tile.x - from.x * many, y: tile.y - from.y * many }, zoom: tile.z, pixels: tilePixels * dots, colours });
    },
  };
}

/** What kind of source a basemap is, by its address: a PMTiles file, vector tiles, else pictures. */
async function squaresFrom(url: string, drawing: () => Drawing, colours: MapColours, dots: number): Promise<Source> {
  if (/\.pmtiles($|\?)/.test(url)) {
    const file = new PMTiles(new URL(url, location.href).href);
    const { maxZoom, tileType } = await file.getHeader();
    const bytesOf = async ({ z, x, y }: TileAt): Promise<ArrayBuffer | undefined> => (await file.getZxy(z, x, y))?.data;
    // 1 is vector tiles; the others are kinds of pictures.
    if (Number(tileType) === 1) return vectorSource(bytesOf, maxZoom, drawing(), colours, dots);
    return { pixels: 256, mostZoom: maxZoom, picture: async (tile) => await bytesOf(tile).then(async (bytes) => (bytes === undefined ? undefined : await paler(bytes))) };
  }
  if (/\.(pbf|mvt)($|\?)/.test(url)) return vectorSource(async (tile) => await fetched(filled(url, tile)), 14, drawing(), colours, dots);
  return { pixels: 256, mostZoom: 19, picture: async (tile) => await fetched(filled(url, tile)).then(async (bytes) => (bytes === undefined ? undefined : await paler(bytes))) };
}

export interface Basemap {
  /** Draws what is there, and asks for what is not. */
  readonly draw: (pen: CanvasRenderingContext2D, view: MapView) => void;
  readonly settled: () => boolean;
}

export interface BasemapWishes {
  readonly url: string;
  /** The script of the drawing thread, from our own origin: the page allows no other. */
  readonly worker: string;
  readonly colours: MapColours;
  readonly dots: number;
  readonly changed: (error?: Error) => void;
}

let drawing: Drawing | undefined;

export function basemapOf({ url, worker, colours, dots, changed }: BasemapWishes): Basemap {
  let source: Source | undefined;
  let failed = false;
  squaresFrom(url, () => (drawing ??= new Drawing(worker)), colours, dots).then((found) => {
    source = found;
    changed();
  }, (error: unknown) => {
    failed = true;
    changed(error instanceof Error ? error : new Error('The basemap cannot be read'));
  });
  const store = new TileStore<Picture>(async (tile) => await source?.picture(tile), changed);
  return {
    settled: () => failed || (source !== undefined && store.settled),
    draw: (pen, view) => {
      if (source === undefined) return;
      const zoom = Math.min(source.mostZoom, Math.max(0, Math.round(view.zoom + Math.log2(tilePixels / source.pixels))));
      for (const tile of tilesOf(view, zoom)) drawTile(pen, view, store, tile);
    },
  };
}

/** The tile's own picture, or its square of one above it while it comes. */
function drawTile(pen: CanvasRenderingContext2D, view: MapView, store: TileStore<Picture>, tile: TileAt): void {
  const own = store.want(tile);
  const side = worldPixels(view.zoom) / 2 ** tile.z;
  // Whole pixels: no seam shows between tiles.
  const edge = (at: number, middle: number, half: number): number => Math.round((at / 2 ** tile.z - middle) * worldPixels(view.zoom) + half);
  const [left, top] = [edge(tile.x, view.x, view.width / 2), edge(tile.y, view.y, view.height / 2)];
  const [right, bottom] = [edge(tile.x + 1, view.x, view.width / 2), edge(tile.y + 1, view.y, view.height / 2)];
  if (side < 1) return;
  if (own !== undefined) {
    pen.drawImage(own, left, top, right - left, bottom - top);
    return;
  }
  for (let levels = 1; levels <= Math.min(5, tile.z); levels += 1) {
    const wider = store.have(above(tile, levels));
    if (wider === undefined) continue;
    const [across, down] = [wider.width / 2 ** levels, wider.height / 2 ** levels];
    pen.drawImage(wider, (tile.x % 2 ** levels) * across, (tile.y % 2 ** levels) * down, across, down, left, top, right - left, bottom - top);
    return;
  }
}
