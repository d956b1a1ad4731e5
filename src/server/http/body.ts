import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './exchange.js';

/**
 * Reads a body, refusing it (413) as soon as it is announced or turns out to be larger than `most` bytes. Compressed
 * bodies are refused (415): a few bytes of them can stand for gigabytes.
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', `Content-Encoding ${encoding.slice(0, 40)} is not accepted; send the body as it is.`);
  }
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const seen = { bytes: 0 };
    request.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length;
      if (seen.bytes > most) {
        request.removeAllListeners('data');
        request.pause();
        reject(tooLarge(most));
      } else {
        chunks.push(chunk);
      }
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      // Every request closes; making an error of each, with its stack, would cost more than reading it.
      if (!request.complete) reject(new Refusal(400, 'BAD_REQUEST', 'The request ended before its body did.'));
    });
  });
}

/** Reads a JSON body in UTF-8. */
export async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  const { essence, charset } = mediaType(request.headers['content-type']);
  if (essence !== 'application/json') {
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON, with Content-Type: application/json.', { accept: 'application/json' });
  }
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be encoded in UTF-8.');
  }
  const body = await readBody(request, most);
  if (!isUtf8(body)) throw new Refusal(400, 'BAD_REQUEST', 'The body is not valid UTF-8.');
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'BAD_REQUEST', 'The body is not valid JSON.');
  }
}

export function mediaType(header: string | undefined): { essence: string; charset: string | null } {
  const [essence = '', ...parameters] = (header ?? '').toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return { essence, charset: charset?.replace(/^"|"$/g, '') ?? null };
}

function tooLarge(most: number): Refusal {
  return new Refusal(413, 'CONTENT_TOO_LARGE', `The body is larger than ${most} bytes.`, { connection: 'close' });
}
