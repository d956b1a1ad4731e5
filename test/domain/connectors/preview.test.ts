/** A preview shows what receiving the same messages then does, and leaves nothing behind. */
import { type Preview, previewMessages } from '../../../src/domain/connectors/preview.js';
import type { Fact } from '../../../src/domain/facts.js';
import { type ReceivedMessage, receiveMany } from '../../../src/domain/inbox.js';
import { type TestDatabase, freshDatabase } from '../../support/database.js';
import { apply, event, now, order, parties, purchaseOrder, rows, shipment, source, tracking } from '../write/facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, [...parties, order('A1'), shipment('A1', [])]);
});
afterAll(() => test.close());

const understanding = {
  normalise: ({ body }: ReceivedMessage) => JSON.parse(Buffer.from(body).toString()) as { facts: Fact[]; unmapped: { path: string; value: string }[] },
  master: true,
};

function message(messageId: string, facts: readonly unknown[], unmapped: readonly object[] = []): ReceivedMessage {
  return { messageId, topic: 'test', body: Buffer.from(JSON.stringify({ facts, unmapped })), contentType: 'application/json', receivedAt: now };
}

/** An old word of a record that was told anew since. */
const known = message('known', [order('K1', { source: source('K1', '1', '2026-03-01T08:00:00Z') })]);
const later = new Date(now.getTime() + 3_600_000);
const preview = (...pages: readonly (readonly ReceivedMessage[])[]): Promise<Preview> =>
  previewMessages(test.database, understanding, { connectorId: 'erp', now: later }, pages);
const receiveAll = (messages: readonly ReceivedMessage[], at: Date) =>
  receiveMany(test.database, { ...understanding, connectorId: 'erp', now: at, cursor: 'next' }, messages);

const tables = ['orders', 'order_line', 'purchase_order', 'customer', 'shipment', 'tracking_event', 'inbox_message', 'event_log', 'audit_entry', 'connector_state'];

/** Every row of every table that a message can change. */
async function everything(): Promise<Record<string, unknown>> {
  const each = tables.map(async (table) => [table, await rows(test.database, `select row_to_json(t)::text as row from ${table} t order by 1`)] as const);
  return Object.fromEntries(await Promise.all(each));
}

/** Without the ids of records, which are made anew each time. */
const nameless = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#');

/** What was written at this time, in the words of a preview. */
async function written(at: Date): Promise<{ audited: unknown; events: unknown }> {
  const trail = await rows(test.database, `select row_to_json(a)::text as entry from audit_entry a where at = $1::text::timestamptz order by seq`, at.toISOString());
  const log = await rows(test.database, `select row_to_json(e)::text as entry from event_log e where recorded_at = $1::text::timestamptz order by seq`, at.toISOString());
  const [audited, events] = [trail, log].map((list) => list.map(({ entry }) => JSON.parse(nameless(entry ?? '')) as Record<string, unknown>));
  return {
    audited: audited?.map(({ action, object_type, before, after }) => ({ action, object_type, before, after })),
    events: events?.map(({ object_type, number, from_status, to_status }) => ({ object_type, number, from_status, to_status })),
  };
}

function told({ changes, statusChanges }: Preview): unknown {
  const audited = changes.map(({ action, objectType, before, after }) => ({ action, object_type: objectType, before, after }));
  const events = statusChanges.map(({ objectType, number, from, to }) => ({ object_type: objectType, number, from_status: from, to_status: to }));
  return JSON.parse(nameless(JSON.stringify({ audited, events })));
}

it('shows exactly what receiving them then does, and changes nothing itself', async () => {
  await receiveAll([known, message('clash', [])], now);
  await receiveAll([message('newer', [order('K1', { source: source('K1', '2', '2026-03-02T08:00:00Z'), status: 'SHIPPED' })])], now);
  const messages = [
    // Received before: an old word that must not come back over a newer one.
    known,
    message('clash', [order('K2')]),
    message('customer', [{ kind: 'customer', source: source('C9'), number: 'C-9', name: 'Late' }]),
    // More than one transaction of a pull holds; the last ones need what the first one made.
    ...Array.from({ length: 120 }, (_, n) => message(`order-${n}`, [order(`N${n}`, { customer: 'C9' })])),
    message('changed', [order('A1', { source: source('A1', '2'), status: 'CANCELLED' })], [{ path: 'state', value: 'odd' }]),
    message('purchase', [purchaseOrder('P1')]),
    message('half', [order('H1'), order('H2', { customer: 'nobody' })]),
    message('poisoned', [{ ...order('X1'), priority: 'ABSURD' }]),
    { ...message('unreadable', []), body: Buffer.from('no JSON') },
    message('scans', [tracking('TNA1', [event('1', '2026-01-10T10:00:00Z', 'IN_TRANSIT'), event('2', '2026-01-11T10:00:00Z', 'DELIVERED')])]),
  ];
  const before = await everything();
  const shown = await preview(messages);
  expect(await everything()).toEqual(before);

  const count = await receiveAll(messages, later);
  expect(count).toEqual({ applied: 124, duplicate: 1, parked: 4 });
  expect(shown.messages).toEqual(count);
  expect(shown.changes.length).toBeGreaterThan(120);
  expect(told(shown)).toEqual(await written(later));
  const parked = await rows(test.database, `select message_id as "messageId", reason from inbox_message where status = 'PARKED' order by message_id`);
  expect(shown.parked).toEqual(parked);
  expect(shown.parked.map(({ messageId }) => messageId)).toEqual(['clash', 'half', 'poisoned', 'unreadable']);
  expect(shown.unmapped).toEqual([{ path: 'state', value: 'odd' }]);
  expect(shown.trackingEvents).toBe(2);
  expect(shown.changes.find(({ action }) => action === 'ORDER_CHANGED')).toMatchObject({ number: 'O-A1', before: { status: 'CONFIRMED' }, after: { status: 'CANCELLED' } });
});

it('shows nothing where all of it is known', async () => {
  const messages = [known, message('customer', [{ kind: 'customer', source: source('C9'), number: 'C-9', name: 'Late' }])];
  expect(await preview(messages)).toEqual({
    ...{ messages: { applied: 0, duplicate: 2, parked: 0 }, changes: [], statusChanges: [], trackingEvents: 0, parked: [], unmapped: [] },
  });
});

it('parks what names a record of a later page, as a pull does', async () => {
  const early = [message('early', [order('E1', { customer: 'C8' })])];
  const late = [message('late', [{ kind: 'customer', source: source('C8'), number: 'C-8', name: 'Late' }])];
  const shown = await preview(early, late);
  expect(shown.parked).toEqual([{ messageId: 'early', reason: 'UNKNOWN_CUSTOMER {"ref":"C8"}' }]);
  expect([await receiveAll(early, later), await receiveAll(late, later)]).toEqual([
    { applied: 0, duplicate: 0, parked: 1 },
    { applied: 1, duplicate: 0, parked: 0 },
  ]);
  expect(shown.messages).toEqual({ applied: 1, duplicate: 0, parked: 1 });
});

it('leaves failures of the database to whoever asked', async () => {
  const broken = { ...test.database, em: { isInTransaction: () => false, fork: () => ({ transactional: () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })) }) } };
  await expect(previewMessages(broken as unknown as TestDatabase['database'], understanding, { connectorId: 'erp', now }, [])).rejects.toThrow('gone');
});
