/**
 * graphql-ws as it comes: one execution per subscriber and event. What it executes is as cheap as can be: the event lies
 * in memory, no database is asked.
 */
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { listen } from './listen.js';

const schema = buildSchema(`
  type Query { ready: Boolean! }
  type Subscription { shipmentStatusChanged: ShipmentStatusChange! }
  type ShipmentStatusChange { cursor: String! from: String to: String! occurredAt: String! shipment: Shipment }
  type Shipment { id: ID! number: String! status: String! carrier: Carrier }
  type Carrier { name: String! }
`);

const bell = new EventEmitter().setMaxListeners(0);

async function* shipmentStatusChanged() {
  for await (const [shipmentStatusChanged] of on(bell, 'changed')) yield { shipmentStatusChanged };
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    for (const change of JSON.parse(Buffer.concat(chunks))) bell.emit('changed', change);
    response.end('{}');
  });
});
useServer({ schema, roots: { subscription: { shipmentStatusChanged } } }, new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }));
listen(server);
