import { basemapOf, type Basemap } from './map-base.ts';
import { coloursNow, drawAreas, groundOf, NamePictures, type Ground, type GroundFeatures, type MapColours } from './map-ground.ts';
import type { MovingMap } from './map-hand.ts';
import { toSpot, viewOfBox, type MapView } from './map-place.ts';
import { clustersOf, placeSigns, SignPictures, type Cluster, type LayerLine, type PlacedSign } from './map-signs.ts';
import { TileStore } from './map-tiles.ts';

export interface MapWishes {
  readonly ground: GroundFeatures;
  /** Address of a tile of points, with {layer}, {z}, {x} and {y}. */
  readonly tiles: string;
  readonly basemap: string;
  readonly worker: string;
  readonly lines: readonly LayerLine[];
  readonly moved: (view: MapView) => void;
  readonly rested: (view: MapView) => void;
  /** Everything that is in view is drawn. */
  readonly drawn: () => void;
  /** Something in view is still to come. */
  readonly waits: () => void;
  readonly trouble: (of: 'points' | 'basemap', words: string) => void;
}

/** What depends on the scheme (light or dark) and on the screen. */
interface Look {
  readonly colours: MapColours;
  readonly names: NamePictures;
  readonly signs: SignPictures;
  readonly basemap: Basemap | undefined;
}

async function clustersFrom(address: string, tile: { readonly z: number; readonly x: number; readonly y: number }): Promise<Cluster[]> {
  const answer = await fetch(address.replace('{z}', String(tile.z)).replace('{x}', String(tile.x)).replace('{y}', String(tile.y)));
  if (!answer.ok) throw new Error(`A tile answered ${answer.status}`);
  return answer.status === 204 ? [] : clustersOf(new Uint8Array(await answer.arrayBuffer()), tile);
}

/**
 * The moving map on a plain canvas. Everything that is drawn at each frame is a picture made before or one of a few paths, so that it
 * moves smoothly on computers without a graphics card, as remote desktops are.
 */
export class MapCanvas implements MovingMap {
  readonly canvas = document.createElement('canvas');
  placedSigns: readonly PlacedSign[] = [];
  readonly #wishes: MapWishes;
  readonly #ground: Ground;
  readonly #stores: ReadonlyMap<string, TileStore<Cluster[]>>;
  readonly #lines: ReadonlyMap<string, LayerLine>;
  #look: Look;
  #view: MapView;
  #asked = 0;
  #told = false;

  constructor(box: HTMLElement, wishes: MapWishes) {
    this.#wishes = wishes;
    this.#ground = groundOf(wishes.ground);
    this.#lines = new Map(wishes.lines.map((line) => [line.layer, line]));
    box.append(this.canvas);
    const size = { width: box.clientWidth, height: box.clientHeight };
    // Without areas: England and Wales.
    const [one, other] = this.#ground.box ?? [toSpot({ lat: 50.5, lon: -5 }), toSpot({ lat: 55, lon: 1.5 })];
    this.#view = viewOfBox(one, other, size, 16);
    const changed = (error?: Error): void => this.#changed('points', error);
    this.#stores = new Map(wishes.lines.map(({ layer }) => [layer, new TileStore<Cluster[]>(async (tile) => await clustersFrom(wishes.tiles.replace('{layer}', layer), tile), changed)]));
    this.#look = this.#newLook();
    new ResizeObserver(() => this.#sized(box)).observe(box);
    this.#sized(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.restyle());
    // Letters drawn before the font is here would stay in another.
    void document.fonts.ready.then(() => this.restyle());
  }

  view(): MapView {
    return this.#view;
  }

  show(view: MapView): void {
    this.#view = view;
    this.#wishes.moved(view);
    this.redraw();
  }

  rest(): void {
    this.#wishes.rested(this.#view);
  }

  redraw(): void {
    this.#told = false;
    if (this.#asked === 0) this.#asked = requestAnimationFrame(() => this.#draw());
  }

  restyle(): void {
    this.#look = this.#newLook();
    this.redraw();
  }

  get #dots(): number {
    return Math.min(2, Math.max(1, devicePixelRatio));
  }

  #newLook(): Look {
    const { basemap: url, worker } = this.#wishes;
    const colours = coloursNow();
    const dots = this.#dots;
    const basemap = url === '' ? undefined : basemapOf({ url, worker, colours, dots, changed: (error) => this.#changed('basemap', error) });
    return { colours, names: new NamePictures(dots, colours), signs: new SignPictures(dots), basemap };
  }

  #sized(box: HTMLElement): void {
    const { clientWidth: width, clientHeight: height } = box;
    this.canvas.width = Math.round(width * this.#dots);
    this.canvas.height = Math.round(height * this.#dots);
    this.show({ ...this.#view, width, height });
  }

  #changed(of: 'points' | 'basemap', error: Error | undefined): void {
    if (error !== undefined) this.#wishes.trouble(of, error.message);
    this.redraw();
  }

  #draw(): void {
    this.#asked = 0;
    const pen = this.canvas.getContext('2d', { alpha: false });
    if (pen === null) return;
    const view = this.#view;
    const { colours, names, signs, basemap } = this.#look;
    pen.setTransform(this.#dots, 0, 0, this.#dots, 0, 0);
    pen.fillStyle = colours.land;
    pen.fillRect(0, 0, view.width, view.height);
    basemap?.draw(pen, view);
    drawAreas(pen, view, this.#ground, basemap === undefined ? 'plain' : 'basemap', colours);
    const layers = this.#wishes.lines.flatMap((line) => {
      const store = this.#stores.get(line.layer);
      return store === undefined ? [] : [{ line, store, ink: line.layer === 'police' ? colours.onHollow : colours.onSign }];
    });
    this.placedSigns = placeSigns(view, layers);
    names.draw(pen, view, this.#ground.names, this.placedSigns.map(({ x, y, radius }) => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius })));
    signs.draw(pen, this.#lines, this.placedSigns);
    if (this.#told) return;
    this.#told = layers.every(({ line, store }) => !line.shown || store.settled) && (basemap?.settled() ?? true);
    if (this.#told) this.#wishes.drawn();
    else this.#wishes.waits();
  }
}
