import { FolderStore } from './folder-store.ts';
import { S3Store, type S3Place } from './s3-store.ts';
import type { FileStore } from './store.ts';

export type { Clamd } from './clamd.ts';
export type { FileKind } from './content-kind.ts';
export { clearIncoming, receiveUpload, type Reception, type SealedFile } from './receive.ts';
export { UploadRefused, type RefusalCode } from './refusal.ts';
export { makeSafeCopy, printed, printKeyOf, removeWithCopies, type SafeCopy } from './safe-copy.ts';
export { downloadHeaders, safeCopyHeaders } from './serving.ts';
export { FileAlreadyKept, FileMissing, readWhole, sha256Of, type Content, type FileStore } from './store.ts';

/** The store that the settings name. */
export function openFileStore(place: { kind: 'folder'; folder: string } | ({ kind: 's3' } & S3Place)): FileStore {
  return place.kind === 'folder' ? new FolderStore(place.folder) : new S3Store(place);
}
export { csvFile } from './csv.ts';
export { crc32, largestZip, zipOf, type ZipEntry } from './zip.ts';
