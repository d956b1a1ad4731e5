import { ConnectorError } from './errors.js';
import type { HttpResponse } from './client.js';

/** Makes an answer whose text and JSON are read strictly. `target` names the call in errors. */
export function createResponse(
  target: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): HttpResponse {
  const text = (): string => decode(target, headers['content-type'], body);
  return {
    status,
    headers,
    body,
    text,
    json: () => {
      try {
        return JSON.parse(text()) as unknown;
      } catch (error) {
        if (error instanceof ConnectorError) throw error;
        throw new ConnectorError('contract', `${target}: the answer is not JSON: ${error instanceof Error ? error.message : ''}`, { status });
      }
    },
  };
}

/** Whether a `Content-Type` is one of the accepted media types: `application/json`, `text/*` or `*` + `/*`. Parameters are ignored. */
export function isAccepted(contentType: string | undefined, accept: readonly string[]): boolean {
  const type = mediaType(contentType);
  return accept.some((accepted) => {
    const wanted = mediaType(accepted);
    if (wanted === '*/*') return true;
    return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
  });
}

/** One line of a body for an error message: bounded, without control characters. */
export function excerpt(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, 200);
}

function mediaType(value: string | undefined): string {
  return (value ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

function decode(target: string, contentType: string | undefined, body: Uint8Array): string {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch {
    throw new ConnectorError('contract', `${target}: the answer is not text in ${charset}`);
  }
}
