/** `connectors` and `commands`, with a database of their own and through the socket of a running gateway. */
import { adminCommands, maxCommandBytes, type Services } from '../../src/cli/admin/index.js';
import { ConnectorError, type Connection, type DescribedConnector, type Message } from '../../src/connectors/contract.js';
import type { Fact } from '../../src/domain/facts.js';
import { OutgoingKind, OutgoingStatus } from '../../src/entities/enums.js';
import { ConnectorState, InboxMessage, OutgoingCommand } from '../../src/entities/index.js';
import { type Admin, openAdmin } from '../../src/server/admin.js';
import { createLog } from '../../src/server/log.js';
import { apply, event, order, parties, rows, shipment, source, tracking } from '../domain/write/facts.js';
import { type TestDatabase, freshDatabase } from '../support/database.js';
import { type Terminal, openTerminal, servicesOn } from './terminal.js';

const now = new Date('2026-03-02T08:00:00Z');
let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, [...parties, order('A1'), shipment('A1', [])]);
});
afterAll(() => test.close());

function message(messageId: string, facts: readonly Fact[], unmapped: readonly object[] = []): Message {
  return { messageId, topic: 'test', body: Buffer.from(JSON.stringify({ facts, unmapped })), contentType: 'application/json', receivedAt: now };
}

const normalise: Connection['normalise'] = ({ body }) => JSON.parse(Buffer.from(body).toString()) as ReturnType<Connection['normalise']>;

/** Each of an endless list is one message; the cursor is the number of pages read, or a day. */
const pages: readonly Message[] = [
  message('m-0', [order('A1', { source: source('A1', '2'), status: 'SHIPPED' })], [{ path: 'lines[0].state', value: 'odd' }, { path: 'lines[7].state', value: 'odd' }]),
  message('m-1', [{ kind: 'customer', source: source('C9'), number: 'C-9\u001b[2J', name: 'Late' }]),
  message('m-2', [tracking('TNA1', [event('1', '2026-01-10T10:00:00Z', 'IN_TRANSIT')])]),
  message('m-3', [order('Z9', { customer: 'nobody' })]),
];

const asked: (string | null)[] = [];
const erp: Connection = {
  check: async () => ({ ok: true, detail: 'answers as gateway' }),
  pull: async function* (cursor) {
    asked.push(cursor);
    for (const [index, each] of pages.entries()) yield { messages: [each], cursor: String(index + 1) };
  },
  cursorSince: (since) => since.toISOString(),
  normalise,
};
const broken: Connection = {
  check: () => Promise.reject(new Error('cannot\u001b[2J be reached')),
  // Fails before its first page.
  pull: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new ConnectorError('throttled', 'too many calls')) }) }),
  normalise,
};
const pushes: Connection = { check: async () => ({ ok: false, detail: 'API_KEY is refused' }), normalise };

const described = (id: string, kind: DescribedConnector['kind'], connection: Connection, breaker: ReturnType<DescribedConnector['breaker']> = 'closed'): DescribedConnector => {
  return { id, type: `${id}-type`, kind, connection, breaker: () => breaker };
};
const connectors = [described('erp', 'erp', erp), described('broken', 'carrier', broken, 'open'), described('pushes', 'carrier', pushes)];

describe.each(['with a database of their own', 'beside a gateway'])('connectors, %s', (where) => {
  let terminal: Terminal;
  let admin: Admin | null;
  const services = (): Services => ({ ...servicesOn(test.database), connectors, understandingOf: () => ({ normalise, master: true }) });
  beforeAll(async () => {
    const besides = where === 'beside a gateway';
    terminal = openTerminal(besides ? null : services());
    admin = besides
      ? await openAdmin({ dataDir: terminal.dataDir, commands: adminCommands(services()), maxInputBytes: maxCommandBytes, log: createLog({ level: 'silent' }) })
      : null;
  });
  afterAll(async () => {
    await admin?.close();
    terminal.remove();
  });
  beforeEach(async () => {
    asked.length = 0;
    const em = test.database.em.fork();
    for (const table of ['connector_state', 'outgoing_command', 'inbox_message']) await em.execute(`delete from ${table}`);
  });
  const state = (id: string): Promise<ConnectorState | null> => test.database.em.fork().findOne(ConnectorState, { connectorId: id });

  it('are listed with how they fare', async () => {
    const em = test.database.em.fork();
    const times = { lastAttemptAt: now, lastSuccessAt: new Date('2026-03-02T07:59:00Z') };
    em.create(ConnectorState, { connectorId: 'erp', messages: 3, ...times, lastErrorKind: 'contract', lastError: 'odd\u001b[2J answer', pausedAt: now, pausedBy: 'operator' });
    const received = { connectorId: 'erp', bodyHash: 'x', topic: 't', contentType: 'application/json', body: Buffer.from('{}'), receivedAt: now };
    em.create(InboxMessage, { ...received, messageId: '1', status: 'PARKED', reason: 'UNKNOWN_SHIPMENT', unmapped: [{ path: 'a', value: 'b' }] });
    em.create(InboxMessage, { ...received, connectorId: 'pushes', messageId: '2', receivedAt: new Date('2026-02-01T08:00:00Z'), status: 'APPLIED', unmapped: [] });
    await em.flush();
    expect(await terminal.run('connectors', 'list')).toEqual({
      code: 0,
      err: '',
      out: [
        'erp     erp-type (erp)  pulled 2026-03-02T07:59:00+00:00, 60 s ago',
        '        paused since 2026-03-02T08:00:00+00:00 by operator',
        '        failed at 2026-03-02T08:00:00+00:00: contract: odd [2J answer',
        '        1 messages within the last hour, 1 parked, 1 with unknown codes within a week',
        'broken  broken-type (carrier)  never pulled with success yet',
        '        calls are held back after many failures in a row',
        'pushes  pushes-type (carrier)  is not pulled, newest message 2026-02-01T08:00:00+00:00',
        '',
      ].join('\n'),
    });
  });

  it('are checked, all or one', async () => {
    expect(await terminal.run('connectors', 'check')).toEqual({
      code: 1,
      err: '',
      out: 'erp     ok      answers as gateway\nbroken  FAILED  cannot [2J be reached\npushes  FAILED  API_KEY is refused\n',
    });
    expect(await terminal.run('connectors', 'check', 'erp')).toEqual({ code: 0, err: '', out: 'erp  ok      answers as gateway\n' });
  });

  it('are paused and resumed', async () => {
    expect((await terminal.run('connectors', 'pause', 'erp')).code).toBe(0);
    expect(await state('erp')).toMatchObject({ pausedAt: now, pausedBy: 'operator' });
    expect((await terminal.run('connectors', 'pull-again', 'erp')).out).toContain('once it is resumed');
    expect((await terminal.run('connectors', 'resume', 'erp')).code).toBe(0);
    expect(await state('erp')).toMatchObject({ pausedAt: null, pausedBy: null });
  });

  it('are pulled again, from a day or from the beginning', async () => {
    const { code, out } = await terminal.run('connectors', 'pull-again', 'erp', '--since', '2026-03-01');
    expect([code, out]).toEqual([0, 'The next pull of erp begins with what changed since 2026-03-01 (UTC), within 300 s, where a gateway runs.\n']);
    expect(await state('erp')).toMatchObject({ cursor: '2026-03-01T00:00:00.000Z' });
    expect((await terminal.run('connectors', 'pull-again', 'erp')).out).toContain('begins at the beginning');
    expect(await state('erp')).toMatchObject({ cursor: null });
  });

  it.each([
    ['an unknown one', ['pause', 'erp2'], 1, 'There is no connector erp2. The connectors are: erp, broken, pushes.'],
    ['what is not pulled', ['pull-again', 'pushes'], 1, 'pushes is not pulled'],
    ['a day where it knows none', ['pull-again', 'broken', '--since', '2026-03-01'], 1, 'broken cannot be pulled from a day on'],
    ['a day to come', ['dry-run', 'erp', '--since', '2026-03-03'], 1, '2026-03-03 is still to come'],
    ['a day that does not exist', ['pull-again', 'erp', '--since', '2026-02-29'], 2, '--since is a day, as in 2026-03-01.'],
    ['no pages', ['dry-run', 'erp', '--pages', '0'], 2, '--pages is a whole number from 1 to 1000.'],
    ['what cannot be pulled now', ['dry-run', 'broken'], 1, 'broken could not be pulled (throttled): too many calls'],
  ])('are not steered: %s', async (_what, args, expected, said) => {
    const { code, out, err } = await terminal.run('connectors', ...args);
    expect([code, out]).toEqual([expected, '']);
    expect(err).toContain(said);
    expect(await test.database.em.fork().count(ConnectorState)).toBe(0);
  });

  it('show what a pull would change, and change nothing', async () => {
    const records = () => rows(test.database, `select (select count(*) from inbox_message)::text as messages, (select count(*) from customer)::text as customers, (select status from orders where number = 'O-A1') as status`);
    const before = await records();
    const { code, out, err } = await terminal.run('connectors', 'dry-run', 'erp');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toEqual([
      'erp, from the beginning: pages 4, messages 4. Nothing was written.',
      'Messages: 3 would be applied, 0 are known, 1 would be parked',
      'Tracking events: 1 new',
      'Records: 3',
      '  ORDER O-A1  status CONFIRMED → SHIPPED',
      '  CUSTOMER C-9 [2J  new',
      '  SHIPMENT SH-A1  status CREATED → IN_TRANSIT',
      'Status changes: 2',
      '  ORDER O-A1  CONFIRMED → SHIPPED',
      '  SHIPMENT SH-A1  CREATED → IN_TRANSIT',
      'Parked: 1',
      '  m-3  UNKNOWN_CUSTOMER {"ref":"nobody"}',
      'Unknown codes: 1',
      '  lines[*].state  "odd"  2 times',
      '',
    ]);
    expect(await records()).toEqual(before);
    expect(await state('erp')).toBeNull();
  });

  it('show it from where the last pull ended, or from a day on, page by page, as JSON too', async () => {
    const em = test.database.em.fork();
    em.create(ConnectorState, { connectorId: 'erp', messages: 1, cursor: 'here', pausedAt: now, pausedBy: 'operator' });
    await em.flush();
    const { out, err } = await terminal.run('connectors', 'dry-run', 'erp', '--pages', '2', '--json');
    expect(err).toBe('Ended after 2 pages; there may be more. --pages reads on.\n');
    expect(JSON.parse(out)).toMatchObject({
      ...{ connector: 'erp', fromTheBeginning: false, pages: 2, stopped: true, messages: { applied: 2, duplicate: 0, parked: 0 } },
      ...{ statusChanges: [{ objectType: 'ORDER', number: 'O-A1', from: 'CONFIRMED', to: 'SHIPPED' }], unmapped: [{ path: 'lines[0].state' }, { path: 'lines[7].state' }] },
    });
    expect((await terminal.run('connectors', 'dry-run', 'erp', '--since', '2026-03-01')).out).toContain('erp, from 2026-03-01 on: pages 4');
    expect(asked).toEqual(['here', '2026-03-01T00:00:00.000Z']);
    expect(await state('erp')).toMatchObject({ cursor: 'here' });
  });

  it('have an outbox, whose failed commands are tried again', async () => {
    const em = test.database.em.fork();
    const common = { objectId: '0198c0de-0000-7000-8000-000000000001', attempts: 30, nextAttemptAt: now, createdAt: now, input: { secret: 'an address' }, answer: null };
    const failed = em.create(OutgoingCommand, { ...common, connectorId: 'erp', kind: OutgoingKind.BOOK_SHIPMENT, status: OutgoingStatus.FAILED, lastErrorKind: 'rejected', lastError: 'no\nsuch service' });
    const done = em.create(OutgoingCommand, { ...common, connectorId: 'broken', kind: OutgoingKind.FOLLOW_SHIPMENT, status: OutgoingStatus.DONE, attempts: 1 });
    const gone = em.create(OutgoingCommand, { ...common, connectorId: 'gone', kind: OutgoingKind.FOLLOW_SHIPMENT, status: OutgoingStatus.PENDING, attempts: 0 });
    await em.flush();
    expect(await terminal.run('commands', 'list', '--failed')).toEqual({
      code: 0,
      err: '1 of 1 failed commands, newest first.\n',
      out: `${failed.id}  2026-03-02T08:00:00.000Z  FAILED   erp  BOOK_SHIPMENT  ${common.objectId}\n    30 attempts; rejected: no such service\n`,
    });
    expect((await terminal.run('commands', 'list', '--to', 'broken')).err).toBe('1 of 1 commands, newest first.\n');
    expect((await terminal.run('commands', 'retry', failed.id)).out).toContain('It is told again');
    expect(await test.database.em.fork().findOneOrFail(OutgoingCommand, { id: failed.id })).toMatchObject({ status: 'PENDING', attempts: 0, nextAttemptAt: now });
    expect((await terminal.run('commands', 'list', '--failed')).err).toBe('0 of 0 failed commands, newest first.\n');
    expect(await terminal.run('commands', 'retry', done.id)).toMatchObject({ code: 0, out: 'It was taken before: nothing is left to be told.\n' });
    expect(await terminal.run('commands', 'retry', gone.id)).toMatchObject({ code: 1, err: expect.stringContaining('for gone, which is no longer configured') as string });
    expect(await terminal.run('commands', 'retry', "'; drop")).toMatchObject({ code: 1, err: expect.stringContaining('There is no command') as string });
  });

  it('shows messages with unknown codes, and reads them again', async () => {
    const em = test.database.em.fork();
    em.create(InboxMessage, {
      ...{ connectorId: 'pushes', messageId: `odd-${where}`, bodyHash: where.slice(0, 20), topic: 'test', contentType: 'application/json', receivedAt: now },
      ...{ body: Buffer.from(JSON.stringify({ facts: [], unmapped: [] })), status: 'APPLIED', unmapped: [{ path: 'state', value: 'odd' }] },
    });
    await em.flush();
    expect((await terminal.run('messages', 'list', '--unmapped', '--from', 'pushes')).out).toMatch(/odd-.*\n {4}state {2}"odd"\n$/);
    expect(await terminal.run('messages', 'replay', '--unmapped', 'pushes')).toMatchObject({ code: 0, out: expect.stringContaining('0 have unknown codes still') as string });
    expect(await terminal.run('messages', 'list', '--unmapped', '--from', 'pushes')).toMatchObject({ out: '' });
    expect(await terminal.run('messages', 'replay')).toMatchObject({ code: 2 });
  });

  it('reads many messages again in portions, and says how it gets on', async () => {
    await test.database.em.fork().execute(
      `insert into inbox_message (id, connector_id, message_id, body_hash, topic, content_type, body, received_at, status, unmapped, attempts)
       select gen_random_uuid(), 'pushes', 'many-' || n, 'x', 'test', 'application/json', '{"facts": [], "unmapped": [{"path": "state", "value": "odd"}]}'::text::bytea,
         now(), 'APPLIED', '[{"path": "state", "value": "odd"}]', 1 from generate_series(1, 501) n`,
    );
    expect(await terminal.run('messages', 'replay', '--unmapped', 'pushes')).toEqual({
      code: 3,
      err: '500 read, 1 remain …\n',
      out: '501 messages with codes that were unknown: 0 said something new, 501 have unknown codes still.\n',
    });
  });
});

it('are none where none is configured', async () => {
  const terminal = openTerminal(servicesOn(test.database));
  expect(await terminal.run('connectors', 'list')).toEqual({ code: 0, out: '', err: 'No connector is configured here. CONNECTORS lists them.\n' });
  expect((await terminal.run('connectors', 'pause', 'erp')).err).toBe('No connector is configured here. CONNECTORS lists them.\n');
  terminal.remove();
});
