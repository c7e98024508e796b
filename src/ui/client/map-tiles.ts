import type { TileAt } from './map-place.ts';

interface Held<Content> {
  content: Content | undefined;
  state: 'coming' | 'here' | 'failed';
  usedAt: number;
  triedAt: number;
}

/** More are forgotten, those first that were not looked at for longest. */
const most = 320;
const tryAgain = 10_000;
/** So many at once: what is asked for last, where the reader is now, does not wait behind all that was passed. */
const atOnce = 8;

/** Tiles of one source: fetched once, kept while they are looked at. */
export class TileStore<Content> {
  readonly #tiles = new Map<string, Held<Content>>();
  readonly #fetch: (tile: TileAt) => Promise<Content>;
  readonly #changed: (error?: Error) => void;
  #coming = 0;
  #clock = 0;

  constructor(fetchTile: (tile: TileAt) => Promise<Content>, changed: (error?: Error) => void) {
    this.#fetch = fetchTile;
    this.#changed = changed;
  }

  /** Whether nothing that was asked for is still to come. */
  get settled(): boolean {
    return this.#coming === 0 && !this.#refused;
  }

  #refused = false;

  /** The tile if it is here; asks for it if not. */
  want(tile: TileAt): Content | undefined {
    const key = keyOf(tile);
    const held = this.#tiles.get(key);
    this.#clock += 1;
    if (held !== undefined) {
      held.usedAt = this.#clock;
      if (held.state !== 'failed' || performance.now() - held.triedAt < tryAgain) return held.content;
    }
    if (this.#coming >= atOnce) {
      this.#refused = true;
      return undefined;
    }
    void this.#load(key, tile);
    return undefined;
  }

  /** The tile if it is here, without asking for it. */
  have(tile: TileAt): Content | undefined {
    return this.#tiles.get(keyOf(tile))?.content;
  }

  clear(): void {
    this.#tiles.clear();
  }

  async #load(key: string, tile: TileAt): Promise<void> {
    const held: Held<Content> = { content: undefined, state: 'coming', usedAt: this.#clock, triedAt: performance.now() };
    this.#tiles.set(key, held);
    this.#coming += 1;
    let trouble: Error | undefined;
    try {
      held.content = await this.#fetch(tile);
      held.state = 'here';
    } catch (error) {
      held.state = 'failed';
      trouble = error instanceof Error ? error : new Error('A tile could not be read');
    }
    this.#coming -= 1;
    this.#refused = false;
    this.#forget();
    this.#changed(trouble);
  }

  #forget(): void {
    if (this.#tiles.size <= most) return;
    const oldest = [...this.#tiles].filter(([, { state }]) => state !== 'coming').toSorted(([, one], [, other]) => one.usedAt - other.usedAt);
    for (const [key] of oldest.slice(0, this.#tiles.size - most)) this.#tiles.delete(key);
  }
}

const keyOf = ({ z, x, y }: TileAt): string => `${z}/${x}/${y}`;

/** The tile that holds another, some levels up. */
export function above({ z, x, y }: TileAt, levels: number): TileAt {
  return { z: z - levels, x: Math.floor(x / 2 ** levels), y: Math.floor(y / 2 ** levels) };
}

/** The four tiles that make up one. */
export function below({ z, x, y }: TileAt): TileAt[] {
  return [0, 1].flatMap((down) => [0, 1].map((right) => ({ z: z + 1, x: 2 * x + right, y: 2 * y + down })));
}
