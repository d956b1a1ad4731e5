/**
 * Many writers at a few shipments: shuffled and doubled scans through four connectors of two gateways, the ERP that tells of the
 * same orders and shipments meanwhile, suppliers who confirm what was bought for them, several at a time, and some poison. The
 * tests run a sample of it, the soak the full numbers.
 */
import type { Fact } from '../../src/domain/facts.js';
import { openDatabase } from '../../src/entities/database.js';
import { OrderStatus } from '../../src/entities/enums.js';
import { SECRET, sign } from '../fixtures/easypost/shared.js';
import { tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { untilReadable } from '../support/event-log.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Poison } from './poison.js';
import { poisonOf } from './poison.js';
import { recentCompany } from './place.js';
import type { Random } from './random.js';
import type { Scan } from './scans.js';
import { bodyOf, endStates, makeScans, overConnections } from './scans.js';
import type { EventView, ShipmentView } from './view.js';
import { ask, chainBreaks, readLog, readMessages, readShipments } from './view.js';

export interface CrowdPlan {
  readonly random: Random;
  readonly connections: number;
  readonly shipments: number;
  readonly scansPerShipment: number;
}

export interface CrowdFigures {
  /** Sent, doubles and poison included. */
  readonly messages: number;
  readonly shipmentEvents: number;
  readonly orderEvents: number;
  /** Why messages were parked, without what is particular to each; sorted. */
  readonly parked: readonly string[];
  readonly unexpectedAnswers: readonly string[];
  readonly chainBreaks: readonly string[];
  /** Shipments in a wrong state, or with a scan lost or doubled. */
  readonly wrongEnds: readonly string[];
  /** Shipments whose last event says something else than they do. */
  readonly contradictions: readonly string[];
  /** Purchase orders that could be answered, and that not exactly one of those who did so at a time has confirmed. */
  readonly wrongConfirmations: readonly string[];
  /** What PostgreSQL had to break up; none is noticed otherwise, since whoever was its victim may try again. */
  readonly deadlocks: readonly string[];
}

const accounts = ['easypost', 'easypost-b', 'easypost-c', 'easypost-d'];

const env = {
  CONNECTORS: accounts.map((id) => (id === 'easypost' ? id : `${id}:easypost`)).join(','),
  ...Object.fromEntries(accounts.map((id) => [`${id.toUpperCase().replaceAll('-', '_')}_WEBHOOK_SECRET`, SECRET])),
};

export async function crowd(test: TestDatabase, plan: CrowdPlan): Promise<CrowdFigures> {
  await tell(test.database, recentCompany(plan.shipments), new Date());
  const before = await countDeadlocks(test);
  const databases = [await ownDatabase(test), await ownDatabase(test)] as const;
  const gateways = [await startGateway({ test: databases[0], env }), await startGateway({ test: databases[1], env })] as const;
  const figures = await crowdAt(gateways, test, plan).finally(async () => {
    for (const each of [...gateways, ...databases]) await each.close();
  });
  // A connection reports its deadlocks at the latest when it ends.
  const deadlocks = (await countDeadlocks(test)) - before;
  return { ...figures, deadlocks: deadlocks === 0 ? [] : [`${deadlocks}`] };
}

async function crowdAt(gateways: readonly [TestGateway, TestGateway], test: TestDatabase, plan: CrowdPlan): Promise<Omit<CrowdFigures, 'deadlocks'>> {
  const { random, shipments, scansPerShipment } = plan;
  const trackingNumbers = Array.from({ length: shipments }, (_, n) => `TRK${1000 + n}`);
  const scans = makeScans(random, trackingNumbers, shipments * scansPerShipment);
  const poison = poisonOf(scans[0] as Scan);
  const bodies = random.shuffled([...scans, ...scans].map(bodyOf).concat(poison.map(({ body }) => body)));
  const [unexpectedAnswers, , wrongConfirmations] = await Promise.all([
    sendAll(bodies, gateways, plan, poison),
    tellOfOrders(gateways[0].test, shipments),
    confirmAll(gateways, shipments),
  ]);

  await untilReadable(test.database);
  const [url, token] = [gateways[0].url, await gateways[0].staff('ADMIN')];
  const [log, found, messages] = [await readLog(url, token), await readShipments(url, token), await readMessages(url, token)];
  return {
    messages: bodies.length,
    shipmentEvents: log.filter(({ objectType }) => objectType === 'SHIPMENT').length,
    orderEvents: log.filter(({ objectType }) => objectType === 'ORDER').length,
    parked: messages.filter(({ status }) => status === 'PARKED').map(({ reason }) => reason?.split(' ')[0] ?? '').sort(),
    unexpectedAnswers,
    chainBreaks: chainBreaks(log),
    wrongEnds: wrongEnds(found, scans, trackingNumbers),
    contradictions: contradictions(found, log),
    wrongConfirmations,
  };
}

/** Connections of its own for each gateway, as each process has them; the embedded database has one for all. */
async function ownDatabase({ database, settings }: TestDatabase): Promise<TestDatabase> {
  if (database.kind === 'embedded') return { database, settings, close: () => Promise.resolve() };
  const own = await openDatabase(settings, () => new Date());
  return { database: own, settings, close: () => own.close() };
}

/** How many the database has seen in its life. */
async function countDeadlocks({ database: { reader } }: TestDatabase): Promise<number> {
  return Number(await reader.query(null, 'select deadlocks::text from pg_stat_database where datname = current_database()', []));
}

/** Each message to one of the accounts of one of the gateways; returns the answers that nobody expects. */
async function sendAll(bodies: readonly string[], gateways: readonly [TestGateway, TestGateway], { random, connections }: CrowdPlan, poison: readonly Poison[]): Promise<string[]> {
  const [unexpected, poisonous]: [string[], Map<string, Poison>] = [[], new Map(poison.map((each) => [each.body, each]))];
  await overConnections(connections, bodies, async (body) => {
    const { url } = gateways[random.below(2)] ?? gateways[0];
    const response = await fetch(`${url}/webhooks/${accounts[random.below(accounts.length)]}`, { method: 'POST', headers: sign(body), body });
    await response.arrayBuffer();
    const { name = 'a scan', status = 200 } = poisonous.get(body) ?? {};
    if (response.status !== status) unexpected.push(`${response.status}, not ${status}, to ${name}`);
  });
  return unexpected;
}

/** The ERP moves the orders whose goods the scans are about, and tells of their shipments again, both in one transaction. */
async function tellOfOrders({ database }: TestDatabase, shipments: number): Promise<void> {
  const facts = recentCompany(shipments);
  const shipmentFacts = facts.filter((fact) => fact.kind === 'shipment');
  const pairs = facts.filter((fact) => fact.kind === 'order').map((order, n) => [order, shipmentFacts[n] as Fact] as const);
  const steps = [OrderStatus.IN_REVIEW, OrderStatus.CONFIRMED, OrderStatus.IN_PRODUCTION, OrderStatus.READY_TO_SHIP];
  const sourceOf = ({ source }: Fact, step: number): Fact['source'] => ({
    ...source,
    version: `${step + 2}`,
    updatedAt: new Date(Date.parse(source.updatedAt ?? '') + (step + 1) * 60_000).toISOString(),
  });
  for (const [step, status] of steps.entries()) {
    await Promise.all(
      pairs.map(([order, shipment]) => tell(database, [{ ...shipment, source: sourceOf(shipment, step) }, { ...order, status, source: sourceOf(order, step) }] as Fact[], new Date())),
    );
  }
}

/** At each gateway so many of a supplier's people confirm one purchase order at a time. */
const confirmers = 3;

const confirmation = `mutation ($input: ConfirmPurchaseOrderInput!) {
  confirmPurchaseOrder(input: $input) { errors { code } }
}`;

/** Suppliers confirm what was bought for the orders; returns where not exactly one of those who did so at a time has. */
async function confirmAll(gateways: readonly [TestGateway, TestGateway], shipments: number): Promise<string[]> {
  const keys = await Promise.all(['S-1', 'S-2'].map((number) => gateways[0].partner('SUPPLIER', number)));
  const numbers = Array.from({ length: shipments }, (_, n) => keys.map((key, index) => ({ key, number: `PO-${1000 + n}-${index + 1}` }))).flat();
  const wrong: string[] = [];
  await overConnections(4, numbers, async ({ key, number }) => {
    const { purchaseOrder } = await ask<{ purchaseOrder: { id: string; lines: { id: string }[] } }>(gateways[0].url, key, `{ purchaseOrder(number: "${number}") { id lines { id } } }`);
    const input = { purchaseOrderId: purchaseOrder.id, lines: purchaseOrder.lines.map(({ id }) => ({ lineId: id, answer: 'ACCEPT', dateUnknown: false })) };
    const answers = await Promise.all(
      gateways.flatMap(({ url }) => Array.from({ length: confirmers }, () => ask<{ confirmPurchaseOrder: { errors: { code: string }[] } }>(url, key, confirmation, { input }))),
    );
    const told = answers.map(({ confirmPurchaseOrder: { errors } }) => errors.map(({ code }) => code).join(' ') || 'confirmed');
    const won = told.filter((each) => each === 'confirmed').length;
    // The parcels hold goods of the first purchase order of each: once they are delivered, there is nothing to answer any more.
    const tooLate = number.endsWith('-1') && told.every((each) => each === 'PURCHASE_ORDER_NOT_ANSWERABLE');
    if (won !== 1 && !tooLate) wrong.push(`${number}: ${told.join(', ')}`);
  });
  return wrong;
}

function wrongEnds(found: readonly ShipmentView[], scans: readonly Scan[], trackingNumbers: readonly string[]): string[] {
  const states = endStates(scans);
  const told = (ids: readonly string[]): string => [...ids].sort().join(' ');
  return trackingNumbers.flatMap((trackingNumber) => {
    const shipment = found.find((each) => each.trackingNumber === trackingNumber);
    const expected = scans.filter((scan) => scan.trackingNumber === trackingNumber).map(({ id }) => id);
    if (shipment?.status === states.get(trackingNumber) && told(shipment?.scans ?? []) === told(expected)) return [];
    return [`${trackingNumber}: ${shipment?.status} with ${shipment?.scans.length} scans, not ${states.get(trackingNumber)} with ${expected.length}`];
  });
}

function contradictions(found: readonly ShipmentView[], log: readonly EventView[]): string[] {
  const last = new Map(log.map(({ objectId, to }) => [objectId, to]));
  return found.filter(({ id, status }) => last.get(id) !== status).map(({ id, status, trackingNumber }) => `${trackingNumber}: ${status}, but last ${last.get(id)}`);
}
