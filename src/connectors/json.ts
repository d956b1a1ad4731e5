import { ConnectorError } from './contract.js';

/**
 * Reads JSON that came from outside, strictly. Throws ConnectorError('contract') for bytes that are not UTF-8, for broken
 * JSON and for text that PostgreSQL cannot hold (NUL, half a surrogate pair): stored, it would fail on every attempt anew.
 */
export function readJson(body: Uint8Array): unknown {
  if (!known.has(body)) known.set(body, readStrictly(body));
  return known.get(body);
}

/** A webhook's body is read when it is verified and when it is understood. What was read is not changed by anybody. */
const known = new WeakMap<Uint8Array, unknown>();

function readStrictly(body: Uint8Array): unknown {
  const { text, value } = parse(body);
  if (perhapsUnstorable.test(text)) refuseUnstorableIn(value);
  return value;
}

/** Escapes of NUL and of half a character: in UTF-8 that is JSON neither can stand otherwise. A match may also be a text about such escapes. */
const perhapsUnstorable = /\\u(?:0000|d[89a-f])/i;

/** Writes content as JSON. Throws ConnectorError('contract') where it is nested too deeply: parsing takes any depth, writing does not. */
export function writeJson(content: unknown): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(content));
  } catch {
    throw new ConnectorError('contract', 'nested too deeply');
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });

function parse(body: Uint8Array): { readonly text: string; readonly value: unknown } {
  try {
    const text = strict.decode(body);
    return { text, value: JSON.parse(text) as unknown };
  } catch (error) {
    throw new ConnectorError('contract', `not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

function refuseUnstorableIn(value: unknown): void {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') refuseUnstorable(next);
    else if (typeof next === 'object' && next !== null) {
      for (const [key, member] of Object.entries(next)) {
        refuseUnstorable(key);
        waiting.push(member);
      }
    }
  }
}

function refuseUnstorable(text: string): void {
  if (text.includes('\0')) throw new ConnectorError('contract', 'a text contains NUL');
  if (/\p{Surrogate}/u.test(text)) throw new ConnectorError('contract', 'a text contains half a character');
}
