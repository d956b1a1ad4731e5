/** A REST source by a mapping profile: what its records become, and what is wrong with a profile. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError, type Env } from '../../src/connectors/contract.js';
import { rest } from '../../src/connectors/erp/rest/index.js';
import { connect, message, readFixture, settings } from '../fixtures/rest/shared.js';

interface Expected {
  readonly topic: string;
  readonly facts: readonly { readonly source: object }[];
  readonly unmapped: readonly object[];
}

const names = readdirSync(new URL('../fixtures/rest', import.meta.url)).filter((name) => name.endsWith('.facts.json')).map((name) => name.replace('.facts.json', ''));

describe('records', () => {
  it.each(names)('%s becomes what the profile says', (name) => {
    const expected = JSON.parse(readFixture(`${name}.facts.json`)) as Expected;
    const { facts, unmapped } = connect().normalise(message(expected.topic, readFixture(`${name}.json`)));
    const version = expect.stringMatching(/[0-9a-f]{32}$/) as unknown;
    expect(facts).toEqual(expected.facts.map((fact) => ({ ...fact, source: { ...fact.source, version } })));
    expect(unmapped).toEqual(expected.unmapped);
  });

  it('have another version whenever they say something else', () => {
    const versionOf = (body: string): string => connect().normalise(message('orders', body)).facts[0]!.source.version!;
    const body = readFixture('order.json');
    expect(versionOf(body)).toBe(versionOf(body.replace(/\s+/g, ' ')));
    expect(versionOf(body.replace('"Lens"', '"Other lens"'))).not.toBe(versionOf(body));
  });

  it.each(['__proto__', 'constructor', 'st'])('with the code %s, which no table has, tell so', (code) => {
    const body = readFixture('order.json').replace('"KG"', JSON.stringify(code));
    expect(connect().normalise(message('orders', body))).toEqual({ facts: [], unmapped: [{ path: 'Lines[0].Unit', value: code }] });
  });

  it('lacking what a fact needs are refused, naming all of it', () => {
    const { OrderNo: _number, Lines: _lines, ...rest } = JSON.parse(readFixture('order.json')) as Record<string, unknown>;
    const error = thrown(() => connect().normalise(message('orders', JSON.stringify({ ...rest, Placed: ' ' }))));
    expect(error).toMatchObject({ kind: 'contract', message: 'orders: missing number (OrderNo), placedAt (Placed), lines (Lines)' });
    expect(thrown(() => connect().normalise(message('others', '{}')))).toMatchObject({ kind: 'contract' });
  });
});

describe('a profile', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'interline-profile-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const problemsOf = (content: unknown, env: Env = {}): string[] => {
    const path = join(folder, 'profile.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    const error = thrown(() => rest.parseConfig({ ...settings('https://erp.example'), PROFILE: path, ...env }));
    return error?.message.split('; ') ?? [];
  };
  const valid = () => JSON.parse(readFixture('profile.json')) as { records: Record<string, unknown>[] } & Record<string, unknown>;

  it('is taken as it stands in the fixture', () => {
    expect(problemsOf(valid())).toEqual([]);
  });

  it('names every problem at once, by its place in the file', () => {
    const profile = valid();
    Object.assign(profile, { zone: 'Mars/Olympus' });
    Object.assign(profile.records[0]!, { kind: 'client', name: 'customers' });
    Object.assign(profile.records[1]!, { id: 'sku[', name: 'customers' });
    Object.assign(profile.records[2]!['fact'] as object, {
      status: { path: 'State', table: { C: 'DONE' } },
      channel: { path: 'Source', table: 'channels' },
      colour: 'Colour',
      placedAt: { path: 'Placed', zone: 'Nowhere' },
      currency: { constant: 'EUR' },
      priority: { constant: 'SOON' },
    });
    delete (profile.records[2]!['fact'] as Record<string, unknown>)['number'];
    delete profile.records[3]!['lines'];
    expect(problemsOf(profile, { TOKEN: '' })).toEqual([
      expect.stringMatching(/^PROFILE at zone: there is no zone Mars\/Olympus$/),
      expect.stringMatching(/^PROFILE at records\[0\]\.kind: must be one of customer, supplier/),
      'PROFILE at records[1].id: "sku[" is no path, such as a.b[0] or [\'a b\']',
      'PROFILE at records[2].fact.number: is missing, and no fact of this kind is without',
      expect.stringMatching(/^PROFILE at records\[2\]\.fact\.colour: is no member of this kind, there are number, customer/),
      'PROFILE at records[2].fact.channel.table: there is no table channels in this profile',
      'PROFILE at records[2].fact.status.table: C → "DONE" is no value of this member',
      'PROFILE at records[2].fact.placedAt.zone: there is no zone Nowhere',
      'PROFILE at records[2].fact.priority.constant: "SOON" is no value of this member',
      'PROFILE at records[3].lines: is missing: this kind has lines',
      'TOKEN is missing: the profile signs in by bearer',
    ]);
  });

  it.each([
    ['no JSON', '{"version": 1', /^PROFILE names a file that is no JSON/],
    ['another version', { ...valid(), version: 2 }, /^PROFILE at version: /],
    ['no way to sign in', { ...valid(), auth: { type: 'magic' } }, /^PROFILE at auth\.type: /],
    ['a secret in it', { ...valid(), headers: { Authorization: 'Bearer x' } }, /^PROFILE at headers\.Authorization: .*a secret does not belong/],
    ['a member that there is not', { ...valid(), colour: 1 }, /^PROFILE as a whole: .*colour/],
    ['a rule of no shape', withFact({ name: { path: 'a', constant: 'b' } }), /^PROFILE at records\[0\]\.fact\.name: .*constant/],
    ['a since that says nothing', withRecord({ changedSince: { query: { after: 'yesterday' } } }), /^PROFILE at records\[0\]\.changedSince\.query: must say \{since\}/],
    ['a list without paging', withRecord({ paging: { style: 'scroll' } }), /^PROFILE at records\[0\]\.paging\.style: /],
  ])('is refused with %s', (_, content, problem) => {
    expect(problemsOf(content)).toEqual([expect.stringMatching(problem)]);
  });

  it('must be there', () => {
    expect(thrown(() => rest.parseConfig({ ...settings('https://erp.example'), PROFILE: join(folder, 'none') }))?.message).toBe('PROFILE names a file that cannot be read (ENOENT)');
  });

  function withRecord(more: object): object {
    const profile = valid();
    Object.assign(profile.records[0]!, more);
    return profile;
  }

  function withFact(more: object): object {
    const profile = valid();
    Object.assign(profile.records[0]!['fact'] as object, more);
    return profile;
  }
});

describe('settings', () => {
  it.each(['nonsense', 'ftp://erp.example', 'https://u:p@erp.example', 'https://erp.example/?a=1'])('refuse the address %s', (URL) => {
    expect(thrown(() => rest.parseConfig({ ...settings('x'), URL }))).toMatchObject({ kind: 'config', message: expect.stringMatching(/^URL must be/) as unknown });
  });
});

function thrown(act: () => unknown): ConnectorError | null {
  try {
    act();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    return error as ConnectorError;
  }
}
