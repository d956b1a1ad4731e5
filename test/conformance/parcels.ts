/** A running gateway that knows some parcels: carriers' webhooks go in, and what it tells about the parcels comes out. */
import type { Fact } from '../../src/domain/facts.js';
import { freshPlace, tellAt } from '../hard/place.js';
import { overConnections } from '../hard/scans.js';
import type { ShipmentView } from '../hard/view.js';
import { chainBreaks, readLog, readMessages, readShipments } from '../hard/view.js';
import type { Environment } from '../support/process.js';
import { processToken, startProcess } from '../support/process.js';

export interface Webhook {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ParcelGateway {
  /** Posts all at once over some connections; counts what was answered: `applied`, `duplicate`, `parked`, or the HTTP status. */
  post(webhooks: readonly Webhook[]): Promise<Readonly<Record<string, number>>>;
  shipments(): Promise<ShipmentView[]>;
  /** Events of shipments in the log, and where one does not begin where the one before it ended. */
  log(): Promise<{ readonly events: number; readonly chainBreaks: readonly string[] }>;
  /** Reasons of the messages that could not be applied. */
  parked(): Promise<(string | null)[]>;
}

export interface Parcels {
  /** Settings of the connector whose webhooks come. */
  readonly env: Environment;
  /** Path of its webhook. */
  readonly address: string;
  readonly trackingNumbers: readonly string[];
}

const connections = 8;

export async function withParcels(server: string | undefined, { env, address, trackingNumbers }: Parcels, work: (gateway: ParcelGateway) => Promise<void>): Promise<void> {
  const place = await freshPlace(server);
  try {
    await tellAt(place, trackingNumbers.map(shipmentFact));
    const gateway = await startProcess({ ...place.env, ...env });
    const token = await processToken('ADMIN');
    try {
      await work({
        post: (webhooks) => post(`${gateway.url}${address}`, webhooks),
        shipments: () => readShipments(gateway.url, token),
        log: async () => {
          await place.untilReadable();
          const log = await readLog(gateway.url, token);
          return { events: log.filter(({ objectType }) => objectType === 'SHIPMENT').length, chainBreaks: chainBreaks(log) };
        },
        parked: async () => (await readMessages(gateway.url, token)).filter(({ status }) => status === 'PARKED').map(({ reason }) => reason),
      });
    } finally {
      await gateway.kill();
    }
  } finally {
    await place.remove();
  }
}

/** What an ERP tells of a parcel before its carrier says anything: not even that it is there yet, so that the carrier's word alone decides. */
function shipmentFact(trackingNumber: string): Fact {
  const source = { externalId: `shipment,${trackingNumber}`, version: '1', updatedAt: '2000-01-01T00:00:00Z' };
  return { kind: 'shipment', source, number: `SH-${trackingNumber}`, direction: 'OUTBOUND', status: 'UNKNOWN', trackingNumber, carrier: null, mode: null, lines: [] };
}

async function post(address: string, webhooks: readonly Webhook[]): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  await overConnections(connections, webhooks, async ({ body, headers }) => {
    const response = await fetch(address, { method: 'POST', headers, body });
    const { result } = (await response.json()) as { result?: string };
    const answer = result ?? String(response.status);
    answers[answer] = (answers[answer] ?? 0) + 1;
  });
  return answers;
}
