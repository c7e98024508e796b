export { importBoundaries } from './boundaries.ts';
export { importPolice, type ImportOutcome, type Progress } from './police.ts';
