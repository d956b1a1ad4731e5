/** Messages that are received together end as they would one after the other, and cost no statement more than a single one. */
import fc from 'fast-check';
import { Kysely } from 'kysely';
import type { Fact } from '../../../src/domain/facts.js';
import type { Inlet, ReceivedMessage } from '../../../src/domain/inbox.js';
import { receiveBatch } from '../../../src/domain/inbox.js';
import { OrderStatus, PurchaseOrderStatus, ShipmentStatus } from '../../../src/entities/enums.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { apply, event, now, order, parties, purchaseLine, purchaseOrder, receipt, rows, shipment, source, tracking } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, parties);
});
afterAll(() => test.close());

const inlet: Inlet = {
  connectorId: 'erp',
  now,
  master: true,
  normalise: ({ body }) => ({ facts: JSON.parse(Buffer.from(body).toString()) as Fact[], unmapped: [] }),
};

function message(messageId: string, facts: readonly Fact[]): ReceivedMessage {
  return { messageId, topic: 'test', body: Buffer.from(JSON.stringify(facts)), contentType: 'application/json', receivedAt: now };
}

/** How many statements go to the driver of writes meanwhile; of a transaction, and of the unit of work within it. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { executeQuery } = Kysely.prototype;
  let count = 0;
  Kysely.prototype.executeQuery = function (this: Kysely<unknown>, ...asked: Parameters<typeof executeQuery>) {
    count += 1;
    return executeQuery.apply(this, asked);
  } as typeof executeQuery;
  try {
    await work();
  } finally {
    Kysely.prototype.executeQuery = executeQuery;
  }
  return count;
}

it('costs the same number of statements for 1, 16 and 64 messages of a carrier', async () => {
  const counts: number[] = [];
  for (const [run, size] of [1, 1, 16, 64].entries()) {
    const ids = Array.from({ length: size }, (_, n) => `C${run}-${n}`);
    await apply(test.database, ids.map((id) => shipment(id, [])));
    const told = ids.map((id) => message(id, [tracking(`TN${id}`, [event(`e${id}`, '2026-02-01T00:00:00Z', 'IN_TRANSIT')])]));
    counts.push(await statementsOf(async () => expect((await receiveBatch(test.database, { ...inlet, connectorId: 'kite', master: false }, told)).every(({ result }) => result === 'applied')).toBe(true)));
  }
  // The first of all may find something out once.
  const [, single, ...many] = counts;
  expect(single).toBeGreaterThan(1);
  expect(many).toEqual([single, single]);
});

it('says of a state when it was reached, not when it was last told', async () => {
  const placed = order('T1', { status: 'RECEIVED' });
  await receiveBatch(test.database, inlet, [message('t1', [placed]), message('t2', [{ ...placed, priority: 'URGENT', source: source('T1', '2') }])]);
  const [event] = await rows(test.database, `select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from event_log where number = 'O-T1'`);
  expect(event).toEqual({ at: new Date(placed.placedAt).toISOString().replace('.000', '') });
});

/** Records before those that refer to them: where they come together, it does not matter in which order. */
const kinds = ['order', 'purchase', 'receipt', 'shipment', 'tracking'] as const;

/** What is told of three objects of each kind that hang together, without the prefix of a run. */
const fact = fc
  .record({
    n: fc.constantFrom('1', '2', '3'),
    version: fc.nat(4).map(String),
    day: fc.option(fc.nat(4)),
    kind: fc.constantFrom(...kinds),
    order: fc.constantFrom(...Object.values(OrderStatus)),
    purchase: fc.constantFrom(...Object.values(PurchaseOrderStatus)),
    shipment: fc.constantFrom(...Object.values(ShipmentStatus)),
    isAbsurd: fc.integer({ max: 19 }).map((n) => n === 19),
  })
  .map((said) => ({ kind: kinds.indexOf(said.kind), of: (prefix: string): Fact => factOf(prefix, said) }));

interface Said {
  readonly n: string;
  readonly version: string;
  readonly day: number | null;
  readonly kind: (typeof kinds)[number];
  readonly order: OrderStatus;
  readonly purchase: PurchaseOrderStatus;
  readonly shipment: ShipmentStatus;
  /** What the database refuses. */
  readonly isAbsurd: boolean;
}

function factOf(prefix: string, { n, version, day, kind, isAbsurd, ...said }: Said): Fact {
  const id = `${prefix}${n}`;
  const of = (externalId: string): Fact['source'] => source(externalId, version, day === null ? null : `2026-02-0${day + 1}T00:00:00Z`);
  if (kind === 'order') return order(id, { status: said.order, source: of(id), ...(isAbsurd && { priority: 'ABSURD' as 'URGENT' }) });
  if (kind === 'purchase') return purchaseOrder(id, { status: said.purchase, source: of(id), lines: [purchaseLine(`${id}p`, 1, { orderLine: `${id}-1` })] });
  if (kind === 'receipt') return receipt(id, id, '2026-02-10', [[`${id}p`, version, null]], version);
  if (kind === 'shipment') return shipment(id, [[`${id}-1`, '10']], { source: of(`s${id}`), ...(day !== null && { status: said.shipment }) });
  return tracking(`TN${id}`, [event(`${id}e${version}`, `2026-02-1${version}T00:00:00Z`, said.shipment)]);
}

/** Messages, some of which come again in the end: as they were, or (under the id of another) not. */
const batch = fc.array(fact, { minLength: 2, maxLength: 12 }).chain((told) => {
  const messages = told.toSorted((a, b) => a.kind - b.kind).map(({ of }, id) => ({ id, of }));
  const again = fc.record({ id: fc.nat(told.length - 1), shift: fc.constantFrom(0, 0, 1) });
  return fc.array(again, { maxLength: 4 }).map((repeats) => [...messages, ...repeats.map(({ id, shift }) => ({ id, of: messages[(id + shift) % messages.length]?.of ?? messages[0]!.of }))]);
});

/** Not the trail and the log: they say once what a batch did in several steps. */
const tables = ['orders', 'order_line', 'purchase_order', 'purchase_order_line', 'receipt', 'receipt_line', 'shipment', 'shipment_line', 'tracking_event', 'inbox_message'];
const ofEachRun = new Set(['id', 'search', 'body', 'body_hash']);

/** All that a run has left, without what differs between any two runs: ids and the prefix. */
async function stateOf(prefix: string): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {};
  for (const table of tables) {
    const found = await rows(test.database, `select to_jsonb(t)::text as row from ${table} as t where to_jsonb(t)::text like '%' || $1::text || '%'`, prefix);
    const texts = found.map(({ row }) => JSON.stringify(Object.entries(JSON.parse(row ?? '{}') as object).filter(([name]) => !ofEachRun.has(name))));
    state[table] = texts.map((text) => text.replaceAll(prefix, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id')).sort();
  }
  return state;
}

it('leaves the records as the same messages leave them one after the other, whatever they say of the same objects', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(batch, async (told) => {
      run += 1;
      const [together, alone] = [`B${run}x`, `S${run}x`];
      const messagesOf = (prefix: string): ReceivedMessage[] => told.map(({ id, of }) => message(`${prefix}${id}`, [of(prefix)]));
      for (const prefix of [together, alone]) await apply(test.database, ['1', '2'].flatMap((n) => [order(prefix + n), purchaseOrder(prefix + n, { lines: [purchaseLine(`${prefix}${n}p`, 1, { orderLine: `${prefix}${n}-1` })] })]));
      await receiveBatch(test.database, inlet, messagesOf(together));
      for (const one of messagesOf(alone)) await receiveBatch(test.database, inlet, [one]);
      expect(await stateOf(together)).toEqual(await stateOf(alone));
    }),
    { numRuns: 40 },
  );
  const [count] = await rows(test.database, `select count(*)::text as shipments from shipment where number like 'SH-B%'`);
  expect(Number(count?.['shipments'])).toBeGreaterThan(run / 2);
}, 300_000);
