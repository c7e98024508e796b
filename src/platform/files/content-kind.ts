import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { officeProblem } from './office.ts';
import { UploadRefused } from './refusal.ts';
import { isPlainText } from './plain-text.ts';

export type FileKind = 'photo' | 'video' | 'sound' | 'document';
export type KnownContent = { readonly contentType: string; readonly kind: FileKind };

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

const taken: Readonly<Record<FileKind, readonly string[]>> = {
  photo: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/heif', 'image/avif', 'image/tiff'],
  video: ['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/webm', 'video/matroska', 'video/3gpp', 'video/3gpp2', 'video/vnd.avi', 'video/mpeg'],
  sound: ['audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'audio/wav', 'audio/ogg', 'audio/flac', 'audio/aac', 'audio/amr'],
  document: [
    'application/pdf',
    `${office}.wordprocessingml.document`,
    `${office}.spreadsheetml.sheet`,
    `${office}.presentationml.presentation`,
    `${openDocument}.text`,
    `${openDocument}.spreadsheet`,
    `${openDocument}.presentation`,
  ],
};

const kindOfType = new Map(Object.entries(taken).flatMap(([kind, types]) => types.map((type) => [type, kind as FileKind] as const)));

const extensions: Readonly<Record<FileKind, string>> = {
  photo: 'jpg jpeg jpe png webp gif heic heif avif tif tiff',
  video: 'mp4 m4v mov webm mkv 3gp 3g2 avi mpg mpeg',
  sound: 'mp3 m4a wav ogg oga opus flac aac amr',
  document: 'pdf docx xlsx pptx odt ods odp txt csv log md eml vcf ics',
};
const kindOfExtension = new Map(Object.entries(extensions).flatMap(([kind, list]) => list.split(' ').map((extension) => [extension, kind as FileKind] as const)));

const textTypes: Readonly<Record<string, string>> = { csv: 'text/csv' };

/** Names that a computer may run or a browser may show as a page. */
const dangerous = new Set(
  ('exe dll com scr msi bat cmd ps1 vbs vbe js mjs cjs jse ts wsf hta jar class sh bash zsh py rb pl php cgi asp aspx jsp html htm xhtml xht mhtml ' +
    'svg svgz xml xsl lnk url reg iso img dmg pkg apk app deb rpm docm dotm xlsm xltm xlam pptm potm ppam ppsm swf').split(' '),
);

const kindWords: Readonly<Record<FileKind, string>> = { photo: 'a photo', video: 'a video', sound: 'a sound recording', document: 'a document' };

const whatWeTake = 'We can take photos, videos, sound recordings, PDF, Word, Excel and text files.';

export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
}

const isScript = (head: Buffer): boolean => /^(?:\uFEFF)?\s*(?:#!|<\?php|<%|<!doctype|<html|<head|<body|<script|<svg|<\?xml|<!--)/i.test(head.toString('utf8'));

const programs = new Set(['application/x-msdownload', 'application/x-elf', 'application/x-mach-binary', 'application/wasm', 'application/java-vm', 'application/x-ms-shortcut', 'application/vnd.android.package-archive', 'application/java-archive']);
const pages = new Set(['image/svg+xml', 'application/xml', 'text/html', 'application/x-httpd-php']);

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(4096);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseDangerous(): never {
  throw new UploadRefused('dangerous', `This file is a program, a script or a web page, which we cannot take for safety. ${whatWeTake}`);
}

async function detect(file: string, extension: string): Promise<KnownContent> {
  const head = await headOf(file);
  if (isScript(head)) refuseDangerous();
  const found = await fileTypeFromFile(file);
  const type = found?.mime.split(';')[0]?.trim() ?? '';
  if (programs.has(type) || pages.has(type) || type.includes('macroenabled') || head.subarray(0, 2).toString('latin1') === 'MZ') refuseDangerous();
  const kind = kindOfType.get(type);
  if (kind !== undefined) return { contentType: type, kind };
  if (type === 'application/x-cfb') {
    throw new UploadRefused('not-taken', 'This is an old kind of Office file. Save it as .docx, .xlsx or PDF and send that.');
  }
  if (type === 'application/zip') throw new UploadRefused('not-taken', 'This is a folder of files (ZIP). Send the files in it one by one.');
  if (found === undefined && (await isPlainText(file))) return { contentType: textTypes[extension] ?? 'text/plain', kind: 'document' };
  throw new UploadRefused('not-taken', `We cannot open this kind of file. ${whatWeTake}`);
}

/** Sound and video share their containers: an .mp4 may hold only sound. */
function isSameSort(one: FileKind, other: FileKind): boolean {
  const moving = (kind: FileKind): boolean => kind === 'video' || kind === 'sound';
  return one === other || (moving(one) && moving(other));
}

/** What a file is, by what is in it. The name only ever makes it refused, never accepted. */
export async function knownContent(file: string, originalName: string): Promise<KnownContent> {
  const extension = extensionOf(originalName);
  if (dangerous.has(extension)) refuseDangerous();
  const known = await detect(file, extension);
  const named = kindOfExtension.get(extension);
  if (named !== undefined && !isSameSort(named, known.kind)) {
    throw new UploadRefused('disguised', `This file’s name ends in .${extension}, but it is ${kindWords[known.kind]}. Give it its right name and send it again.`);
  }
  if (known.contentType.startsWith(office) || known.contentType.startsWith(openDocument)) {
    const problem = await officeProblem(file);
    if (problem !== undefined) throw new UploadRefused('dangerous', problem);
  }
  return known;
}
