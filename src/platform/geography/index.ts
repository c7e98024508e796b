export { AreaIndex, type IndexedArea } from './area-index.ts';
export { readBoundaries, type Boundary, type BoundaryProblem, type BoundaryRow } from './boundaries.ts';
export { cellCentre, cellCorners, cellOf, cellsWithin, reportResolution } from './cells.ts';
export { fromGrid, isInGreatBritain, metresBetween, toGrid, type GridPoint, type LatLon } from './grid.ts';
export { parsePostcode, type Postcode } from './postcode.ts';
export { searchKey } from './search-text.ts';
export { boxAround, boxOf, boxOfAll, isInBox, isInShape, polygonsOf, type Box, type MultiPolygon, type Polygon, type Position, type Ring, type Shape } from './shapes.ts';
