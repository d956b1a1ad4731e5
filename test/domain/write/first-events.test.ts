/**
 * Whatever is told of whichever object, in whichever order: its log begins with an event from nothing, goes on from where each
 * one led to, and ends in the state that the object has. Codes that no table knows are among what is told.
 */
import fc from 'fast-check';
import type { Fact } from '../../../src/domain/facts.js';
import { type ReceivedMessage, receiveBatch, receiveMany, replay, replayEarly } from '../../../src/domain/inbox.js';
import { replayUnmapped } from '../../../src/domain/replay-unmapped.js';
import { OrderStatus, PurchaseOrderStatus, ShipmentStatus } from '../../../src/entities/enums.js';
import { InboxMessage } from '../../../src/entities/index.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { apply, by, event, now, order, parties, purchaseLine, purchaseOrder, receipt, rows, shipment, source, tracking } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, parties);
});
afterAll(() => test.close());

/** A fact that is told with a code of the sender's; a table that lacks it gives no fact, or one without a status. */
interface Word {
  readonly fact: Fact;
  readonly code: string;
  /** How the connector goes about an unknown code: as ours do, or as one that hands on what it has. */
  readonly withoutStatus: boolean;
}

const known = new Set<string>();

function normalise({ body }: ReceivedMessage): { facts: Fact[]; unmapped: { path: string; value: string }[] } {
  const words = JSON.parse(Buffer.from(body).toString()) as Word[];
  const unmapped = words.flatMap(({ code }) => (known.has(code) ? [] : [{ path: 'status', value: code }]));
  const facts = words.flatMap(({ fact, code, withoutStatus }) => {
    if (known.has(code)) return [fact];
    if (fact.kind === 'tracking') return [{ ...fact, events: fact.events.map((each) => ({ ...each, milestone: null })) }];
    return withoutStatus && 'status' in fact ? [{ ...fact, status: undefined } as unknown as Fact] : [];
  });
  return { facts, unmapped };
}

const understanding = { normalise, master: true };
const understandingOf = () => understanding;

/** What may be told of three objects of each kind, that hang together. */
function wordsOf(run: string): fc.Arbitrary<Word> {
  const id = fc.constantFrom('1', '2', '3').map((n) => `${run}${n}`);
  const said = fc.record({ version: fc.nat(4).map(String), at: fc.option(fc.nat(4)) });
  const sourceOf = (externalId: string, { version, at }: { version: string; at: number | null }): Fact['source'] => source(externalId, version, at === null ? null : `2026-02-0${at + 1}T00:00:00Z`);
  const fact = fc.oneof(
    fc.tuple(id, said, fc.constantFrom(...Object.values(OrderStatus))).map(([key, when, status]): Fact => order(key, { status, source: sourceOf(key, when) })),
    fc
      .tuple(id, said, fc.constantFrom(...Object.values(PurchaseOrderStatus)))
      .map(([key, when, status]): Fact => purchaseOrder(key, { status, source: sourceOf(key, when), lines: [purchaseLine(`${key}p`, 1, { orderLine: `${key}-1` })] })),
    fc.tuple(id, fc.nat(2)).map(([key, version]): Fact => receipt(key, key, '2026-02-10', [[`${key}p`, '10', null]], String(version))),
    fc
      .tuple(id, said, fc.option(fc.constantFrom(...Object.values(ShipmentStatus)), { nil: undefined }))
      .map(([key, when, status]): Fact => shipment(key, [[`${key}-1`, '10']], { source: sourceOf(`s${key}`, when), ...(status && { status }) })),
    fc
      .tuple(id, fc.nat(5), fc.constantFrom(...Object.values(ShipmentStatus)))
      .map(([key, n, milestone]): Fact => tracking(`TN${key}`, [event(`e${n}`, `2026-02-1${n}T00:00:00Z`, milestone)])),
  );
  return fc.record({ fact, code: fc.constantFrom('a', 'b', 'c', 'd'), withoutStatus: fc.boolean() });
}

/** What happens, one after the other. */
type Step = { readonly messages: readonly (readonly Word[])[]; readonly pulled: boolean } | { readonly learn: string } | 'replay one' | 'replay early' | 'replay unmapped';

function stepsOf(run: string): fc.Arbitrary<Step[]> {
  const messages = fc.array(fc.array(wordsOf(run), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ messages, pulled: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ learn: fc.constantFrom('a', 'b', 'c', 'd') }) },
    { weight: 2, arbitrary: fc.constantFrom<Step>('replay one', 'replay early', 'replay unmapped') },
  );
  return fc.array(step, { minLength: 3, maxLength: 12 });
}

let sent = 0;

async function take(step: Step, signal: AbortSignal): Promise<void> {
  const { database } = test;
  if (step === 'replay early') return void (await replayEarly(database, understandingOf, { now, by, limit: 50, signal }));
  if (step === 'replay unmapped') return void (await replayUnmapped(database, understandingOf, { connectorId: 'erp', now, by }));
  if (step === 'replay one') {
    const [first] = await database.em.fork().find(InboxMessage, { connectorId: 'erp' }, { orderBy: { receivedAt: 'desc', id: 'desc' }, limit: 1 });
    return void (first && (await replay(database, first.id, understandingOf, { now, by })));
  }
  if ('learn' in step) return void known.add(step.learn);
  const told = step.messages.map((words): ReceivedMessage => {
    sent += 1;
    return { messageId: `m${sent}`, topic: 'test', body: Buffer.from(JSON.stringify(words)), contentType: 'application/json', receivedAt: new Date(now.getTime() + sent) };
  });
  const inlet = { connectorId: 'erp', now, ...understanding };
  await (step.pulled ? receiveMany(database, { ...inlet, cursor: null }, told) : receiveBatch(database, inlet, told));
}

/** Objects whose log does not begin with their making, breaks off, or ends in another state than theirs. */
const faults = (): Promise<Record<string, string | null>[]> =>
  rows(
    test.database,
    `with chain as (
       select object_id, number, from_status, to_status, lag(to_status) over log as before,
         row_number() over (partition by object_id order by xid desc, seq desc) as from_end
       from event_log window log as (partition by object_id order by xid, seq)
     ), object as (
       select id, number, status from orders union all select id, number, status from purchase_order union all select id, number, status from shipment
     )
     select number, coalesce(from_status, '-') || '>' || to_status as event, before as state from chain where from_status is distinct from before
     union all
     select object.number, chain.to_status, object.status from object left join chain on chain.object_id = object.id and chain.from_end = 1
     where chain.to_status is distinct from object.status`,
  );

it('every object has its first event, and each later one begins where the last one ended', async () => {
  const { signal } = new AbortController();
  let runs = 0;
  const next = fc.constant(null).chain(() => stepsOf(`R${(runs += 1)}x`));
  await fc.assert(
    fc.asyncProperty(next, async (steps) => {
      known.clear();
      for (const code of ['a', 'b']) known.add(code);
      await test.database.em.fork().execute('delete from inbox_message');
      for (const step of steps) await take(step, signal);
      expect(await faults()).toEqual([]);
    }),
    { numRuns: 30 },
  );
  const [counted] = await rows(test.database, `select count(*)::text as events, count(distinct object_id)::text as objects from event_log`);
  expect(Number(counted?.['objects'])).toBeGreaterThan(40);
  expect(Number(counted?.['events'])).toBeGreaterThan(Number(counted?.['objects']));
});

it('what is told without a status is set aside by itself, with a reason that names it', async () => {
  const without = (fact: Fact): Fact => ({ ...fact, status: undefined }) as unknown as Fact;
  const answer = await apply(test.database, [without(order('N1')), without(purchaseOrder('N2')), order('N3')]);
  expect(answer).toMatchObject({ applied: 1, parked: [{ reason: 'REQUIRED', params: { at: 'status' } }, { reason: 'REQUIRED', params: { at: 'status' } }] });
  expect(await rows(test.database, `select number from event_log where number like 'O-N%' or number like 'PO-N%'`)).toEqual([{ number: 'O-N3' }]);
});
