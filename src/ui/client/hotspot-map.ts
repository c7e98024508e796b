import { MapCanvas, type MapWishes } from './map-canvas.ts';
import { giveHand, easeTo, zoomBy } from './map-hand.ts';
import { onScreen, scaleBar, toPlace, underScreen, zoomedAt, type Place, type Spot } from './map-place.ts';
import { signsAt, type LayerLine } from './map-signs.ts';

/** From this zoom on a press lists what is there; before, it goes nearer. */
const listedFrom = 15;

function made<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string, words = ''): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { className, textContent: words });
}

/** The rows of the table beside the map, drawn from the bottom up so that the first lies on top. */
function linesOf(table: HTMLElement | null): LayerLine[] {
  const rows = [...(table?.querySelectorAll<HTMLElement>('tr[data-layer]') ?? [])];
  return rows.toReversed().map((row) => ({
    layer: row.dataset['layer'] ?? '', name: row.querySelector('[id^="layer-"]')?.textContent ?? '', shown: row.dataset['shown'] === 'true',
    form: row.querySelector('path')?.getAttribute('d') ?? '', sign: row.querySelector<SVGElement>('svg'),
  }));
}

/** A box to tick before each layer. What is shown stays in the address, so that it can be saved and sent. */
function addTicks(table: HTMLElement, map: MapCanvas, lines: readonly LayerLine[]): void {
  for (const line of lines) {
    const label = table.querySelector(`#layer-${line.layer}`);
    if (label === null) continue;
    const tick = Object.assign(made('input', 'hub-layers__tick'), { type: 'checkbox', checked: line.shown });
    tick.setAttribute('aria-labelledby', `layer-${line.layer}`);
    tick.addEventListener('change', () => {
      line.shown = tick.checked;
      map.redraw();
      const address = new URL(location.href);
      address.searchParams.set('show', lines.filter(({ shown }) => shown).map(({ layer }) => layer).toReversed().join('.') || 'none');
      history.replaceState(history.state, '', address);
      for (const field of document.querySelectorAll<HTMLInputElement>('input[name="show"]')) field.value = address.searchParams.get('show') ?? '';
    });
    label.parentElement?.prepend(tick);
  }
}

/** About a hundred metres: a place, not a doorstep. */
function hereAddress(box: HTMLElement, { lat, lon }: Place): string {
  return (box.dataset['here'] ?? '').replace('{at}', `${lat.toFixed(3)},${lon.toFixed(3)}`);
}

/** What lies under a press, in words, and the way to the list. It stays at its place while the map moves. */
class Bubble {
  readonly #box: HTMLElement;
  readonly #map: MapCanvas;
  #shown: { readonly element: HTMLElement; readonly at: Spot } | undefined;

  constructor(box: HTMLElement, map: MapCanvas) {
    this.#box = box;
    this.#map = map;
  }

  show(at: Spot, words: string): void {
    this.close();
    const element = made('div', 'hub-livemap__bubble');
    const close = Object.assign(made('button', 'hub-livemap__close', '×'), { type: 'button' });
    close.setAttribute('aria-label', 'Close');
    close.addEventListener('click', () => this.close());
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.close();
      this.#map.canvas.focus();
    });
    element.append(close, made('p', '', words), Object.assign(made('a', ''), { href: hereAddress(this.#box, toPlace(at)), textContent: 'List what is here' }));
    this.#box.append(element);
    this.#shown = { element, at };
    this.follow();
  }

  follow(): void {
    if (this.#shown === undefined) return;
    const { x, y } = onScreen(this.#map.view(), this.#shown.at);
    this.#shown.element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -100%)`;
    this.#shown.element.hidden = x < 0 || y < 0 || x > this.#map.view().width || y > this.#map.view().height;
  }

  close(): void {
    this.#shown?.element.remove();
    this.#shown = undefined;
  }
}

function pressed(map: MapCanvas, lines: readonly LayerLine[], bubble: Bubble, point: Spot): void {
  const found = signsAt(map.placedSigns, point);
  const first = found[0];
  bubble.close();
  if (first === undefined) return;
  const view = map.view();
  if (first.count > 1 && view.zoom < listedFrom) {
    easeTo(map, zoomedAt(view, Math.min(listedFrom, view.zoom + 2), point));
    return;
  }
  const words = lines.toReversed().flatMap(({ layer, name }) => {
    const many = found.filter((one) => one.layer === layer).reduce((sum, { count }) => sum + count, 0);
    return many === 0 ? [] : [`${name}: ${many}`];
  }).join('. ');
  bubble.show(underScreen(view, { x: first.x, y: first.y }), words);
}

/** Plus and minus, the scale, whose map it is, and what to do with one finger. */
function addFurniture(box: HTMLElement, map: MapCanvas): { readonly follow: () => void; readonly oneFinger: () => void } {
  const zoom = made('div', 'hub-livemap__zoom');
  for (const [words, sign, levels] of [['Zoom in', '+', 1], ['Zoom out', '−', -1]] as const) {
    const button = Object.assign(made('button', '', sign), { type: 'button', title: words });
    button.setAttribute('aria-label', words);
    button.addEventListener('click', () => zoomBy(map, levels));
    zoom.append(button);
  }
  const scale = made('div', 'hub-livemap__scale');
  const credit = made('div', 'hub-livemap__credit', box.dataset['credit'] ?? '');
  const hint = made('div', 'hub-livemap__hint', 'Use two fingers to move the map');
  hint.hidden = true;
  box.append(zoom, scale, hint, ...(credit.textContent === '' ? [] : [credit]));
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let said = '';
  return {
    follow: () => {
      const { metres, pixels } = scaleBar(map.view(), 100);
      const words = metres >= 1_000 ? `${metres / 1_000} km` : `${metres} m`;
      const now = `${words}|${Math.round(pixels)}`;
      // Written only when it changes: while the map is dragged it does not.
      if (now === said) return;
      said = now;
      scale.textContent = words;
      scale.style.width = `${Math.round(pixels)}px`;
    },
    oneFinger: () => {
      clearTimeout(hiding);
      hint.hidden = false;
      hiding = setTimeout(() => { hint.hidden = true; }, 1_500);
    },
  };
}

/** Sooner than this nobody has begun to wait. */
const waitingSince = 500;

const waitingWords = 'Reading the map …';
const troubleWords = { points: 'Part of the map could not be read. The tables below are whole. Move the map to try again.', basemap: 'The background map could not be reached. The points are the hub’s own and are all here.' };

/** Says that something is still to come, and what could not be had. */
function addWords(box: HTMLElement): Pick<MapWishes, 'drawn' | 'waits' | 'trouble'> {
  const words = made('div', 'hub-livemap__words');
  words.setAttribute('role', 'status');
  words.hidden = true;
  box.append(words);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failed = false;
  const say = (text: string): void => {
    words.textContent = text;
    words.hidden = text === '';
  };
  return {
    waits: () => {
      if (timer !== undefined) return;
      failed = false;
      // What is missing is said already, and is more than that the rest still comes.
      timer = setTimeout(() => { if (!failed) say(waitingWords); }, waitingSince);
    },
    drawn: () => {
      clearTimeout(timer);
      timer = undefined;
      if (!failed) say('');
      box.dataset['state'] = 'drawn';
    },
    trouble: (of, text) => {
      box.dataset['trouble'] = text;
      failed = true;
      say(troubleWords[of]);
    },
  };
}

/** By keyboard Enter lists what is in the middle. The link below does the same. */
function middleLink(box: HTMLElement, map: MapCanvas): { readonly follow: () => void; readonly go: () => void } {
  const link = document.querySelector<HTMLAnchorElement>('#map-here');
  // It leads nowhere until there is a middle: without script it is not shown, and no link.
  const follow = (): void => {
    if (link === null) return;
    link.href = hereAddress(box, toPlace(map.view()));
    link.hidden = false;
  };
  return {
    follow,
    go: () => {
      follow();
      link?.click();
    },
  };
}

/** Over a sign the pointer says that it can be pressed; not asked while the map is dragged. */
function pointsAtSigns(map: MapCanvas): void {
  map.canvas.addEventListener('mousemove', (event) => {
    if (event.buttons !== 0) return;
    map.canvas.style.cursor = signsAt(map.placedSigns, { x: event.offsetX, y: event.offsetY }).length > 0 ? 'pointer' : '';
  });
}

function startMap(box: HTMLElement): void {
  const { ground = '{"features":[]}', tiles = '', basemap = '', worker = '' } = box.dataset;
  const table = document.querySelector<HTMLElement>('#map-layers');
  const lines = linesOf(table);
  const follows: (() => void)[] = [];
  const rests: (() => void)[] = [];
  box.replaceChildren();
  // The sheet gives the box its height now, before the map measures it.
  box.dataset['state'] = 'started';
  const map = new MapCanvas(box, {
    ...addWords(box), ground: JSON.parse(ground), tiles, basemap, worker: new URL(worker, location.href).href, lines,
    moved: () => follows.forEach((follow) => follow()),
    rested: () => rests.forEach((rest) => rest()),
  });
  map.canvas.tabIndex = 0;
  map.canvas.setAttribute('role', 'region');
  map.canvas.setAttribute('aria-label', 'Live map. Arrow keys move it, plus and minus zoom, Enter lists what is in the middle. The tables say the same.');
  const bubble = new Bubble(box, map);
  const furniture = addFurniture(box, map);
  const middle = middleLink(box, map);
  follows.push(furniture.follow, () => bubble.follow());
  rests.push(middle.follow);
  for (const follow of [...follows, ...rests]) follow();
  if (table !== null) addTicks(table, map, lines);
  pointsAtSigns(map);
  giveHand(map.canvas, map, { pressed: (point) => pressed(map, lines, bubble, point), entered: middle.go, oneFinger: furniture.oneFinger });
}

const box = document.querySelector<HTMLElement>('#live-map');
if (box !== null) startMap(box);
