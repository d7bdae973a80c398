import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const stored = 0;

/**
 * Writes the files of a zip below a folder, as Lambda does.
 * Source: the format's application note (APPNOTE), of which this is what the packaging tool makes use of.
 * @returns their paths, in the order of the zip
 */
export function unzip(zip: Buffer, folder: string): readonly string[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error('This is no zip');
  const count = zip.readUInt16LE(end + 10);
  const paths: string[] = [];
  for (let entry = zip.readUInt32LE(end + 16); paths.length < count; entry = afterEntry(zip, entry)) {
    const path = zip.toString('utf8', entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content(zip, entry));
    paths.push(path);
  }
  return paths;
}

/** @param entry where the directory has the file; @returns what is in the file */
function content(zip: Buffer, entry: number): Buffer {
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === stored ? packed : inflateRawSync(packed);
}

function afterEntry(zip: Buffer, entry: number): number {
  return entry + 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
}
