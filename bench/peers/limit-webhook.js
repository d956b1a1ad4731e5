/**
 * The limit of the webhook: the very rows that Interline writes for a carrier's message that moves a shipment, in one
 * statement and so in one transaction per request. It checks the signature, but none of the rules: it believes that the
 * message is new, the newest, and may move the shipment.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { listen } from './listen.js';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL ?? 10),
  // Otherwise it forgets its prepared statements while the other systems have their turn.
  idleTimeoutMillis: 0,
  options: '-c TimeZone=UTC',
});
const text = readFileSync(new URL('limit-webhook.sql', import.meta.url), 'utf8');
const secret = process.env.WEBHOOK_SECRET;
const statuses = new Map([['in_transit', 'IN_TRANSIT'], ['out_for_delivery', 'OUT_FOR_DELIVERY']]);

listen(
  createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      receive(request.headers, Buffer.concat(chunks)).then(
        (body) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
          response.end(body);
        },
        (error) => {
          response.writeHead(500);
          response.end(String(error));
        },
      );
    });
  }),
);

async function receive(headers, body) {
  const claimed = Buffer.from(String(headers['x-hmac-signature']));
  const expected = Buffer.from(`hmac-sha256-hex=${createHmac('sha256', secret).update(body).digest('hex')}`);
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) throw new Error('The signature is wrong.');
  const { id, description, result } = JSON.parse(body);
  const [detail] = result.tracking_details;
  const place = detail.tracking_location;
  const { rowCount } = await pool.query({
    name: 'receive',
    text,
    values: [
      uuid(), id, createHash('sha256').update(body).digest('hex'), description, headers['content-type'], body, new Date(),
      uuid(), createHash('sha256').update(`${detail.datetime} ${detail.status}`).digest('hex').slice(0, 32), detail.datetime,
      statuses.get(detail.status), detail.status, detail.message, place.city, place.country, place.zip, result.tracking_code,
    ],
  });
  if (rowCount !== 1) throw new Error('No shipment was moved.');
  return '{"result":"applied"}';
}
