/**
 * The subscriptions across a restart of the gateway, and from one gateway to another of the same server: what changed while a
 * client was away is told first, then what changes next, each once and in the log's own order. The tests run each once, the soak
 * again and again.
 */
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuid } from 'uuid';
import { statusEvent } from '../../src/domain/status-event.js';
import { transact } from '../../src/domain/transaction.js';
import type { Database } from '../../src/entities/database.js';
import { EvaluationStatus, PeriodKind, Supplier, SupplierEvaluation } from '../../src/entities/index.js';
import type { Environment, GatewayProcess } from '../support/process.js';
import { processToken, runCommand, startProcess } from '../support/process.js';
import type { Change, Listener, SubscriptionName } from './listener.js';
import { expectedChanges, listen, subscriptions } from './listener.js';
import type { Place } from './place.js';
import { recentCompany, tellAt } from './place.js';
import type { Random } from './random.js';
import type { Scan } from './scans.js';
import { bodyOf, easypostEnv, makeScans, post } from './scans.js';
import { ask, readLog } from './view.js';

/** Where the clients go on: at their gateway, started again, or at one that ran beside it all the time. */
export type GoesOn = 'after a restart' | 'at another process';

export interface ResumeFigures {
  /** Changes told to each subscriber, over both its lives. */
  readonly told: Readonly<Record<SubscriptionName, number>>;
  /** Subscribers that were told something else than the log holds. */
  readonly missedOrRepeated: readonly string[];
  /** How the gateway went: told to before a restart, killed beside another process. */
  readonly ending: number | NodeJS.Signals | null;
}

const names = Object.keys(subscriptions) as SubscriptionName[];
/** Before and after the client left, before and after it came back. */
export const rounds = 4;

/** `place` is on a server where another process takes over. */
export async function resume(place: Place, random: Random, goesOn: GoesOn): Promise<ResumeFigures> {
  await tellAt(place, recentCompany(6));
  await place.open(evaluate);
  const running: Running = { gateways: [], listeners: [] };
  try {
    return await resumeIn(place, random, goesOn, running);
  } finally {
    for (const listener of running.listeners) await listener.stop();
    for (const gateway of running.gateways) await gateway.kill();
  }
}

interface Running {
  readonly gateways: GatewayProcess[];
  readonly listeners: Listener[];
}

async function resumeIn(place: Place, random: Random, goesOn: GoesOn, running: Running): Promise<ResumeFigures> {
  const token = await processToken('ADMIN');
  const env = { ...place.env, ...easypostEnv };
  const scans = makeScans(random, ['TRK1000', 'TRK1001'], 8 * rounds);
  const start = async (): Promise<GatewayProcess> => {
    const gateway = await startProcess(env);
    running.gateways.push(gateway);
    return gateway;
  };
  const subscribe = (url: string, after: (name: SubscriptionName) => string): ReadonlyMap<SubscriptionName, Listener> => {
    const listeners = new Map(names.map((name) => [name, listen(url, token, name, after(name))]));
    running.listeners.push(...listeners.values());
    return listeners;
  };

  const first = await start();
  const other = goesOn === 'at another process' ? await start() : null;
  const driver = { token, scans, env, ...(await objects(first.url, token)) };
  await place.untilReadable();
  const origin = (await readLog(first.url, token)).at(-1)?.cursor ?? '';
  const early = subscribe(first.url, () => origin);
  await drive((other ?? first).url, 0, driver);
  await untilAllTold(place, first.url, token, early, origin, new Map());
  const seen = new Map(names.map((name) => [name, [...(early.get(name)?.seen ?? [])]]));
  for (const name of names) await early.get(name)?.stop();
  await drive(first.url, 1, driver);
  const { code, signal } = await (other ? first.kill() : first.stop());

  const second = other ?? (await start());
  await drive(second.url, 2, driver);
  const late = subscribe(second.url, (name) => seen.get(name)?.at(-1)?.cursor ?? '');
  await drive(second.url, 3, driver);
  await untilAllTold(place, second.url, token, late, origin, seen);
  const log = await readLog(second.url, token);
  const told = new Map(names.map((name) => [name, [...(seen.get(name) ?? []), ...(late.get(name)?.seen ?? [])]]));
  return {
    told: Object.fromEntries(names.map((name) => [name, told.get(name)?.length])) as ResumeFigures['told'],
    missedOrRepeated: names.filter((name) => !isDeepStrictEqual(told.get(name), expectedChanges(log, name, origin))),
    ending: signal ?? code,
  };
}

/** Evaluations to settle, one per round; the jobs would make some too, but of how many months depends on the day. */
async function evaluate(database: Database): Promise<void> {
  const now = new Date();
  await transact(database, { now, by: { actor: 'tester', channel: 'test' }, locks: () => [] }, async (tx) => {
    const [supplier] = await tx.em.find(Supplier, {}, { limit: 1 });
    for (let round = 0; round < rounds; round += 1) {
      const evaluation = tx.em.create(SupplierEvaluation, {
        id: uuid(),
        supplier: supplier as Supplier,
        periodKind: PeriodKind.MONTH,
        periodFrom: `2019-0${round + 1}-01`,
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

interface Driver {
  readonly token: string;
  /** Settings of the gateway, for commands beside it. */
  readonly env: Environment;
  readonly scans: readonly Scan[];
  readonly order: string;
  readonly purchaseOrders: readonly string[];
  readonly evaluations: readonly string[];
}

/** Ids of the objects that the rounds move. */
async function objects(url: string, token: string): Promise<Pick<Driver, 'order' | 'purchaseOrders' | 'evaluations'>> {
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

/** One change or more of each kind. */
async function drive(url: string, round: number, { token, env, scans, order, purchaseOrders, evaluations }: Driver): Promise<void> {
  const command = async (mutation: string, inputType: string, input: object): Promise<void> => {
    const query = `mutation ($input: ${inputType}!) { done: ${mutation}(input: $input) { errors { code path } } }`;
    const { done } = await ask<{ done: { errors: readonly unknown[] } }>(url, token, query, { input });
    if (done.errors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(done.errors)}`);
  };
  const to = ['IN_REVIEW', 'AWAITING_CUSTOMER', 'AWAITING_SIGNATURE', 'CONFIRMED'][round];
  await command('changeOrderStatus', 'ChangeOrderStatusInput', { orderId: order, to });
  await command('changePurchaseOrderStatus', 'ChangePurchaseOrderStatusInput', { purchaseOrderId: purchaseOrders[round], to: 'CANCELLED', reason: 'not needed' });
  await command('finaliseEvaluation', 'FinaliseEvaluationInput', { evaluationId: evaluations[round] });
  await command('openCase', 'OpenCaseInput', { kind: 'INQUIRY', orderId: order, subject: `Question ${round}` });
  const { code, output } = await runCommand(env, 'jobs', 'run', 'review-performance', '--period', `2019-0${round + 1}`);
  if (code !== 0) throw new Error(`A review was not made: ${output}`);
  for (const scan of scans.slice(8 * round, 8 * (round + 1))) {
    const { result } = await post(url, bodyOf(scan));
    if (result !== 'applied') throw new Error(`A scan was ${result}`);
  }
}

/** Waits until each subscriber has seen what the log holds for it by now. */
async function untilAllTold(
  place: Place,
  url: string,
  token: string,
  listeners: ReadonlyMap<SubscriptionName, Listener>,
  origin: string,
  before: ReadonlyMap<SubscriptionName, readonly Change[]>,
): Promise<void> {
  await place.untilReadable();
  const log = await readLog(url, token);
  await Promise.all(names.map((name) => listeners.get(name)?.until(expectedChanges(log, name, origin).length - (before.get(name)?.length ?? 0))));
}
