/** Calls of SF's open platform: a signed form around a message in JSON. */
import { createHash, randomUUID } from 'node:crypto';
import { ConnectorError, type ConnectorDeps, type ConnectorErrorKind } from '../../contract.js';
import type { QueryConfig } from './config.js';
import { readEnvelope } from './wire.js';

/** What the platform says before it passes a call on; A1000: it was passed on. */
const REFUSALS: Readonly<Record<string, ConnectorErrorKind>> = {
  A1001: 'contract',
  // The call has expired: our clock is wrong.
  A1002: 'auth',
  // Not from an address that is allowed.
  A1003: 'auth',
  A1004: 'auth',
  A1005: 'throttled',
  A1006: 'auth',
  A1007: 'transient',
  A1008: 'auth',
  A1009: 'transient',
  A1010: 'auth',
  A1011: 'auth',
  A1099: 'transient',
};

/** Calls a service by its code, and answers with the text of its result (`apiResultData`). Throws ConnectorError. */
export type Call = (serviceCode: string, message: object, signal: AbortSignal) => Promise<string>;

export function createCall(config: Pick<QueryConfig, 'partnerId' | 'checkWord' | 'url'>, { http, now }: Pick<ConnectorDeps, 'http' | 'now'>): Call {
  return async (serviceCode, message, signal) => {
    const msgData = JSON.stringify(message);
    const timestamp = String(now().getTime());
    const fields = {
      partnerID: config.partnerId,
      requestID: randomUUID(),
      serviceCode,
      timestamp,
      msgDigest: digest(msgData + timestamp + config.checkWord),
      msgData,
    };
    const response = await http.request({
      method: 'POST',
      url: config.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(fields).toString(),
      accept: ['application/json'],
      signal,
      // A request id that was seen before is refused.
      idempotent: false,
    });
    const { code, message: words, data } = readEnvelope(response.json());
    if (code === 'A1000') return data;
    const kind = Object.hasOwn(REFUSALS, code) ? REFUSALS[code]! : 'contract';
    throw new ConnectorError(kind, `SF answers ${code.slice(0, 20)}: ${words.slice(0, 200)}`);
  };
}

/** Base64 of MD5 over the text as it stands in a form (`URLEncoder` in their samples). */
function digest(text: string): string {
  const encoded = new URLSearchParams({ '': text }).toString().slice(1);
  return createHash('md5').update(encoded).digest('base64');
}
