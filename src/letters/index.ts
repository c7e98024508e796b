export { letterPdf } from './pdf.ts';
export { recordPdf, type RecordContent } from './record-pdf.ts';
export { routes } from './routes.tsx';
export { write as writeText } from './pdf.ts';
export { letterCase, letterTemplates, type LetterCase, type TemplateRow } from './queries.ts';
export { factsOf as letterFacts, fill, openPlaces, type LetterFacts } from './rules.ts';
export { writeLetter } from './writing.ts';
