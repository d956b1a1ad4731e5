/**
 * Two gateway processes on one PostgreSQL: a subscriber of one sees what was posted to the other, goes on there with its
 * cursor, and misses and repeats nothing, also where its gateway was killed. Jobs run once.
 */
import { serverUrl } from '../support/database.js';
import type { GatewayProcess } from '../support/process.js';
import { processToken, startProcess } from '../support/process.js';
import type { Change, Listener } from './listener.js';
import { expectedChanges, listen } from './listener.js';
import type { Place } from './place.js';
import { freshPlace, recentCompany, tellAt } from './place.js';
import { seeded } from './random.js';
import type { Scan } from './scans.js';
import { bodyOf, easypostEnv, makeScans, overConnections, post } from './scans.js';
import { chainBreaks, readLog } from './view.js';

if (!serverUrl) process.stderr.write('two-processes: skipped, an embedded database belongs to one process; set TEST_DATABASE_URL\n');
const onServer = serverUrl ? it : it.skip;

const state: { place?: Place; gateways: GatewayProcess[]; listeners: Listener[] } = { gateways: [], listeners: [] };
const token = await processToken('ADMIN');

async function start(): Promise<GatewayProcess> {
  const gateway = await startProcess({ ...state.place?.env, ...easypostEnv });
  state.gateways.push(gateway);
  return gateway;
}

function subscribe(gateway: GatewayProcess, after: string): Listener {
  const listener = listen(gateway.url, token, 'shipmentStatusChanged', after);
  state.listeners.push(listener);
  return listener;
}

const shipments = 6;
const random = seeded(2);
const scans = makeScans(random, Array.from({ length: shipments }, (_, n) => `TRK${1000 + n}`), 90);
const parts = [scans.slice(0, 30), scans.slice(30, 60), scans.slice(60)];

const postAll = (gateway: GatewayProcess, part: readonly Scan[] | undefined): Promise<void> =>
  overConnections(8, random.shuffled(part ?? []), async (scan) => {
    expect(await post(gateway.url, bodyOf(scan))).toEqual({ status: 200, result: 'applied' });
  });

/** Everything that the log holds of shipments after a cursor. */
async function told(gateway: GatewayProcess, after: string): Promise<Change[]> {
  await state.place?.untilReadable();
  return expectedChanges(await readLog(gateway.url, token), 'shipmentStatusChanged', after);
}

beforeAll(async () => {
  if (!serverUrl) return;
  state.place = await freshPlace(serverUrl);
  await tellAt(state.place, recentCompany(shipments));
}, 300_000);
afterAll(async () => {
  for (const listener of state.listeners) await listener.stop();
  for (const gateway of state.gateways) await gateway.kill();
  await state.place?.remove();
});

onServer('two processes tell one story, whoever is asked and whoever is killed', async () => {
  const [a, b] = await Promise.all([start(), start()]);
  await state.place?.untilReadable();
  const origin = (await readLog(a.url, token)).at(-1)?.cursor ?? '';

  const atA = subscribe(a, origin);
  await postAll(b, parts[0]);
  const first = await told(b, origin);
  expect(first.length).toBeGreaterThan(shipments);
  await atA.until(first.length);
  expect(atA.seen).toEqual(first);

  // On at the other process, from the middle of what was seen.
  const middle = atA.seen[Math.floor(atA.seen.length / 2)]?.cursor ?? '';
  const atB = subscribe(b, middle);
  await postAll(a, parts[1]);
  const second = await told(a, middle);
  await Promise.all([atB.until(second.length), atA.until((await told(b, origin)).length)]);
  expect(atB.seen).toEqual(second);
  expect(atA.seen).toEqual(await told(b, origin));

  // A is killed while it takes messages; its subscriber goes on at B with its last cursor.
  const posting = overConnections(8, parts[2] ?? [], async (scan) => {
    await post(a.url, bodyOf(scan)).catch(() => null);
  });
  await atA.until(atA.seen.length + 1);
  await Promise.all([a.kill(), posting]);
  const seenAtA = [...atA.seen];
  const resumed = subscribe(b, seenAtA.at(-1)?.cursor ?? '');
  await overConnections(8, parts[2] ?? [], async (scan) => {
    expect((await post(b.url, bodyOf(scan))).status).toBe(200);
  });
  const all = await told(b, origin);
  await resumed.until(all.length - seenAtA.length);
  expect([...seenAtA, ...resumed.seen]).toEqual(all);
  expect(chainBreaks(await readLog(b.url, token))).toEqual([]);
}, 300_000);

onServer('jobs run once for each period, however many processes work them', async () => {
  const [, b] = state.gateways;
  const read = (sql: string): Promise<Record<string, string | null>[]> | undefined => state.place?.open(({ reader }) => reader.rows(sql, []));
  const runs = await read('select distinct job from job_run where finished_at is not null');
  expect(runs).toContainEqual({ job: 'score-suppliers' });
  const evaluations = await read('select supplier_id::text, period_kind, period_from::text, count(*)::text as times from supplier_evaluation group by 1, 2, 3');
  expect(evaluations?.length).toBeGreaterThan(0);
  expect(evaluations?.filter(({ times }) => times !== '1')).toEqual([]);
  await state.place?.untilReadable();
  const created = (await readLog(b?.url ?? '', token)).filter(({ objectType, from }) => objectType === 'SUPPLIER_EVALUATION' && from === null);
  expect(created).toHaveLength(evaluations?.length ?? 0);
});
