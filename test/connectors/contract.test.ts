/** What every connector type owes the gateway, tried on each type of the list. */
import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { ConnectorError, type Connection, type ConnectorErrorKind, type Message, type Normalised, type WatchedShipment } from '../../src/connectors/contract.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { isDateOnly, parseInstant } from '../../src/domain/dates.js';
import { createHttpClient, type HttpClient } from '../../src/http/client.js';
import { serve } from '../http/server.js';
import type { Codec, ContractCase, SignedRequest } from './cases/case.js';
import { contractCases } from './cases/index.js';

const NOW = new Date('2026-03-05T12:00:00Z');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const watched: WatchedShipment[] = [{ trackingNumber: 'TRK1', carrier: 'UPS', country: 'DE', createdAt: '2026-03-01T00:00:00Z' }];
const noHttp: HttpClient = { request: () => Promise.reject(new Error('no call was expected')) };

const json: Codec = {
  read: ({ body }) => JSON.parse(Buffer.from(body).toString('utf8')) as unknown,
  write: (content) => Buffer.from(JSON.stringify(content) ?? ''),
};

/** Answers that a system in trouble, or one in its place, gives; and what they must end in. */
const hostile: readonly (readonly [string, ConnectorErrorKind, RequestListener])[] = [
  ['401', 'auth', answer(401)],
  ['403', 'auth', answer(403, '<h1>Forbidden</h1>', 'text/html')],
  ['404', 'rejected', answer(404)],
  ['409', 'rejected', answer(409)],
  ['429', 'throttled', answer(429, '{}', 'application/json', { 'retry-after': '120' })],
  ['500', 'transient', answer(500, '<h1>Oops</h1>', 'text/html')],
  ['a redirect', 'rejected', answer(302, '', 'text/plain', { location: 'http://169.254.169.254/' })],
  ['truncated JSON', 'contract', answer(200, '{"result": [{"id": 1}, {"i')],
  ['an empty body', 'contract', answer(200, '')],
  ['a sign-in page', 'contract', answer(200, '<h1>Sign in</h1>', 'text/html')],
  ['JSON of another shape', 'contract', answer(200, '{"hello": "world"}')],
  ['null', 'contract', answer(200, 'null')],
  ['a list', 'contract', answer(200, '[[], {}, "__proto__"]')],
  ['a body without end', 'contract', endless],
  ['silence', 'transient', () => undefined],
  ['a connection that breaks', 'transient', (_, response) => void response.destroy()],
];

function answer(status: number, body = '{}', type = 'application/json', headers: Record<string, string> = {}): RequestListener {
  return (_, response) => void response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

function endless(_: unknown, response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = (): void => {
    while (!response.destroyed && response.write(' '.repeat(100_000)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

it('has a case for every type, and every type once', () => {
  const types = connectorTypes.map(({ type }) => type);
  expect(Object.keys(contractCases).sort()).toEqual([...types].sort());
});

describe.each(connectorTypes.map((type) => [type.type, type, contractCases[type.type]!] as const))('%s', (_, type, example: ContractCase) => {
  const connect = (upstream = 'http://127.0.0.1:9', http = noHttp): Connection =>
    type.connect(type.parseConfig(example.settings(upstream)), { http, now: () => NOW, log, watched: () => Promise.resolve(watched) });

  describe('settings', () => {
    it('name every missing variable at once', () => {
      const error = thrownBy(() => type.parseConfig({}));
      expect(error).toMatchObject({ kind: 'config' });
      for (const variable of example.required) expect(error?.message).toContain(variable);
    });

    it('are needed one by one', () => {
      const settings = example.settings('http://127.0.0.1:9');
      expect(thrownBy(() => type.parseConfig(settings))).toBeNull();
      for (const variable of example.required) {
        const error = thrownBy(() => type.parseConfig({ ...settings, [variable]: undefined }));
        expect(error).toMatchObject({ kind: 'config', message: expect.stringContaining(variable) as unknown });
      }
    });
  });

  describe('normalise', () => {
    const normalise = (message: Message): Normalised | null => {
      const before = Buffer.from(message.body).toString('hex');
      const [first, second] = [outcome(message), outcome({ ...message, body: Buffer.from(message.body) })];
      expect(second).toEqual(first);
      expect(Buffer.from(message.body).toString('hex')).toBe(before);
      expect(Object.keys(Object.prototype)).toEqual([]);
      return first instanceof ConnectorError ? null : first;
    };
    const connection = connect();
    const outcome = (message: Message): Normalised | ConnectorError => {
      try {
        return connection.normalise(message);
      } catch (error) {
        if (error instanceof ConnectorError && error.kind === 'contract') return error;
        throw error;
      }
    };
    const codec = example.codec ?? json;
    const like = (body: Uint8Array): Message => ({ ...example.messages[0]!, body });

    it('understands what the outside system sends', () => {
      expect(normalise(example.messages[0]!)?.facts.length).toBeGreaterThan(0);
      for (const message of example.messages) expectSound(normalise(message)!);
    });

    it('refuses random bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array(), (bytes) => {
          const result = normalise(like(bytes));
          if (result) expectSound(result);
        }),
      );
    });

    it('stands random JSON', () => {
      fc.assert(
        fc.property(fc.json(), (text) => {
          const result = normalise(like(Buffer.from(text)));
          if (result) expectSound(result);
        }),
      );
    });

    it('stands its own messages with anything in the place of any member', () => {
      const cases = example.messages.flatMap((message) => pathsOf(codec.read(message)).map((path) => ({ message, path })));
      const poison = fc.oneof(
        fc.constantFrom<unknown>(null, '', '__proto__', 'constructor', '\0', '\ud800', '2023-02-29T10:00:00Z', '2023-02-29', 'NaN', 1e309, -1, [], {}, [null], { __class__: 'Decimal' }, 'x'.repeat(100_000)),
        fc.jsonValue(),
        fc.constant(undefined),
      );
      fc.assert(
        fc.property(fc.constantFrom(...cases), poison, ({ message, path }, value) => {
          const result = normalise({ ...message, body: codec.write(withMember(codec.read(message), path, value), message) });
          if (result) expectSound(result);
        }),
        { numRuns: 500 },
      );
    });

    it('stands keys that objects have anyway, and any depth', () => {
      for (const text of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', `${'['.repeat(100_000)}${']'.repeat(100_000)}`]) {
        const result = normalise(like(Buffer.from(text)));
        if (result) expectSound(result);
      }
    });
  });

  const { webhook } = connect();
  (webhook ? describe : describe.skip)('webhook', () => {
    const { body } = example.messages[0]!;
    const sign = (content: Uint8Array): SignedRequest => example.sign!(content, example.settings('http://127.0.0.1:9'));
    const verify = ({ headers, url = '/', body: sent = body }: SignedRequest): Message =>
      webhook!.verify({ method: 'POST', url, headers, body: sent, receivedAt: NOW });

    it('accepts what is signed, byte for byte, under the same id each time', () => {
      const signed = sign(body);
      const message = verify(signed);
      expect(Buffer.from(message.body).equals(signed.body ?? body)).toBe(true);
      expect(message.messageId).not.toBe('');
      expect(verify(signed).messageId).toBe(message.messageId);
    });

    it('refuses what is not signed', () => {
      expect(thrownBy(() => verify({ headers: {} }))).toMatchObject({ kind: 'auth' });
    });

    (example.bodyIsNotSigned ? it.skip : it)('refuses what was changed after it was signed', () => {
      const signed = sign(body);
      const sent = signed.body ?? body;
      fc.assert(
        fc.property(fc.nat(sent.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
          const changed = Uint8Array.from(sent);
          changed[at]! ^= flip;
          fc.pre(!example.saysTheSame?.(sent, changed));
          expect(thrownBy(() => verify({ ...signed, body: changed }))).toMatchObject({ kind: 'auth' });
        }),
      );
    });

    it('stands signed garbage', () => {
      fc.assert(
        fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => Buffer.from(text))), (content) => {
          const error = thrownBy(() => verify({ body: content, ...sign(content) }));
          if (error) expect(error.kind).toBe('contract');
        }),
      );
    });
  });

  (example.isNotHttp ? describe.skip : describe).each(hostile)('when the outside system answers with %s', (_name, kind, listener) => {
    it(`ends in ${kind}, and the check says so without throwing`, async () => {
      const server = await serve(listener);
      const http = createHttpClient({ allowPrivateAddresses: true, deadlineMs: 150, maxBodyBytes: 1_000_000, retry: { attempts: 1 } });
      try {
        const connection = connect(server.url, http);
        const { signal } = new AbortController();
        const check = await connection.check(signal);
        expect(check.detail).not.toBe('');
        // A pull that is not offered has nothing to fail at.
        if (!connection.pull) return;
        expect(check.ok).toBe(false);
        const end = await endOf(connection.pull(null, signal));
        if (example.passesOverRefusals && kind === 'rejected') expect(end).toBeNull();
        else expect(end).toMatchObject({ kind });
      } finally {
        http.close();
        await server.close();
      }
    });
  });

  (example.isNotHttp ? it.skip : it)('ends a pull when it is cancelled', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    const http = createHttpClient({ allowPrivateAddresses: true });
    const connection = connect(server.url, http);
    if (connection.pull) expect(await endOf(connection.pull(null, controller.signal))).toMatchObject({ kind: 'transient' });
    http.close();
    await server.close();
  });
});

function thrownBy(act: () => unknown): ConnectorError | null {
  try {
    act();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    return error as ConnectorError;
  }
}

/** What a pull ends in; null where it ends well. */
async function endOf(pages: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const _page of pages);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    return error;
  }
}

/** Every fact can be stored: no NUL, no half characters, instants and dates that exist, one key per event. */
function expectSound({ facts, unmapped }: Normalised): void {
  const inspect = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      expect(value).not.toMatch(/\0|\p{Surrogate}/u);
      if (/At$|^estimatedDelivery$/.test(key)) expect(() => parseInstant(value)).not.toThrow();
      if (/(Date|On)$/.test(key)) expect(isDateOnly(value)).toBe(true);
    } else if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
    else if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) inspect(member, name);
  };
  inspect({ facts, unmapped }, '');
  for (const fact of facts) {
    if (fact.kind !== 'tracking') continue;
    expect(new Set(fact.events.map(({ eventKey }) => eventKey)).size).toBe(fact.events.length);
  }
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

/** The value with another member at the path; undefined takes it away. */
function withMember(value: unknown, path: readonly string[], member: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return member;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = withMember(copy[key], rest, member);
  return copy;
}
