import path from 'node:path';
import type { Readable } from 'node:stream';

import type { FastifyRequest } from 'fastify';

import { receiveUpload, UploadRefused } from '../files/index.ts';
import { readFields, type Typed } from './form.ts';
import type { House } from './house.ts';
import type { UploadOutcome } from './uploads.ts';

const mostFiles = 10;

/** Reads a multipart form: fields as typed, each file sealed in the store or refused with a sentence. A refused file loses no field. */
export async function readMultipart(request: FastifyRequest, house: House): Promise<{ typed: Typed; uploads: UploadOutcome[] }> {
  const pairs: [string, string][] = [];
  const uploads: UploadOutcome[] = [];
  const parts = request.parts({ limits: { files: mostFiles, fileSize: house.settings.uploadLimitBytes + 1, fields: 200, fieldSize: 100_000 } });
  for await (const part of parts) {
    if (part.type === 'field') {
      pairs.push([part.fieldname, String(part.value)]);
    } else if (part.filename === '' || part.filename === undefined) {
      // a file field left empty
      part.file.resume();
    } else {
      uploads.push(await sealed(part.fieldname, part.filename, part.file, house));
    }
  }
  return { typed: readFields(pairs), uploads };
}

async function sealed(field: string, name: string, stream: Readable, house: House): Promise<UploadOutcome> {
  try {
    const upload = await receiveUpload(stream, {
      store: house.files,
      incomingFolder: path.join(house.settings.dataDir, 'incoming'),
      limitBytes: house.settings.uploadLimitBytes,
      originalName: name,
      clamd: house.settings.clamd,
    });
    return { ok: true, field, name, kind: upload.kind, contentType: upload.contentType, size: upload.size, sha256: upload.sha256, sealedKey: upload.key };
  } catch (error) {
    stream.resume();
    if (error instanceof UploadRefused) {
      return { ok: false, field, name, sentence: error.message };
    }
    throw error;
  }
}
