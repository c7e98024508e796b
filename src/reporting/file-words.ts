import type { KeptFile } from './pages/step.tsx';
import type { EvidenceRow } from './queries.ts';

/** "3.2 MB", "48 KB" */
export function sizeWords(bytes: number): string {
  return bytes >= 1_000_000 ? `${(bytes / 1_048_576).toFixed(1).replace(/\.0$/, '')} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

export const kindWords: Readonly<Record<EvidenceRow['kind'], string>> = { photo: 'Photo', video: 'Video', sound: 'Sound', document: 'Document' };

export function keptFile(row: Pick<EvidenceRow, 'id' | 'name' | 'kind' | 'size'>): KeptFile {
  return { id: row.id, name: row.name, kind: kindWords[row.kind], size: sizeWords(row.size) };
}
