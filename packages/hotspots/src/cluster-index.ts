import { listOf, named, optionsFrom, positive, wholeNumber } from './checks.ts';
import { KdTree } from './kd-tree.ts';
import { mercatorX, mercatorY } from './mercator.ts';

/** A GeoJSON point; one without a place (null) is left out. */
export interface PointFeature<Properties> {
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: Properties;
  readonly id?: string | number | undefined;
}

export interface ClusterIndexOptions {
  /** Pixels within which points become one cluster, of `extent` pixels a tile. */
  readonly radius?: number | undefined;
  readonly extent?: number | undefined;
  /** Zoom levels on which clusters are made; above the highest all points stand alone. */
  readonly minZoom?: number | undefined;
  readonly maxZoom?: number | undefined;
  /** Fewest points of a cluster. */
  readonly minPoints?: number | undefined;
}

export interface ClusterTags {
  readonly cluster: true;
  readonly cluster_id: number;
  readonly point_count: number;
  readonly point_count_abbreviated: number | string;
}

export interface TileFeature<Properties> {
  readonly type: 1;
  readonly geometry: [[number, number]];
  readonly tags: Properties | ClusterTags;
  readonly id?: string | number;
}

export interface ClusterIndex<Properties> {
  /** Features of a tile in tile pixels, or null if it is empty. */
  getTile(z: number, x: number, y: number): { features: TileFeature<Properties>[] } | null;
}

/** Clusters and single points of one zoom level. */
interface Level {
  readonly tree: KdTree;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly count: Uint32Array;
  /** Number of the cluster, or -1 - number of the point. */
  readonly id: Int32Array;
}

/**
 * Points clustered for every zoom level of a web map, greedily from the closest zoom outwards, with the results of
 * mapbox/supercluster's fixtures down to ids and order. (Its release 9 stores places another way: with many points,
 * close calls there fall differently.)
 *
 * For a map whose viewers may see different points use `pointTiles`: these clusters know no viewers.
 *
 * @param features GeoJSON points in degrees
 * @throws RangeError for coordinates that are not finite
 */
export function clusterIndex<Properties>(features: readonly PointFeature<Properties>[], options: ClusterIndexOptions = {}): ClusterIndex<Properties> {
  const { radius = 40, extent = 512, minZoom = 0, maxZoom = 16, minPoints = 2 } = optionsFrom(options);
  checkedFeatures(features);
  for (const [name, value] of Object.entries({ radius, extent })) positive(value, name);
  wholeNumber(maxZoom, 'maxZoom', wholeNumber(minZoom, 'minZoom', 0));
  wholeNumber(minPoints, 'minPoints', 1);
  const levels: Level[] = [];
  levels[maxZoom + 1] = singlePoints(features);
  for (let zoom = maxZoom; zoom >= minZoom; zoom--) {
    levels[zoom] = clustered(levels[zoom + 1]!, radius / (extent * 2 ** zoom), zoom, minPoints, features.length);
  }
  // Single points are drawn where they lie, not where single precision puts them.
  const pixel = (level: Level, i: number, scale: number, x: number, y: number): [number, number] => {
    const [longitude, latitude] = level.id[i]! < 0 ? features[-1 - level.id[i]!]!.geometry!.coordinates : [];
    const atX = longitude === undefined ? level.x[i]! : mercatorX(longitude);
    const atY = latitude === undefined ? level.y[i]! : mercatorY(latitude);
    return [Math.round(extent * (atX * scale - x)), Math.round(extent * (atY * scale - y))];
  };
  return {
    getTile(z, x, y) {
      const level = levels[Math.max(minZoom, Math.min(Math.floor(z), maxZoom + 1))]!;
      const scale = 2 ** z;
      const margin = radius / extent;
      const tile: TileFeature<Properties>[] = [];
      const add = (west: number, east: number, shift: number): void => {
        for (const i of level.tree.inBox(west / scale, (y - margin) / scale, east / scale, (y + 1 + margin) / scale)) {
          tile.push(tileFeature(level, i, features, pixel(level, i, scale, shift, y)));
        }
      };
      add(x - margin, x + 1 + margin, x);
      // The world is round: a tile at one end shows what lies just beyond the other.
      if (x === 0) add(scale - margin, scale, scale);
      if (x === scale - 1) add(0, margin, -1);
      return tile.length > 0 ? { features: tile } : null;
    },
  };
}

/** As many as there are of these: said which one is wrong before anything is made of them. */
function checkedFeatures<Properties>(features: readonly PointFeature<Properties>[]): void {
  listOf(features, 'features', 'GeoJSON points').forEach((feature, i) => {
    named(feature, `features[${i}]`, 'a geometry and properties');
    if (feature.geometry !== null) listOf(named(feature.geometry, `features[${i}].geometry`, 'coordinates').coordinates, `features[${i}].geometry.coordinates`, 'longitude and latitude');
  });
}

function singlePoints<Properties>(features: readonly PointFeature<Properties>[]): Level {
  const placed = Array.from(features.keys()).filter((i) => features[i]!.geometry !== null);
  const x = new Float64Array(placed.length);
  const y = new Float64Array(placed.length);
  placed.forEach((i, at) => {
    const [longitude, latitude] = features[i]!.geometry!.coordinates;
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) throw new RangeError(`feature ${i} lies at ${longitude}, ${latitude}: both must be finite numbers`);
    x[at] = Math.fround(mercatorX(longitude!));
    y[at] = Math.fround(mercatorY(latitude!));
  });
  return { tree: singlePrecisionTree(x, y), x, y, count: new Uint32Array(placed.length).fill(1), id: Int32Array.from(placed, (i) => -1 - i) };
}

/** Looked up in single precision and clustered from it, as supercluster does, so that close calls fall the same way. */
function singlePrecisionTree(x: Float64Array, y: Float64Array): KdTree {
  return new KdTree(x.map(Math.fround), y.map(Math.fround), 64);
}

function clustered(below: Level, radius: number, zoom: number, minPoints: number, points: number): Level {
  const done = new Uint8Array(below.x.length);
  const x: number[] = [];
  const y: number[] = [];
  const count: number[] = [];
  const id: number[] = [];
  const keep = (i: number): void => {
    x.push(below.x[i]!);
    y.push(below.y[i]!);
    count.push(below.count[i]!);
    id.push(below.id[i]!);
  };
  for (let i = 0; i < below.x.length; i++) {
    if (done[i] === 1) continue;
    done[i] = 1;
    const near = below.tree.within(below.x[i]!, below.y[i]!, radius).filter((other) => done[other] === 0);
    const total = near.reduce((sum, other) => sum + below.count[other]!, below.count[i]!);
    for (const other of near) done[other] = 1;
    if (near.length > 0 && total >= minPoints) {
      let weightedX = below.x[i]! * below.count[i]!;
      let weightedY = below.y[i]! * below.count[i]!;
      for (const other of near) {
        weightedX += below.x[other]! * below.count[other]!;
        weightedY += below.y[other]! * below.count[other]!;
      }
      x.push(weightedX / total);
      y.push(weightedY / total);
      count.push(total);
      id.push((i << 5) + (zoom + 1) + points);
    } else {
      keep(i);
      for (const other of near) keep(other);
    }
  }
  const placedX = Float64Array.from(x);
  const placedY = Float64Array.from(y);
  return { tree: singlePrecisionTree(placedX, placedY), x: placedX, y: placedY, count: Uint32Array.from(count), id: Int32Array.from(id) };
}

function tileFeature<Properties>(level: Level, i: number, features: readonly PointFeature<Properties>[], at: [number, number]): TileFeature<Properties> {
  const id = level.id[i]!;
  if (id < 0) {
    const feature = features[-1 - id]!;
    const own = { type: 1 as const, geometry: [at] as [[number, number]], tags: feature.properties };
    return feature.id === undefined ? own : { ...own, id: feature.id };
  }
  const many = level.count[i]!;
  return { type: 1, geometry: [at], tags: { cluster: true, cluster_id: id, point_count: many, point_count_abbreviated: abbreviated(many) }, id };
}

function abbreviated(count: number): number | string {
  if (count >= 10_000) return `${Math.round(count / 1000)}k`;
  return count >= 1000 ? `${Math.round(count / 100) / 10}k` : count;
}
