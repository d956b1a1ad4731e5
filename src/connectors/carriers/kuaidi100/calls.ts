/** What the calls of Kuaidi100's services have in common: a form, MD5 in capitals, and codes in the answers. */
import { createHash } from 'node:crypto';
import { ConnectorError, type ConnectorDeps, type ConnectorErrorKind } from '../../contract.js';

export interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  /** True: sent twice, it does no more than sent once. */
  readonly isRepeatable: boolean;
}

/** Sends a form, and answers with parsed JSON. Throws ConnectorError. */
export async function post({ http }: Pick<ConnectorDeps, 'http'>, { url, fields, isRepeatable }: Form, signal: AbortSignal): Promise<unknown> {
  const response = await http.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(fields).toString(),
    // JSON comes under other names too.
    accept: ['application/json', 'text/html', 'text/plain'],
    signal,
    idempotent: isRepeatable,
  });
  return response.json();
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex').toUpperCase();
}

/** The error for a code, by a table of kinds; `otherwise` for one that the table lacks. */
export function refusal(
  kinds: Readonly<Record<string, ConnectorErrorKind>>,
  { code, message }: { readonly code: string; readonly message: string },
  otherwise: ConnectorErrorKind = 'contract',
): ConnectorError {
  const kind = Object.hasOwn(kinds, code) ? kinds[code]! : otherwise;
  return new ConnectorError(kind, `Kuaidi100 answers ${code.slice(0, 20)}: ${message.slice(0, 200)}`);
}
