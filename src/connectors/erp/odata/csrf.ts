import { ConnectorError, type HttpResponse } from '../../contract.js';

/** What a service wants to see at a write, besides who we are. */
export interface CsrfPass {
  readonly token: string;
  /** The session that the token belongs to, as a `cookie` header. */
  readonly cookie: string;
}

/** Header that asks for a token. */
export const FETCH = { 'x-csrf-token': 'fetch' };

/** The pass in the answer to a call with the header `FETCH`. Throws ConnectorError('contract') where there is none. */
export function readPass({ headers }: HttpResponse): CsrfPass {
  const token = headers['x-csrf-token'];
  if (token === undefined || /^(required|fetch)$/i.test(token)) throw new ConnectorError('contract', 'the service gave no CSRF token for writing');
  return { token, cookie: cookiesOf(headers['set-cookie'] ?? '') };
}

export function passHeaders({ token, cookie }: CsrfPass): Record<string, string> {
  return { 'x-csrf-token': token, ...(cookie === '' ? {} : { cookie }) };
}

/** Several `set-cookie` arrive as one text, split by commas; a comma in a date is followed by no `name=`. */
function cookiesOf(text: string): string {
  const cookies = text.split(/,\s*(?=[^;,=\s]+=)/).map((cookie) => cookie.split(';', 1)[0]!.trim());
  return cookies.filter((cookie) => cookie !== '').join('; ');
}
