/**
 * Many writers at a few shipments: shuffled and doubled scans through four connectors of two gateways, the ERP that tells
 * of the same orders meanwhile, and some poison. The tests run a sample of it, the soak the full numbers.
 */
import type { Fact } from '../../src/domain/facts.js';
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
import { chainBreaks, readLog, readMessages, readShipments } from './view.js';

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
}

const accounts = ['easypost', 'easypost-b', 'easypost-c', 'easypost-d'];

const env = {
  CONNECTORS: accounts.map((id) => (id === 'easypost' ? id : `${id}:easypost`)).join(','),
  ...Object.fromEntries(accounts.map((id) => [`${id.toUpperCase().replaceAll('-', '_')}_WEBHOOK_SECRET`, SECRET])),
};

export async function crowd(test: TestDatabase, plan: CrowdPlan): Promise<CrowdFigures> {
  const { random, shipments, scansPerShipment } = plan;
  const gateways = [await startGateway({ test, env }), await startGateway({ test, env })] as const;
  try {
    await tell(test.database, recentCompany(shipments), new Date());
    const trackingNumbers = Array.from({ length: shipments }, (_, n) => `TRK${1000 + n}`);
    const scans = makeScans(random, trackingNumbers, shipments * scansPerShipment);
    const poison = poisonOf(scans[0] as Scan);
    const bodies = random.shuffled([...scans, ...scans].map(bodyOf).concat(poison.map(({ body }) => body)));
    const [unexpectedAnswers] = await Promise.all([sendAll(bodies, gateways, plan, poison), moveOrders(test, shipments)]);

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
    };
  } finally {
    for (const gateway of gateways) await gateway.close();
  }
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

/** The ERP moves the orders whose goods the scans are about. */
async function moveOrders({ database }: TestDatabase, shipments: number): Promise<void> {
  const orders = recentCompany(shipments).filter((fact) => fact.kind === 'order');
  const steps = [OrderStatus.IN_REVIEW, OrderStatus.CONFIRMED, OrderStatus.IN_PRODUCTION, OrderStatus.READY_TO_SHIP];
  const sourceOf = (order: Fact, step: number): Fact['source'] => ({
    ...order.source,
    version: `${step + 2}`,
    updatedAt: new Date(Date.parse(order.source.updatedAt ?? '') + (step + 1) * 60_000).toISOString(),
  });
  for (const [step, status] of steps.entries()) {
    await Promise.all(orders.map((order) => tell(database, [{ ...order, status, source: sourceOf(order, step) }], new Date())));
  }
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
