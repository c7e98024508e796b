export { letterPdf } from './pdf.ts';
export { recordPdf, type RecordContent } from './record-pdf.ts';
export { routes } from './routes.tsx';
export { write as writeText } from './pdf.ts';
