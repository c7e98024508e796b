import type { DrawTask } from './map-base.ts';
import type { MapColours } from './map-ground.ts';
import { readVectorTile, type TileFeature, type TileLayer } from './vector-tile.ts';

interface Style {
  readonly kind: 'area' | 'line';
  readonly colour: keyof MapColours;
  readonly opacity: number;
}

/** The two schemas in which the open vector maps come: Protomaps (earth, roads …) and OpenMapTiles (transportation …), from below upwards. */
const styles = new Map<string, Style>([
  ['earth', { kind: 'area', colour: 'land', opacity: 1 }], ['landcover', { kind: 'area', colour: 'green', opacity: 0.5 }], ['landuse', { kind: 'area', colour: 'green', opacity: 0.5 }],
  ['water', { kind: 'area', colour: 'water', opacity: 1 }], ['buildings', { kind: 'area', colour: 'block', opacity: 1 }], ['building', { kind: 'area', colour: 'block', opacity: 1 }],
  ['roads', { kind: 'line', colour: 'road', opacity: 1 }], ['transportation', { kind: 'line', colour: 'road', opacity: 1 }],
]);

function pathOf(features: readonly TileFeature[], kind: number): Path2D {
  const path = new Path2D();
  for (const feature of features) {
    if (feature.kind !== kind) continue;
    for (const corners of feature.parts) {
      path.moveTo(corners[0] ?? 0, corners[1] ?? 0);
      for (let at = 2; at < corners.length; at += 2) path.lineTo(corners[at] ?? 0, corners[at + 1] ?? 0);
    }
  }
  return path;
}

/** Pixels: thin when far, as wide as a street when near. */
const roadWidth = (zoom: number): number => Math.max(0.6, 2.5 * 1.5 ** (zoom - 14));

function drawLayer(pen: OffscreenCanvasRenderingContext2D, layer: TileLayer, style: Style, { zoom, pixels, part, colours }: DrawTask): void {
  const scale = (pixels * part.many) / layer.extent;
  pen.save();
  pen.translate(-part.x * pixels, -part.y * pixels);
  pen.scale(scale, scale);
  pen.globalAlpha = style.opacity;
  if (style.kind === 'area') {
    pen.fillStyle = colours[style.colour];
    pen.fill(pathOf(layer.features, 3), 'evenodd');
  } else {
    pen.strokeStyle = colours[style.colour];
    pen.lineWidth = (roadWidth(zoom) * pixels) / 512 / scale;
    pen.lineJoin = 'round';
    pen.lineCap = 'round';
    pen.stroke(pathOf(layer.features, 2));
  }
  pen.restore();
}

function drawn(task: DrawTask): ImageBitmap | undefined {
  const canvas = new OffscreenCanvas(task.pixels, task.pixels);
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  const layers = readVectorTile(task.bytes, (name) => styles.has(name));
  for (const [name, style] of styles) {
    for (const layer of layers.filter((one) => one.name === name)) drawLayer(pen, layer, style, task);
  }
  return canvas.transferToImageBitmap();
}

addEventListener('message', ({ data }: MessageEvent<DrawTask>) => {
  let picture: ImageBitmap | undefined;
  try {
    picture = drawn(data);
  } catch {
    // A tile that cannot be read leaves the plain ground.
  }
  postMessage({ number: data.number, picture });
});
