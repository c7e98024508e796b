export { importBoundaries } from './boundaries.ts';
export { importPolice, type ImportOutcome, type Progress } from './police.ts';
export { importPartnerFile } from './partner-file.ts';
export { routes } from './routes.tsx';
