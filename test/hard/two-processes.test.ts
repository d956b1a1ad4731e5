/** Two gateway processes on one PostgreSQL tell one story, and do each period's jobs once. `npm run soak` does it again and again. */
import { serverUrl } from '../support/database.js';
import type { GatewayProcess } from '../support/process.js';
import { processToken, startProcess } from '../support/process.js';
import type { Place } from './place.js';
import { freshPlace, recentCompany, tellAt } from './place.js';
import { seeded } from './random.js';
import { easypostEnv } from './scans.js';
import { twoProcesses } from './two-processes.js';
import { readLog } from './view.js';

if (!serverUrl) process.stderr.write('two-processes: skipped, an embedded database belongs to one process; set TEST_DATABASE_URL\n');
const onServer = serverUrl ? it : it.skip;

const shipments = 6;
const state: { place?: Place; gateways: GatewayProcess[] } = { gateways: [] };

beforeAll(async () => {
  if (!serverUrl) return;
  const place = (state.place = await freshPlace(serverUrl));
  await tellAt(place, recentCompany(shipments));
  const start = (): Promise<GatewayProcess> => startProcess({ ...place.env, ...easypostEnv });
  state.gateways = await Promise.all([start(), start()]);
}, 300_000);
afterAll(async () => {
  for (const gateway of state.gateways) await gateway.kill();
  await state.place?.remove();
});

onServer('two processes tell one story, whoever is asked and whoever is killed', async () => {
  const [a, b] = state.gateways;
  const figures = await twoProcesses(state.place as Place, [a as GatewayProcess, b as GatewayProcess], { random: seeded(2), shipments, scans: 90 });
  expect(figures).toEqual({ told: expect.any(Number) as number, missedOrRepeated: [], unexpectedAnswers: [], chainBreaks: [] });
  expect(figures.told).toBeGreaterThan(3 * shipments);
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
  const created = (await readLog(b?.url ?? '', await processToken('ADMIN'))).filter(({ objectType, from }) => objectType === 'SUPPLIER_EVALUATION' && from === null);
  expect(created).toHaveLength(evaluations?.length ?? 0);
});
