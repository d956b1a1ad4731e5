/**
 * The five subscriptions go on across a restart of the gateway: what changed while a client was away is told first, then
 * what changes next, each once and in the log's own order.
 */
import { v7 as uuid } from 'uuid';
import { statusEvent } from '../../src/domain/status-event.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import { EvaluationStatus, PeriodKind, Supplier, SupplierEvaluation } from '../../src/entities/index.js';
import { serverUrl } from '../support/database.js';
import type { GatewayProcess } from '../support/process.js';
import { processToken, startProcess } from '../support/process.js';
import type { Change, Listener, SubscriptionName } from './listener.js';
import { expectedChanges, listen, subscriptions } from './listener.js';
import type { Place } from './place.js';
import { freshPlace, recentCompany, tellAt } from './place.js';
import { seeded } from './random.js';
import { bodyOf, easypostEnv, makeScans, post } from './scans.js';
import { ask, readLog } from './view.js';

const state: { place?: Place; gateway?: GatewayProcess; listeners: Listener[] } = { listeners: [] };
const token = await processToken('ADMIN');
const names = Object.keys(subscriptions) as SubscriptionName[];
const rounds = 4;
const scans = makeScans(seeded(5), ['TRK1000', 'TRK1001'], 8 * rounds);

afterAll(async () => {
  await Promise.all(state.listeners.map((listener) => listener.stop()));
  await state.gateway?.kill();
  await state.place?.remove();
});

/** Evaluations to settle, one per round; the jobs would make some too, but of how many months depends on the day. */
async function evaluate(database: Database): Promise<void> {
  const now = new Date();
  await transact(database, { now, by: { actor: 'tester', channel: 'test' }, locks: () => [] }, async (tx) => {
    const [supplier] = await tx.em.find(Supplier, {}, { limit: 1 });
    for (let round = 0; round < rounds; round += 1) {
      const month = `2019-0${round + 1}`;
      const evaluation = tx.em.create(SupplierEvaluation, {
        id: uuid(),
        supplier: supplier as Supplier,
        periodKind: PeriodKind.MONTH,
        periodFrom: `${month}-01`,
        periodTo: `2019-0${round + 2}-01`,
        status: EvaluationStatus.PROVISIONAL,
        policyVersion: 1,
        computedAt: now,
      });
      tx.own('SUPPLIER_EVALUATION', evaluation.id);
      tx.append(statusEvent(evaluation, null, now));
    }
  });
}

interface Done {
  readonly errors: readonly unknown[];
}

async function command(url: string, mutation: string, inputType: string, input: object): Promise<void> {
  const query = `mutation ($input: ${inputType}!) { done: ${mutation}(input: $input) { errors { code path } } }`;
  const { done } = await ask<{ done: Done }>(url, token, query, { input });
  expect([mutation, done.errors]).toEqual([mutation, []]);
}

/** Ids of the objects that the rounds move. */
async function objects(url: string): Promise<{ order: string; purchaseOrders: string[]; evaluations: string[] }> {
  type Nodes = { nodes: { id: string }[] };
  const query = `{
    order(number: "O-1003") { id }
    purchaseOrders(filter: { status: [ISSUED] }, first: ${rounds}) { nodes { id } }
    supplierEvaluations(filter: { periodFrom: { to: "2020-01-01" } }, first: ${rounds}) { nodes { id } }
  }`;
  const found = await ask<{ order: { id: string }; purchaseOrders: Nodes; supplierEvaluations: Nodes }>(url, token, query);
  const ids = ({ nodes }: Nodes): string[] => nodes.map(({ id }) => id);
  return { order: found.order.id, purchaseOrders: ids(found.purchaseOrders), evaluations: ids(found.supplierEvaluations) };
}

/** One change or more of each of the five kinds. */
async function drive(url: string, round: number, { order, purchaseOrders, evaluations }: Awaited<ReturnType<typeof objects>>): Promise<void> {
  const to = ['IN_REVIEW', 'AWAITING_CUSTOMER', 'AWAITING_SIGNATURE', 'CONFIRMED'][round];
  await command(url, 'changeOrderStatus', 'ChangeOrderStatusInput', { orderId: order, to });
  await command(url, 'changePurchaseOrderStatus', 'ChangePurchaseOrderStatusInput', { purchaseOrderId: purchaseOrders[round], to: 'CANCELLED', reason: 'not needed' });
  await command(url, 'finaliseEvaluation', 'FinaliseEvaluationInput', { evaluationId: evaluations[round] });
  await command(url, 'openCase', 'OpenCaseInput', { kind: 'INQUIRY', orderId: order, subject: `Question ${round}` });
  for (const scan of scans.slice(8 * round, 8 * (round + 1))) expect((await post(url, bodyOf(scan))).result).toBe('applied');
}

const start = async (): Promise<GatewayProcess> => (state.gateway = await startProcess({ ...state.place?.env, ...easypostEnv }));

function subscribe(url: string, after: (name: SubscriptionName) => string): Map<SubscriptionName, Listener> {
  const listeners = new Map(names.map((name) => [name, listen(url, token, name, after(name))]));
  state.listeners.push(...listeners.values());
  return listeners;
}

/** Waits until each subscriber has seen what the log holds for it by now. */
async function untilAllTold(url: string, listeners: ReadonlyMap<SubscriptionName, Listener>, origin: string, before: ReadonlyMap<SubscriptionName, readonly Change[]>): Promise<void> {
  await state.place?.untilReadable();
  const log = await readLog(url, token);
  await Promise.all(
    names.map((name) => listeners.get(name)?.until(expectedChanges(log, name, origin).length - (before.get(name)?.length ?? 0))),
  );
}

it(`the five subscriptions miss and repeat nothing across a restart (${serverUrl ? 'PostgreSQL' : 'embedded'})`, async () => {
  state.place = await freshPlace(serverUrl);
  await tellAt(state.place, recentCompany(6));
  await state.place.open(evaluate);
  const first = await start();
  const ids = await objects(first.url);
  await state.place.untilReadable();
  const origin = (await readLog(first.url, token)).at(-1)?.cursor ?? '';

  const early = subscribe(first.url, () => origin);
  await drive(first.url, 0, ids);
  await untilAllTold(first.url, early, origin, new Map());
  const seen = new Map(names.map((name) => [name, [...(early.get(name)?.seen ?? [])]]));
  for (const name of names) await early.get(name)?.stop();
  await drive(first.url, 1, ids);
  expect((await first.stop()).code).toBe(0);

  const second = await start();
  await drive(second.url, 2, ids);
  const late = subscribe(second.url, (name) => seen.get(name)?.at(-1)?.cursor ?? '');
  await drive(second.url, 3, ids);
  await untilAllTold(second.url, late, origin, seen);

  const log = await readLog(second.url, token);
  for (const name of names) {
    const told = [...(seen.get(name) ?? []), ...(late.get(name)?.seen ?? [])];
    expect([name, told]).toEqual([name, expectedChanges(log, name, origin)]);
    expect(told.length).toBeGreaterThanOrEqual(rounds);
  }
}, 300_000);
