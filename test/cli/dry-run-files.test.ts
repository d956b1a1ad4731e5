/** A dry run over a folder of files, whose real pull moves them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files } from '../../src/connectors/erp/files/index.js';
import { pullConnectorsJob } from '../../src/jobs/pull-connectors.js';
import { runJob } from '../../src/jobs/run-job.js';
import { profilePath } from '../fixtures/files/shared.js';
import { contextOn } from '../jobs/context.js';
import { type TestDatabase, freshDatabase } from '../support/database.js';
import { openTerminal, servicesOn } from './terminal.js';

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'interline-dry-run-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await test.close();
});

it('leaves them where they are, and the pull after it brings their records', async () => {
  writeFileSync(join(folder, 'orders.csv'), readFileSync(new URL('../fixtures/tables/orders.csv', import.meta.url)));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const http = { request: () => Promise.reject(new Error('no call was expected')) };
  const config = files.parseConfig({ PROFILE: profilePath, FOLDER: folder, SETTLE_SECONDS: '0' });
  const connection = files.connect(config, { http, now: () => new Date('2026-03-02T08:00:00Z'), log, watched: () => Promise.resolve([]) });
  const understanding = { normalise: connection.normalise, master: true };
  const terminal = openTerminal({
    ...servicesOn(test.database),
    connectors: [{ id: 'drop', type: 'files', kind: 'erp', connection, breaker: () => 'closed' }],
    understandingOf: () => understanding,
  });

  const { code, out } = await terminal.run('connectors', 'dry-run', 'drop', '--json');
  terminal.remove();
  expect(code).toBe(0);
  const { messages } = JSON.parse(out) as { messages: { applied: number } };
  expect(messages.applied).toBeGreaterThan(0);
  expect(readdirSync(folder)).toEqual(['orders.csv']);

  const context = contextOn(test.database, '2026-03-02', { connectors: [{ id: 'drop', pull: connection.pull!, understanding }] });
  expect(await runJob([pullConnectorsJob], 'pull-connectors', context)).toMatchObject({ drop: messages });
  expect(readdirSync(folder)).toEqual(['done']);
});
