export { linkReport, openCase, type NewCase, type OpenedCase } from './opening.ts';
