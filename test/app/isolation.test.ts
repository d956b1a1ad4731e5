/** Two connectors of one type, as the gateway connects them: what befalls one does not touch the other. */
import type { RequestListener } from 'node:http';
import { connectAll, type Connections } from '../../src/app/connections.js';
import { createInbox } from '../../src/app/inbox.js';
import { aftership } from '../../src/connectors/carriers/aftership/index.js';
import { dhl } from '../../src/connectors/carriers/dhl/index.js';
import { ConnectorState, OutgoingCommand } from '../../src/entities/index.js';
import type { JobContext } from '../../src/jobs/job.js';
import { pullConnectorsJob } from '../../src/jobs/pull-connectors.js';
import { runJob } from '../../src/jobs/run-job.js';
import { sendCommandsJob } from '../../src/jobs/send-commands.js';
import { createLog } from '../../src/server/log.js';
import { aftershipCase } from '../connectors/cases/aftership.js';
import { dhlCase } from '../connectors/cases/dhl.js';
import { serve, type TestServer } from '../http/server.js';
import { contextOn } from '../jobs/context.js';
import { companyFacts, tell } from '../support/company.js';
import { type TestDatabase, freshDatabase } from '../support/database.js';
import { answer } from '../support/troubles.js';
import { answering } from '../support/upstream.js';

const now = (): Date => new Date('2026-03-03T09:00:00+08:00');
const log = createLog({ level: 'silent' });
/** Enough to open the breaker twice over: a call is tried four times, and so many failures open it. */
const RUNS = 4;
const MOST_CALLS = 8;

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await tell(test.database, companyFacts(3), now());
});
afterAll(() => test.close());

const healthy = answering((request) =>
  request.method === 'POST' ? { status: 201, body: { meta: { code: 201 }, data: { id: 't-1', tracking_number: 't-1', slug: 'ups' } } } : aftershipCase.system!.answer(request, ['TRK1', 'TRK2'], now()),
);

describe.each<[string, RequestListener]>([
  ['hangs', () => undefined],
  ['answers 503', answer(503)],
])('beside a system that %s', (_, listener) => {
  let troubled: TestServer;
  let sound: TestServer;
  let connections: Connections;
  let context: JobContext;
  beforeEach(async () => {
    [troubled, sound] = [await serve(listener), await serve(healthy)];
    const connector = (id: string, { url }: TestServer) => ({ id, type: aftership, settings: aftership.parseConfig(aftershipCase.settings(url)) });
    // No wait between two attempts, and a short one for an answer.
    const http = { allowPrivateAddresses: true, deadlineMs: 30, random: () => 0 };
    connections = connectAll([connector('troubled', troubled), connector('sound', sound)], { database: test.database, now, log, http });
    const inbox = createInbox(test.database, connections, now);
    const connectors = connections.described.map(({ id, connection: { pull, commands } }) => ({ id, pull, commands, understanding: inbox.understandingOf(id)! }));
    context = contextOn(test.database, '2026-03-03', { connectors });
  });
  afterEach(async () => {
    connections.close();
    await Promise.all([troubled.close(), sound.close()]);
    const em = test.database.em.fork();
    for (const table of ['connector_state', 'inbox_message', 'outgoing_command']) await em.execute(`delete from ${table}`);
  });
  const breakers = (): object => Object.fromEntries(connections.described.map(({ id, breaker }) => [id, breaker()]));

  it('the other one is pulled to its end, and called without a pause', async () => {
    for (let run = 0; run < RUNS; run += 1) {
      expect(await runJob([pullConnectorsJob], 'pull-connectors', context)).toMatchObject({ troubled: { failed: 'transient' }, sound: run === 0 ? { parked: 2, duplicate: 0 } : { parked: 0, duplicate: expect.any(Number) as number } });
    }
    expect(breakers()).toEqual({ troubled: 'open', sound: 'closed' });
    expect(troubled.count()).toBeLessThanOrEqual(MOST_CALLS);
    const states = await test.database.em.fork().find(ConnectorState, {}, { orderBy: { connectorId: 'asc' } });
    expect(states).toMatchObject([
      { connectorId: 'sound', messages: 2 * RUNS, lastErrorKind: null, lastSuccessAt: now() },
      { connectorId: 'troubled', messages: 0, lastErrorKind: 'transient', lastSuccessAt: null },
    ]);
  });

  it('the other one is told all that it is to be told', async () => {
    for (let run = 0; run < RUNS; run += 1) {
      // What failed waits for a while; here it is due again at once.
      await test.database.em.fork().nativeUpdate(OutgoingCommand, { status: 'PENDING' }, { nextAttemptAt: now() });
      await runJob([sendCommandsJob], 'send-commands', context);
    }
    expect(breakers()).toEqual({ troubled: 'open', sound: 'closed' });
    expect(troubled.count()).toBeLessThanOrEqual(MOST_CALLS);
    const commands = await test.database.em.fork().find(OutgoingCommand, {});
    const told = (connectorId: string): string[] => commands.filter((each) => each.connectorId === connectorId).map(({ status }) => status);
    expect(told('sound').length).toBeGreaterThan(0);
    expect(new Set(told('sound'))).toEqual(new Set(['DONE']));
    expect(told('troubled')).toEqual(told('sound').map(() => 'PENDING'));
  });
});

it('a connector calls no faster than its type says', async () => {
  const server = await serve(answer(404, '{"title":"No result found","detail":"No shipment with given tracking number found."}'));
  const waits: number[] = [];
  const http = { allowPrivateAddresses: true, sleep: (ms: number) => (waits.push(ms), Promise.resolve()) };
  const settings = (more = {}) => dhl.parseConfig({ ...dhlCase.settings(server.url), ...more });
  const connectors = [{ id: 'new', type: dhl, settings: settings() }, { id: 'granted', type: dhl, settings: settings({ CALL_INTERVAL_SECONDS: '0.2' }) }];
  const { byId, close } = connectAll(connectors, { database: test.database, now, log, http });
  for (const id of ['new', 'granted', 'new', 'granted']) expect(await byId.get(id)!.check(new AbortController().signal)).toMatchObject({ ok: true });
  expect(waits).toEqual([5000, 200]);
  close();
  await server.close();
});
