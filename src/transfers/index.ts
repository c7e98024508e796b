export { routes } from './routes.tsx';
export { transfersForToday, type TransferLine } from './queries.ts';
