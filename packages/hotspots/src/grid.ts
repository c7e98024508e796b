import { boundsOf, checkedExtent, checkedPoints, named, optionsFrom, positive, sameLength, wholeNumber, type Extent } from './checks.ts';

/** A grid of square cells; row 0 lies in the south, column 0 in the west. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Metres; east and north are widened to whole cells. */
  readonly extent: Extent;
  /** Metres. */
  readonly cellSize: number;
}

export interface GridOptions {
  /** Side of a cell in metres. */
  readonly cellSize: number;
  /** Metres. The bounds of the points and a margin, if not given. */
  readonly extent?: Extent | undefined;
}

/** More cells than this are a slip in the units (degrees, or a cell size in kilometres), not a map. */
const MOST_CELLS = 2 ** 28;

/** The grid that covers the extent, or the points and a margin around them. */
export function gridOf(options: GridOptions, x: Float64Array, y: Float64Array, margin: number): Grid {
  const cellSize = positive(optionsFrom(options).cellSize, 'cellSize');
  if (options.extent === undefined && x.length === 0) throw new RangeError('no points and no extent: give one of them');
  const asked = checkedExtent(options.extent ?? widened(boundsOf(x, y), Math.max(margin, cellSize / 2)));
  // A whole number of cells must not become one more through rounding.
  const columns = Math.max(1, Math.ceil((asked.east - asked.west) / cellSize - 1e-9));
  const rows = Math.max(1, Math.ceil((asked.north - asked.south) / cellSize - 1e-9));
  if (columns * rows > MOST_CELLS) throw new RangeError(`${columns} x ${rows} cells are too many: cellSize and extent must be in metres`);
  const extent = {
    west: asked.west,
    south: asked.south,
    east: wholeCells(asked.west, asked.east, columns, cellSize),
    north: wholeCells(asked.south, asked.north, rows, cellSize),
  };
  return { columns, rows, extent, cellSize };
}

/** The far side moved out to a whole number of cells, or left as it was given if it is one but for rounding. */
function wholeCells(near: number, far: number, cells: number, cellSize: number): number {
  const moved = near + cells * cellSize;
  return Math.abs(moved - far) <= 1e-9 * cellSize * cells ? far : moved;
}

function widened(bounds: Extent, margin: number): Extent {
  return { west: bounds.west - margin, south: bounds.south - margin, east: bounds.east + margin, north: bounds.north + margin };
}

/** A grid somebody else has made. */
export function checkedGrid(grid: Grid): Grid {
  named(grid, 'grid', 'columns, rows, extent and cellSize');
  wholeNumber(grid.columns, 'grid.columns', 1);
  wholeNumber(grid.rows, 'grid.rows', 1);
  positive(grid.cellSize, 'grid.cellSize');
  checkedExtent(grid.extent);
  return grid;
}

/** Number of the cell that holds each point, or -1 outside; a point on a border belongs to the cell north-east of it. */
export function cellsOf(x: Float64Array, y: Float64Array, grid: Grid): Int32Array {
  checkedPoints({ x, y });
  checkedGrid(grid);
  const cells = new Int32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor((x[i]! - grid.extent.west) / grid.cellSize);
    const row = Math.floor((y[i]! - grid.extent.south) / grid.cellSize);
    cells[i] = column >= 0 && column < grid.columns && row >= 0 && row < grid.rows ? row * grid.columns + column : -1;
  }
  return cells;
}

/** How many points (or how much weight) each cell of the grid holds. */
export function countByCell(x: Float64Array, y: Float64Array, weights: Float64Array | undefined, grid: Grid): Float64Array {
  checkedGrid(grid);
  if (weights !== undefined) sameLength(weights, checkedPoints({ x, y }).count, 'weights');
  const counts = new Float64Array(grid.columns * grid.rows);
  const cells = cellsOf(x, y, grid);
  for (let i = 0; i < cells.length; i++) {
    if (cells[i]! >= 0) counts[cells[i]!]! += weights === undefined ? 1 : weights[i]!;
  }
  return counts;
}
