/** What every connector type owes the gateway, tried on each type of the list; how it bears its outside system: contract-upstream.test.ts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseConfig } from '../../src/config.js';
import { ConnectorError, type Connection, type Message, type Normalised } from '../../src/connectors/contract.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { isDateOnly, parseInstant } from '../../src/domain/dates.js';
import type { HttpClient } from '../../src/http/client.js';
import type { Codec, ContractCase, SignedRequest } from './cases/case.js';
import { contractCases } from './cases/index.js';

const NOW = new Date('2026-03-05T12:00:00Z');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const noHttp: HttpClient = { request: () => Promise.reject(new Error('no call was expected')) };

const json: Codec = {
  read: ({ body }) => JSON.parse(Buffer.from(body).toString('utf8')) as unknown,
  write: (content) => Buffer.from(JSON.stringify(content) ?? ''),
};

it('has a case for every type, and every type once', () => {
  const types = connectorTypes.map(({ type }) => type);
  expect(Object.keys(contractCases).sort()).toEqual([...types].sort());
});

describe.each(connectorTypes.map((type) => [type.type, type, contractCases[type.type]!] as const))('%s', (_, type, example: ContractCase) => {
  const connect = (): Connection =>
    type.connect(type.parseConfig(example.settings('http://127.0.0.1:9')), { http: noHttp, now: () => NOW, log, watched: () => Promise.resolve([]) });

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

  it('takes every setting from a file as well as from the environment', () => {
    const prefix = `${type.type.toUpperCase().replaceAll('-', '_')}_`;
    const given = Object.entries(example.settings('http://127.0.0.1:9')).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    const folder = mkdtempSync(join(tmpdir(), 'interline-settings-'));
    try {
      const inFiles = given.map(([name, value]) => {
        const path = join(folder, name);
        writeFileSync(path, `${value}\n`);
        return [`${prefix}${name}_FILE`, path];
      });
      const settings = (variables: Record<string, string>): string => JSON.stringify(parseConfig({ CONNECTORS: type.type, ...variables }, connectorTypes).connectors[0]?.settings);
      expect(settings(Object.fromEntries(inFiles))).toBe(settings(Object.fromEntries(given.map(([name, value]) => [`${prefix}${name}`, value]))));
    } finally {
      rmSync(folder, { recursive: true });
    }
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
  it('takes webhooks where its case signs them, and is tried with them where it takes them', () => {
    expect({ takes: webhook !== undefined }).toEqual({ takes: example.sign !== undefined });
  });

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

    (example.bodyIsNotSigned ? it : it.skip)('warns at start that nothing is signed, without the secret', () => {
      const settings = example.settings('http://127.0.0.1:9');
      const warnings: string[] = [];
      const warn = (details: object, text: string): void => void warnings.push(`${JSON.stringify(details)} ${text}`);
      type.connect(type.parseConfig(settings), { http: noHttp, now: () => NOW, log: { ...log, warn }, watched: () => Promise.resolve([]) });
      expect(warnings.join()).toMatch(/not signed|signs nothing/);
      for (const [name, value] of Object.entries(settings)) if (/SECRET|TOKEN$|CREDENTIAL/.test(name)) expect(warnings.join()).not.toContain(value);
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
