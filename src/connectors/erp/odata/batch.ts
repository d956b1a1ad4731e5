/**
 * `$batch` of version 2: several calls in one, as a multipart message (OData 2.0, Batch Processing). Writes form one change
 * set, of which a service carries out all or nothing.
 */
import { randomUUID } from 'node:crypto';
import { ConnectorError } from '../../contract.js';

export interface BatchWrite {
  readonly method: 'POST' | 'PATCH';
  /** Address below the service's root. */
  readonly path: string;
  readonly body: object;
  readonly etag: string | null;
}

export interface BatchPart {
  readonly status: number;
  readonly body: string;
}

export interface BatchBody {
  readonly contentType: string;
  readonly body: string;
}

const END = '\r\n';

/** `paths` are addresses below the service's root. */
export function readsBody(paths: readonly string[]): BatchBody {
  return multipart(paths.map((path) => application(`GET ${path} HTTP/1.1`, { accept: 'application/json' }, '')));
}

export function changeSetBody(writes: readonly BatchWrite[]): BatchBody {
  const parts = writes.map(({ method, path, body, etag }) => {
    const json = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': String(Buffer.byteLength(json)),
      ...(etag === null ? {} : { 'if-match': etag }),
    };
    return application(`${method} ${path} HTTP/1.1`, headers, json);
  });
  const changeSet = multipart(parts);
  return multipart([`content-type: ${changeSet.contentType}${END}${END}${changeSet.body}`]);
}

/** The answers in their order; those of a change set stand in its place. Throws ConnectorError('contract'). */
export function readBatch(contentType: string | undefined, text: string): BatchPart[] {
  const boundary = /boundary="?([^";\s]+)/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw new ConnectorError('contract', '$batch: the answer has no boundary');
  const pieces = `\n${text.replaceAll('\r\n', '\n')}`.split(`\n--${boundary}`);
  if (!pieces.at(-1)?.startsWith('--')) throw new ConnectorError('contract', '$batch: the answer breaks off');
  return pieces.slice(1, -1).flatMap((piece) => {
    const { head, rest } = atBlankLine(piece.replace(/^\n/, ''));
    const inner = /^content-type:\s*(multipart\/mixed.*)$/im.exec(head)?.[1];
    return inner === undefined ? [readPart(rest)] : readBatch(inner, rest);
  });
}

function readPart(text: string): BatchPart {
  const { head, rest } = atBlankLine(text);
  const status = /^HTTP\/1\.\d (\d{3})/.exec(head.trimStart())?.[1];
  if (status === undefined) throw new ConnectorError('contract', '$batch: a part is no answer');
  return { status: Number(status), body: rest.trim() };
}

function atBlankLine(text: string): { head: string; rest: string } {
  const at = text.indexOf('\n\n');
  return at < 0 ? { head: text, rest: '' } : { head: text.slice(0, at), rest: text.slice(at + 2) };
}

function application(line: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = ['content-type: application/http', 'content-transfer-encoding: binary', '', line];
  return [...lines, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join(END);
}

function multipart(parts: readonly string[]): BatchBody {
  const boundary = `part_${randomUUID()}`;
  const pieces = parts.map((part) => `--${boundary}${END}${part}${END}`);
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: `${pieces.join('')}--${boundary}--${END}` };
}
