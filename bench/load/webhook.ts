/** Carrier's messages in EasyPost's format, each of which moves a shipment, signed and ready to be sent. */
import { createHmac } from 'node:crypto';
import type { Sql } from 'postgres';
import { webhookSecret } from '../systems/gateway.js';
import { toBytes } from './request.js';

export interface Parcel {
  readonly trackingNumber: string;
  /** Newest event so far. */
  readonly lastAt: Date;
}

/** Makes messages that go round the parcels: each round moves each of them to the other of two states, an hour later. */
export class WebhookMaker {
  private made = 0;

  constructor(
    private readonly parcels: readonly Parcel[],
    private readonly prefix: string,
  ) {}

  /** So many more requests to a server's webhook. */
  next(url: string, count: number): Buffer[] {
    return Array.from({ length: count }, () => {
      const body = this.body();
      const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
      return toBytes({ url, path: '/webhooks/easypost', headers: { 'x-hmac-signature': `hmac-sha256-hex=${signature}` }, body });
    });
  }

  private body(): string {
    const parcel = this.parcels[this.made % this.parcels.length] as Parcel;
    const round = Math.floor(this.made / this.parcels.length) + 1;
    this.made += 1;
    const time = new Date(parcel.lastAt.getTime() + round * 3_600_000).toISOString();
    const status = round % 2 === 1 ? 'out_for_delivery' : 'in_transit';
    return JSON.stringify({
      id: `evt_${this.prefix}_${this.made}`,
      object: 'Event',
      description: 'tracker.updated',
      created_at: time,
      result: {
        id: `trk_${parcel.trackingNumber}`,
        object: 'Tracker',
        tracking_code: parcel.trackingNumber,
        status,
        updated_at: time,
        carrier: 'UPS',
        tracking_details: [
          { object: 'TrackingDetail', message: 'Scan', status, datetime: time, tracking_location: { city: 'Graz', state: null, country: 'AT', zip: '8010' } },
        ],
      },
    });
  }
}

/** Shipments under way, in an order without meaning. */
export async function parcelsUnderWay(sql: Sql): Promise<Parcel[]> {
  return sql<Parcel[]>`
    select tracking_number as "trackingNumber", coalesce(last.at, shipped_at) as "lastAt"
    from shipment s left join lateral (select max(occurred_at) as at from tracking_event e where e.shipment_id = s.id) as last on true
    where status = 'IN_TRANSIT' order by md5(number)`;
}
