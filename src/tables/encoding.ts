/**
 * Bytes of a table file → text with `\n` line endings, piece by piece.
 *
 * ASCII means the same in every encoding met here, so it is passed on as it comes; the encoding is decided at the
 * first other byte, from a window that starts there. A Latin-1 letter late in a big file is thus seen as surely as
 * one in its first line, and no more than the window is ever held.
 */
import iconv from 'iconv-lite';

export type TableSource = Uint8Array | AsyncIterable<Uint8Array>;

/** How the characters were read, and how that was known. */
export interface Encoding {
  readonly name: string;
  readonly basis: 'stated' | 'byte order mark' | 'only ASCII characters' | 'valid UTF-8' | 'guessed from the bytes';
}

const HEAD_BYTES = 4096;
const WINDOW_BYTES = 256 * 1024;

const BYTE_ORDER_MARKS: readonly { readonly mark: readonly number[]; readonly name: string }[] = [
  { mark: [0xef, 0xbb, 0xbf], name: 'utf-8' },
  { mark: [0xff, 0xfe, 0x00, 0x00], name: 'utf-32le' },
  { mark: [0x00, 0x00, 0xfe, 0xff], name: 'utf-32be' },
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
];

/** True for a name that `readText` can decode, e.g. `gb18030` or `ISO-8859-1`. */
export function isEncoding(name: string): boolean {
  return iconv.encodingExists(name);
}

/**
 * Yields the text of `source`. `stated` wins over guessing, a byte order mark over both. Calls `decided` once, at the
 * latest when the source ends. Bytes that the encoding does not know become U+FFFD.
 */
export async function* readText(
  source: TableSource,
  stated: string | undefined,
  decided: (encoding: Encoding) => void,
): AsyncGenerator<string> {
  yield* withUnixLineEndings(decode(source, stated, decided));
}

async function* decode(
  source: TableSource,
  stated: string | undefined,
  decided: (encoding: Encoding) => void,
): AsyncGenerator<string> {
  const chunks = chunksOf(source);
  try {
    yield* decodeChunks(chunks, stated, decided);
  } finally {
    await chunks.return(undefined);
  }
}

async function* decodeChunks(
  chunks: AsyncGenerator<Buffer>,
  stated: string | undefined,
  decided: (encoding: Encoding) => void,
): AsyncGenerator<string> {
  const head = await take(chunks, HEAD_BYTES);
  const known = encodingOfHead(head, stated);
  if (known) {
    decided(known);
    yield* decodeAs(known.name, head, chunks);
    return;
  }
  for (let chunk = head; ;) {
    const high = chunk.findIndex((byte) => byte >= 0x80);
    if (high >= 0) {
      yield chunk.toString('latin1', 0, high);
      const more = await take(chunks, WINDOW_BYTES);
      const window = Buffer.concat([chunk.subarray(high), more]);
      const encoding = guessEncoding(window, more.length < WINDOW_BYTES);
      decided(encoding);
      yield* decodeAs(encoding.name, window, chunks);
      return;
    }
    yield chunk.toString('latin1');
    const next = await chunks.next();
    if (next.done) break;
    chunk = next.value;
  }
  decided({ name: 'utf-8', basis: 'only ASCII characters' });
}

function encodingOfHead(head: Buffer, stated: string | undefined): Encoding | null {
  const bom = BYTE_ORDER_MARKS.find(({ mark }) => mark.every((byte, at) => head[at] === byte));
  if (bom) return { name: bom.name, basis: 'byte order mark' };
  if (stated !== undefined) return { name: stated, basis: 'stated' };
  const utf16 = utf16ByZeros(head);
  return utf16 === null ? null : { name: utf16, basis: 'guessed from the bytes' };
}

/** Mostly Latin text in UTF-16 shows as every other byte zero. */
function utf16ByZeros(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.5 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.5 && odd < pairs * 0.05) return 'utf-16be';
  return null;
}

/**
 * Chooses among UTF-8, GB18030 and windows-1252 (which holds every letter of ISO-8859-1) from bytes that begin at the
 * first non-ASCII one; unless they are the whole rest, the last character may be cut off. GB18030 calls nearly every pair valid, so validity alone would turn `Côte` into Chinese: in
 * Chinese text the second byte of a pair is nearly always non-ASCII too, after a single accented letter it is not.
 */
export function guessEncoding(window: Uint8Array, isWhole: boolean): Encoding {
  const utf8 = countUtf8(window, isWhole);
  if (utf8.broken === 0) return { name: 'utf-8', basis: 'valid UTF-8' };
  if (utf8.sound > 10 * utf8.broken) return { name: 'utf-8', basis: 'guessed from the bytes' };
  const gb = countGb18030(window, isWhole);
  if (gb.broken === 0 && gb.chinese >= 0.9 * gb.sound) return { name: 'gb18030', basis: 'guessed from the bytes' };
  return { name: 'windows-1252', basis: 'guessed from the bytes' };
}

/** Counts well-formed and broken multi-byte sequences. */
function countUtf8(bytes: Uint8Array, isWhole: boolean): { sound: number; broken: number } {
  const count = { sound: 0, broken: 0 };
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const length = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    let good = length > 0;
    for (let next = 1; good && next < length; next += 1) {
      if (at + next >= bytes.length && !isWhole) return count;
      good = (bytes[at + next]! & 0xc0) === 0x80;
    }
    if (good) count.sound += 1;
    else count.broken += 1;
    at += good ? length : 1;
  }
  return count;
}

/** Counts two- and four-byte characters; `chinese` are the latter and those whose second byte is not ASCII. */
function countGb18030(bytes: Uint8Array, isWhole: boolean): { sound: number; chinese: number; broken: number } {
  const count = { sound: 0, chinese: 0, broken: 0 };
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    if (at + 1 >= bytes.length && !isWhole) return count;
    const second = bytes[at + 1] ?? 0;
    const four = lead !== 0x80 && lead !== 0xff && second >= 0x30 && second <= 0x39;
    const two = lead !== 0x80 && lead !== 0xff && second >= 0x40 && second !== 0x7f && second !== 0xff;
    if (four && at + 3 >= bytes.length && !isWhole) return count;
    const third = bytes[at + 2];
    const fourth = bytes[at + 3];
    if (two) {
      count.sound += 1;
      if (second >= 0x80) count.chinese += 1;
      at += 2;
    } else if (four && third! >= 0x81 && third! <= 0xfe && fourth! >= 0x30 && fourth! <= 0x39) {
      count.sound += 1;
      count.chinese += 1;
      at += 4;
    } else {
      count.broken += 1;
      at += 1;
    }
  }
  return count;
}

async function* decodeAs(name: string, head: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(name);
  yield decoder.write(head);
  for await (const chunk of chunks) yield decoder.write(chunk);
  const rest = decoder.end();
  if (rest) yield rest;
}

/** CRLF, CR alone and LF all become LF, also inside quoted cells: the same table gives the same cells. */
async function* withUnixLineEndings(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of text) {
    const whole = held + piece;
    // A CR at the end may be half of a CRLF.
    held = whole.endsWith('\r') ? '\r' : '';
    yield whole.slice(0, whole.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held) yield '\n';
}

async function* chunksOf(source: TableSource): AsyncGenerator<Buffer> {
  if (source instanceof Uint8Array) {
    for (let at = 0; at < source.length; at += 65536) yield bufferOf(source.subarray(at, at + 65536));
    return;
  }
  for await (const chunk of source) yield bufferOf(chunk);
}

/** At least `bytes` bytes, or all that is left. */
async function take(chunks: AsyncGenerator<Buffer>, bytes: number): Promise<Buffer> {
  const taken: Buffer[] = [];
  for (let size = 0; size < bytes;) {
    const next = await chunks.next();
    if (next.done) break;
    taken.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(taken);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
