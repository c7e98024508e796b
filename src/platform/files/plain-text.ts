import { createReadStream } from 'node:fs';

/** Text is UTF-8 (or UTF-16 that says so) without control characters other than tab and line ends. */
export async function isPlainText(file: string): Promise<boolean> {
  let decoder: TextDecoder | undefined;
  try {
    for await (const chunk of createReadStream(file)) {
      const bytes = Buffer.from(chunk);
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
      if (hasControls(decoder.decode(bytes, { stream: true }))) return false;
    }
    return decoder !== undefined && !hasControls(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x7f || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x0c)) return true;
  }
  return false;
}
