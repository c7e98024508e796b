import { movedBy, zoomedAt, type MapView, type Spot } from './map-place.ts';

/** A map that can be moved: what it shows now, and what it shows from now on. */
export interface MovingMap {
  view(): MapView;
  show(view: MapView): void;
  /** Called when a movement has ended. */
  rest(): void;
}

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const arrowPixels = 100;
const easeMs = 250;

let easing = 0;

/** To another view in a quarter of a second; at once for whoever asked for less motion. */
export function easeTo(map: MovingMap, to: MapView): void {
  cancelAnimationFrame(easing);
  const from = map.view();
  const began = performance.now();
  const step = (): void => {
    const share = reducedMotion.matches ? 1 : Math.min(1, (performance.now() - began) / easeMs);
    const eased = 1 - (1 - share) ** 3;
    const zoom = from.zoom + (to.zoom - from.zoom) * eased;
    // On the way nearer the middle goes as the scale does, so that a point under the hand stays there.
    const scale = to.zoom === from.zoom ? eased : (1 - 2 ** (from.zoom - zoom)) / (1 - 2 ** (from.zoom - to.zoom));
    map.show({ ...map.view(), zoom, x: from.x + (to.x - from.x) * scale, y: from.y + (to.y - from.y) * scale });
    if (share < 1) easing = requestAnimationFrame(step);
    else map.rest();
  };
  step();
}

export function zoomBy(map: MovingMap, levels: number, point?: Spot): void {
  const view = map.view();
  easeTo(map, zoomedAt(view, view.zoom + levels, point ?? { x: view.width / 2, y: view.height / 2 }));
}

const pointOf = (box: DOMRect, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Spot => ({ x: clientX - box.left, y: clientY - box.top });

/** How fast a drag was when it ended, in pixels a millisecond. */
class Speed {
  #marks: { readonly x: number; readonly y: number; readonly at: number }[] = [];

  mark({ x, y }: Spot): void {
    const at = performance.now();
    this.#marks = [...this.#marks.filter((mark) => at - mark.at < 100), { x, y, at }];
  }

  now(): Spot {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    const ms = first === undefined || last === undefined ? 0 : last.at - first.at;
    return first === undefined || last === undefined || ms < 20 || performance.now() - last.at > 60 ? { x: 0, y: 0 } : { x: (last.x - first.x) / ms, y: (last.y - first.y) / ms };
  }
}

/** By mouse: a drag moves, the wheel and a double press go nearer, a press without movement is told. */
function byMouse(canvas: HTMLCanvasElement, map: MovingMap, pressed: (point: Spot) => void): void {
  let from: Spot | undefined;
  let moved = 0;
  let speed = new Speed();
  canvas.addEventListener('mousedown', (event) => {
    if (event.button !== 0) return;
    cancelAnimationFrame(easing);
    from = { x: event.clientX, y: event.clientY };
    moved = 0;
    speed = new Speed();
  });
  addEventListener('mousemove', (event) => {
    if (from === undefined) return;
    const [right, down] = [event.clientX - from.x, event.clientY - from.y];
    from = { x: event.clientX, y: event.clientY };
    moved += Math.abs(right) + Math.abs(down);
    speed.mark(from);
    map.show(movedBy(map.view(), -right, -down));
  });
  addEventListener('mouseup', (event) => {
    if (from === undefined) return;
    from = undefined;
    if (moved < 4) {
      pressed(pointOf(canvas.getBoundingClientRect(), event));
      return;
    }
    const { x, y } = speed.now();
    if (Math.hypot(x, y) > 0.2) easeTo(map, movedBy(map.view(), -x * easeMs * 0.6, -y * easeMs * 0.6));
    else map.rest();
  });
  canvas.addEventListener('dblclick', (event) => zoomBy(map, 1, pointOf(canvas.getBoundingClientRect(), event)));
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    cancelAnimationFrame(easing);
    const pixels = event.deltaY * (event.deltaMode === 1 ? 40 : 1);
    const view = map.view();
    map.show(zoomedAt(view, view.zoom - Math.max(-1, Math.min(1, pixels / (event.ctrlKey ? 100 : 300))), pointOf(canvas.getBoundingClientRect(), event)));
    map.rest();
  }, { passive: false });
}

const middleOf = (touches: TouchList): Spot & { readonly apart: number } => {
  const [one, other] = [touches[0], touches[1]];
  if (one === undefined || other === undefined) return { x: one?.clientX ?? 0, y: one?.clientY ?? 0, apart: 1 };
  return { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2, apart: Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)) };
};

/** By touch: one finger moves the page, two move the map and go nearer; a tap is told. */
function byTouch(canvas: HTMLCanvasElement, map: MovingMap, tells: { readonly pressed: (point: Spot) => void; readonly oneFinger: () => void }): void {
  let before: ReturnType<typeof middleOf> | undefined;
  let tapped: Spot | undefined;
  canvas.addEventListener('touchstart', (event) => {
    tapped = event.touches.length === 1 ? middleOf(event.touches) : undefined;
    before = event.touches.length === 2 ? middleOf(event.touches) : undefined;
  }, { passive: true });
  canvas.addEventListener('touchmove', (event) => {
    const now = middleOf(event.touches);
    if (event.touches.length === 1 && tapped !== undefined && Math.hypot(now.x - tapped.x, now.y - tapped.y) > 10) {
      tapped = undefined;
      tells.oneFinger();
    }
    if (event.touches.length !== 2 || before === undefined) return;
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    const moved = movedBy(map.view(), before.x - now.x, before.y - now.y);
    map.show(zoomedAt(moved, moved.zoom + Math.log2(now.apart / before.apart), { x: now.x - box.left, y: now.y - box.top }));
    before = now;
  }, { passive: false });
  canvas.addEventListener('touchend', (event) => {
    if (before !== undefined) map.rest();
    before = undefined;
    if (tapped === undefined) return;
    // The browser makes no mouse of it.
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    tells.pressed({ x: tapped.x - box.left, y: tapped.y - box.top });
    tapped = undefined;
  });
}

/** By keyboard: arrows move, plus and minus zoom, Enter is told. */
function byKeyboard(canvas: HTMLCanvasElement, map: MovingMap, entered: () => void): void {
  const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-arrowPixels, 0], ArrowRight: [arrowPixels, 0], ArrowUp: [0, -arrowPixels], ArrowDown: [0, arrowPixels] };
  canvas.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = steps[event.key];
    if (step !== undefined) easeTo(map, movedBy(map.view(), ...step));
    else if (event.key === '+' || event.key === '=') zoomBy(map, 1);
    else if (event.key === '-') zoomBy(map, -1);
    else if (event.key === 'Enter') entered();
    else return;
    event.preventDefault();
  });
}

export interface Hand {
  readonly pressed: (point: Spot) => void;
  readonly entered: () => void;
  readonly oneFinger: () => void;
}

export function giveHand(canvas: HTMLCanvasElement, map: MovingMap, hand: Hand): void {
  byMouse(canvas, map, hand.pressed);
  byTouch(canvas, map, hand);
  byKeyboard(canvas, map, hand.entered);
}
