/** SIGTERM: not ready first, then what runs finishes, sockets are told, and nothing that was taken in is lost. */
import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { sign } from '../fixtures/easypost/shared.js';
import { serverUrl } from '../support/database.js';
import type { GatewayProcess } from '../support/process.js';
import { processToken, runToEnd, startProcess } from '../support/process.js';
import { listen } from './listener.js';
import type { Place } from './place.js';
import { freshPlace, recentCompany, tellAt } from './place.js';
import { seeded } from './random.js';
import type { PostAnswer } from './scans.js';
import { bodyOf, easypostEnv, makeScans, overConnections, post } from './scans.js';
import { ask } from './view.js';

const state: { place?: Place; gateway?: GatewayProcess } = {};
const place = (): Place => state.place as Place;
const token = await processToken('ADMIN');
// Far more than a gateway takes in between a signal and its end.
const scans = makeScans(seeded(9), ['TRK1000', 'TRK1001', 'TRK1002'], 3_000);

beforeAll(async () => {
  state.place = await freshPlace(serverUrl);
  await tellAt(state.place, recentCompany(3));
}, 120_000);
afterEach(() => state.gateway?.kill());
afterAll(() => state.place?.remove());

const start = async (env: Record<string, string> = {}): Promise<GatewayProcess> =>
  (state.gateway = await startProcess({ ...place().env, ...easypostEnv, ...env }));

/** A webhook whose body comes in two halves: `begun` says that the gateway waits for the second one. */
function postInHalves(url: string, body: string): { begun: Promise<void>; finish(): Promise<PostAnswer> } {
  const headers = { ...sign(body), 'content-length': Buffer.byteLength(body), expect: '100-continue' };
  const sent = httpRequest(`${url}/webhooks/easypost`, { method: 'POST', headers, agent: false });
  const answered = new Promise<PostAnswer>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, result: (JSON.parse(Buffer.concat(chunks).toString()) as { result?: string }).result ?? null }));
    });
  });
  const begun = new Promise<void>((resolve) => sent.once('continue', () => resolve()));
  sent.flushHeaders();
  return {
    begun: begun.then(() => void sent.write(body.slice(0, 100))),
    finish: () => {
      sent.end(body.slice(100));
      return answered;
    },
  };
}

async function untilNotReady(url: string): Promise<unknown> {
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    if (response.status === 503) return response.json();
    await delay(10);
  }
}

it('says that it is not ready while it still serves, lets a request finish, tells sockets to come back, and exits with 0', async () => {
  const gateway = await start({ SHUTDOWN_DELAY_SECONDS: '2', SHUTDOWN_GRACE_SECONDS: '30' });
  const { events } = await ask<{ events: { endCursor: string } }>(gateway.url, token, '{ events(first: 500) { endCursor } }');
  const listener = listen(gateway.url, token, 'shipmentStatusChanged', events.endCursor);
  await post(gateway.url, bodyOf(scans[0] as (typeof scans)[0]));
  await listener.until(1);
  const halves = postInHalves(gateway.url, bodyOf(scans[1] as (typeof scans)[0]));
  await halves.begun;

  gateway.signal('SIGTERM');
  expect(await untilNotReady(gateway.url)).toMatchObject({ status: 'not ready', gateway: 'draining', database: 'ok' });
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  expect((await ask<{ viewer: object }>(gateway.url, token, '{ viewer { name } }')).viewer).toBeTruthy();

  expect(await listener.closed).toMatchObject({ code: 1012, reason: 'The gateway is restarting' });
  // Only the half-sent request keeps it: new ones are refused by now, this one is answered.
  const refused = await fetch(`${gateway.url}/graphql?query={viewer{name}}`, { headers: { authorization: `Bearer ${token}` } }).then(
    (response) => response.status,
    () => 'connection refused',
  );
  expect([503, 'connection refused']).toContain(refused);
  expect(await halves.finish()).toEqual({ status: 200, result: 'applied' });
  expect(await gateway.ended).toMatchObject({ code: 0, signal: null });
}, 120_000);

it('has stored exactly what it acknowledged when it is told to stop under load', async () => {
  const gateway = await start();
  const acknowledged = new Set<string>();
  const odd: string[] = [];
  await overConnections(16, scans.slice(2), async (scan) => {
    try {
      const { status } = await post(gateway.url, bodyOf(scan));
      if (status === 200) {
        acknowledged.add(scan.id);
        if (acknowledged.size === 30) gateway.signal('SIGTERM');
      } else if (status !== 503) odd.push(`${scan.id}: ${status}`);
    } catch {
      // No connection any more: nothing was taken in.
    }
  });
  expect(await gateway.ended).toMatchObject({ code: 0, signal: null });
  expect(odd).toEqual([]);
  expect(acknowledged.size).toBeLessThan(scans.length - 2);
  const rows = await place().open(({ reader }) => reader.rows(`select message_id as id from inbox_message where status = 'APPLIED'`, []));
  const stored = rows.map(({ id }) => id).filter((id) => id !== scans[0]?.id && id !== scans[1]?.id);
  expect(stored.sort()).toEqual([...acknowledged].sort());
}, 120_000);

(serverUrl ? it.skip : it)('refuses a second gateway on the same embedded database, and says what to do', async () => {
  const gateway = await start();
  const { code, output } = await runToEnd({ ...place().env, ...easypostEnv });
  expect(code).toBe(1);
  expect(output).toContain(`is in use by process ${gateway.pid}.`);
  expect(output).toContain('DATABASE_URL');
  expect(output.trim().split('\n')).toHaveLength(1);
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
}, 120_000);
