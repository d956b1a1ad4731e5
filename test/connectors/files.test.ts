/** A folder of table files on this machine: which are taken, what they become, where they go. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError, type Connection, type Env, type Message } from '../../src/connectors/contract.js';
import { files } from '../../src/connectors/erp/files/index.js';
import type { Fact } from '../../src/domain/facts.js';
import { facts, message, profilePath, readFixture, settings } from '../fixtures/files/shared.js';

const { signal } = new AbortController();
let folder: string;
const clock = { now: new Date('2026-03-05T12:00:00Z') };
const warnings: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interline-files-'));
  clock.now = new Date('2026-03-05T12:00:00Z');
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

function connect(env: Env = {}): Connection {
  const log = { info: () => undefined, error: () => undefined, warn: (details: object, text: string) => void warnings.push(`${text} ${JSON.stringify(details)}`) };
  const http = { request: () => Promise.reject(new Error('no call was expected')) };
  return files.connect(files.parseConfig({ PROFILE: profilePath, FOLDER: folder, ...env }), { http, now: () => clock.now, log, watched: () => Promise.resolve([]) });
}

async function pull(connection: Connection, cursor: string | null = null): Promise<{ messages: Message[]; cursor: string | null }> {
  const result = { messages: [] as Message[], cursor };
  for await (const page of connection.pull!(cursor, signal)) {
    result.messages.push(...page.messages);
    result.cursor = page.cursor;
  }
  return result;
}

const drop = (name: string, content: string | Buffer = readFileSync(new URL('../fixtures/tables/orders.csv', import.meta.url))): void => writeFileSync(join(folder, name), content);
const factsOf = (connection: Connection, messages: readonly Message[]): Fact[] => messages.flatMap((each) => connection.normalise(each).facts);
const on = (shelf: string): string[] => (existsSync(join(folder, shelf)) ? readdirSync(join(folder, shelf)).sort() : []);
const report = (shelf: string, name: string): { type: string; reason?: string; column?: string; row?: number }[] =>
  readFileSync(join(folder, shelf, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });

const now = { SETTLE_SECONDS: '0' };

describe('a file', () => {
  it('is read by a profile that the gateway knows, and put away with its report', async () => {
    drop('Orders-1.CSV');
    const connection = connect(now);
    const { messages } = await pull(connection);
    const read = factsOf(connection, messages);
    expect(new Set(read.map(({ kind }) => kind))).toEqual(new Set(['customer', 'product', 'order']));
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(messages.length);
    expect(messages.flatMap((each) => connection.normalise(each).unmapped)).toEqual([]);
    expect(on('done')).toEqual(['2026-03-05T120000.000Z-Orders-1.CSV', '2026-03-05T120000.000Z-Orders-1.CSV.report.ndjson']);
    expect(report('done', on('done')[1]!)[0]).toMatchObject({ type: 'import', profile: 'orders' });
    expect(await pull(connection)).toMatchObject({ messages: [] });
  });

  it('is read by a profile that the file declares, in its own encoding and formats', async () => {
    drop('PO_2026.txt', readFixture('PO_2026.txt'));
    const connection = connect(now);
    const read = factsOf(connection, (await pull(connection)).messages);
    const source = (externalId: string) => ({ externalId, version: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, updatedAt: null });
    const line = { lineNo: 10, unit: 'pc', product: null };
    expect(read).toEqual([
      { kind: 'supplier', source: source('V-1'), number: 'V-1', name: 'Lindström AB', country: 'SE' },
      {
        kind: 'purchaseOrder',
        source: source('4711'),
        number: 'B-4711',
        supplier: 'V-1',
        status: 'ISSUED',
        currency: 'EUR',
        orderedAt: '2026-03-01T00:00:00+01:00',
        lines: [
          { ...line, externalId: '4711/10', description: 'Lens', quantity: '1250.5', unitPrice: '0.85', requestedDate: '2026-04-15' },
          { ...line, externalId: '4711/20', lineNo: 20, description: 'Case', quantity: '3', unitPrice: null, requestedDate: null },
        ],
      },
    ]);
    const notes = report('done', on('done')[1]!).filter(({ type, reason }) => type === 'note' && reason !== 'blank');
    expect(notes.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [3, 'Price', 'the table says that there is none'],
      [4, 'State', 'unknown code'],
      [4, null, 'row without a value that it needs'],
      [5, 'Date', 'not a date'],
      [5, null, 'row without a value that it needs'],
    ]);
  });

  it('that cannot be read is put aside with its reason, and harms no other', async () => {
    drop('orders-1.csv', 'no,such\ntable,1\n');
    drop('orders-2.csv');
    const { messages } = await pull(connect(now));
    expect(messages.length).toBeGreaterThan(0);
    expect(on('refused')).toEqual(['2026-03-05T120000.000Z-orders-1.csv', '2026-03-05T120000.000Z-orders-1.csv.report.ndjson']);
    expect(report('refused', on('refused')[1]!)[0]).toMatchObject({ type: 'import', fatal: [expect.stringMatching(/^missing columns/)] });
    expect(on('done')[0]).toMatch(/orders-2\.csv$/);
  });

  it('that is too large is put aside unread', async () => {
    drop('orders-1.csv', Buffer.alloc(1_000_001, 'a'));
    expect((await pull(connect({ ...now, MAX_FILE_MB: '1' }))).messages).toEqual([]);
    expect(report('refused', on('refused')[1]!)[0]).toMatchObject({ fatal: [expect.stringMatching(/^1000001 bytes/)] });
  });

  it('is left alone while it is written, under another name, or where it leads elsewhere', async () => {
    const outside = join(folder, 'elsewhere');
    mkdirSync(outside);
    writeFileSync(join(outside, 'orders.csv'), readFileSync(new URL('../fixtures/tables/orders.csv', import.meta.url)));
    symlinkSync(join(outside, 'orders.csv'), join(folder, 'orders-link.csv'));
    mkdirSync(join(folder, 'orders-folder.csv'));
    for (const name of ['orders.csv.part', 'orders.csv.tmp', '.orders.csv', '~orders.csv', 'notes.docx']) drop(name);
    const { messages, cursor } = await pull(connect(now));
    expect(messages).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(8);
    expect(warnings).toEqual([expect.stringContaining('notes.docx')]);
    await pull(connect(now), cursor);
    expect(warnings).toHaveLength(1);
  });

  it('is taken once two pulls saw it unchanged, long enough apart', async () => {
    const connection = connect({ SETTLE_SECONDS: '60' });
    const at = (minutes: number): void => void (clock.now = new Date(Date.UTC(2026, 2, 5, 12, minutes)));
    drop('orders.csv', 'Order,');
    let { messages, cursor } = await pull(connection);
    expect(messages).toEqual([]);
    at(5);
    drop('orders.csv');
    ({ messages, cursor } = await pull(connection, cursor));
    expect(messages).toEqual([]);
    // The same size, written anew.
    utimesSync(join(folder, 'orders.csv'), 1, 1);
    at(10);
    ({ messages, cursor } = await pull(connection, cursor));
    expect(messages).toEqual([]);
    clock.now = new Date(clock.now.getTime() + 59_000);
    ({ messages, cursor } = await pull(connection, cursor));
    expect(messages).toEqual([]);
    clock.now = new Date(clock.now.getTime() + 1000);
    ({ messages, cursor } = await pull(connection, cursor));
    expect(messages.length).toBeGreaterThan(0);
    expect(JSON.parse(cursor ?? '')).toEqual({ v: 1, seen: {} });
  });

  it('is read again where a pull broke off before it was put away, as the same messages', async () => {
    drop('orders.csv');
    const connection = connect(now);
    const first: Message[] = [];
    for await (const page of connection.pull!(null, signal)) {
      first.push(...page.messages);
      break;
    }
    expect(on('done')).toEqual([]);
    const again = await pull(connection);
    expect(again.messages.map(({ messageId }) => messageId)).toEqual(first.map(({ messageId }) => messageId));
    expect(on('done')).toHaveLength(2);
  });

  it('is looked at without being touched, whether it has come to rest or not', async () => {
    drop('orders-1.csv');
    drop('orders-2.csv', 'no,such\ntable,1\n');
    const connection = connect();
    const before = readdirSync(folder, { recursive: true }).sort();
    const looked: Message[] = [];
    for await (const page of connection.peek!(null, signal)) looked.push(...page.messages);
    expect(looked.length).toBeGreaterThan(0);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
    const { messages } = await pull(connect(now));
    expect(messages.map(({ messageId }) => messageId)).toEqual(looked.map(({ messageId }) => messageId));
    expect([on('done').length, on('refused').length]).toEqual([2, 2]);
  });

  it('of the same name and content, dropped again later, is other messages', async () => {
    const ids = async (): Promise<string[]> => {
      drop('orders.csv');
      utimesSync(join(folder, 'orders.csv'), clock.now, clock.now);
      return (await pull(connect(now))).messages.map(({ messageId }) => messageId);
    };
    const first = await ids();
    clock.now = new Date('2026-03-06T12:00:00Z');
    expect((await ids()).filter((id) => first.includes(id))).toEqual([]);
    expect(on('done')).toHaveLength(4);
  });
});

describe('a message', () => {
  it('gives back the fact that went in', () => {
    for (const fact of facts) {
      const { facts: [read], unmapped } = connect().normalise(message(fact));
      expect(read).toEqual({ ...fact, source: { ...fact.source, version: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown } });
      expect(unmapped).toEqual([]);
    }
  });
});

describe('the folder', () => {
  it('is reported by the check', async () => {
    drop('a.csv');
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `${folder}: 1 file there` });
    const missing = connect({ FOLDER: join(folder, 'none') });
    expect(await missing.check(signal)).toEqual({ ok: false, detail: `${join(folder, 'none')}: ENOENT` });
    await expect(pull(missing)).rejects.toMatchObject({ kind: 'config' });
    expect((await connect({ FOLDER: join(folder, 'a.csv') }).check(signal)).detail).toMatch(/is no folder$/);
    expect(statSync(join(folder, 'a.csv')).isFile()).toBe(true);
  });
});

describe('settings', () => {
  const problems = (env: Env): string[] => {
    try {
      files.parseConfig(env);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(ConnectorError);
      return (error as Error).message.split('; ');
    }
  };

  it('name everything that is wrong at once', () => {
    expect(problems({ ...settings(), FOLDER: 'relative', SETTLE_SECONDS: 'soon', MAX_FILE_MB: '0' })).toEqual([
      'FOLDER must be a whole path, from the root on',
      'SETTLE_SECONDS must be a whole number from 0 to 86400',
      'MAX_FILE_MB must be a whole number from 1 to 1000',
    ]);
    expect(problems({ ...settings(), SFTP_HOST: 'a b', SFTP_PORT: '0' })).toEqual([
      'SFTP_PORT must be a whole number from 1 to 65535',
      'SFTP_HOST must be the name or address of a host, nothing else',
      'SFTP_USERNAME is missing',
      expect.stringMatching(/^SFTP_HOST_KEY is missing/),
      expect.stringMatching(/^SFTP_PASSWORD is missing/),
    ]);
  });

  it('name what is wrong with the profile by its place', () => {
    const path = join(folder, 'profile.json');
    const profile = JSON.parse(readFixture('profile.json').toString()) as { files: Record<string, unknown>[] };
    profile.files[0]!['profile'] = 'none';
    const records = profile.files[1]!['records'] as { kind: string; fact: Record<string, unknown>; lines?: Record<string, unknown> }[];
    Object.assign(records[0]!, { kind: 'vendor' });
    Object.assign(records[1]!.fact, { status: { column: 'State', table: { x: 'LOST' } }, orderedAt: { template: '{Date}' } });
    delete records[1]!.lines!['quantity'];
    writeFileSync(path, JSON.stringify(profile));
    expect(problems({ ...settings(), PROFILE: path })).toEqual([
      'PROFILE at files[0].profile: must be one of orders, scms',
      expect.stringMatching(/^PROFILE at files\[1\]\.records\[0\]\.kind: must be one of/),
      'PROFILE at files[1].records[1].fact.status.table: x → "LOST" is no value of this member',
      'PROFILE at files[1].records[1].fact.orderedAt.template: only texts can be put together',
      'PROFILE at files[1].records[1].lines.quantity: is missing, and no fact of this kind is without',
    ]);
  });
});
