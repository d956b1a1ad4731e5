/** The systems that tell subscribers of status changes, and how each is told of them. */
import type { Sql } from 'postgres';
import { authorization, startGateway } from './gateway.js';
import type { Server } from './process.js';
import { startServer } from './process.js';

export const publisherNames = ['default', 'interline'] as const;
export type PublisherName = (typeof publisherNames)[number];

export interface Publisher {
  readonly name: PublisherName;
  readonly server: Server;
  /** Parameters of a subscriber's connection. */
  readonly params: Record<string, string>;
  /** Makes so many status changes happen at once. */
  publish(count: number): Promise<void>;
}

export function startPublisher(name: PublisherName, databaseUrl: string, sql: Sql, profile: boolean): Promise<Publisher> {
  return name === 'interline' ? interline(databaseUrl, sql, profile) : graphqlWs(sql);
}

/** Changes are put where the gateway's own transactions put them, the event log, with the same wake-up. */
async function interline(databaseUrl: string, sql: Sql, profile: boolean): Promise<Publisher> {
  const server = await startGateway({ name: 'interline-fanout', databaseUrl, profile });
  const publish = async (count: number): Promise<void> => {
    await sql`
      insert into event_log (recorded_at, occurred_at, type, object_type, object_id, number, from_status, to_status, actor, channel, carrier_id)
      select now(), now(), 'SHIPMENT_STATUS_CHANGED', 'SHIPMENT', id, number, 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'bench', 'bench', carrier_id
      from (select * from shipment where status = 'IN_TRANSIT' order by created_at, id limit ${count}) as moved`;
    await sql`select pg_notify('interline_events', '')`;
  };
  return { name: 'interline', server, params: await authorization('ANALYST'), publish };
}

async function graphqlWs(sql: Sql): Promise<Publisher> {
  const server = await startServer({ name: 'default', script: 'bench/peers/fanout-default.js', env: {} });
  const [shipment] = await sql`
    select s.id, s.number, s.status, json_build_object('name', c.name) as carrier from shipment s join carrier c on c.id = s.carrier_id limit 1`;
  // A cursor of the gateway's length, so that both send as many bytes.
  const change = { cursor: Buffer.from('0123456789abcdef:1234567:1234567').toString('base64url'), from: 'IN_TRANSIT', to: 'OUT_FOR_DELIVERY', occurredAt: new Date(), shipment };
  const publish = async (count: number): Promise<void> => {
    const response = await fetch(server.url, { method: 'POST', body: JSON.stringify(Array.from({ length: count }, () => change)) });
    await response.arrayBuffer();
  };
  return { name: 'default', server, params: {}, publish };
}
