/** A gateway over a database with business of every kind: the demo company, the small one, what both lack, and scans. */
import type { Graph } from '../../src/app/graph.js';
import { createGraph } from '../../src/app/graph.js';
import { loadDemo } from '../../src/demo/index.js';
import { refreshRollups } from '../../src/domain/figures/rollup/refresh.js';
import type { Reader } from '../../src/entities/database.js';
import type { Random } from '../hard/random.js';
import { post, bodyOf, easypostEnv, makeScans } from '../hard/scans.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { Asker } from './askers.js';
import { askersOf } from './askers.js';
import { strew } from './strewn.js';

/** The day on which the company of the queries lives: the database must be opened with this clock. */
export const queriesNow = (): Date => new Date('2026-03-15T08:00:00Z');

export interface Filled {
  readonly gateway: TestGateway;
  /** The gateway's graph over a reader that reads nothing. */
  readonly graph: Graph;
  readonly askers: readonly Asker[];
}

/** Fills the database and works on it. */
export async function withFilled<T>(test: TestDatabase, random: Random, work: (filled: Filled) => Promise<T>): Promise<T> {
  const { database } = test;
  await loadDemo(database, { now: queriesNow, scale: 0.02 });
  await tell(database, companyFacts(15), queriesNow());
  await strew(database);
  await refreshRollups(database, new AbortController().signal);
  const gateway = await startGateway({ test, now: queriesNow, env: { ...easypostEnv, MAX_QUERY_COST: '100000000', MAX_QUERY_DEPTH: '100' } });
  try {
    for (const scan of makeScans(random, ['TRK1001', 'TRK1002', 'NOBODY'], 12)) await post(gateway.url, bodyOf(scan));
    const mute: Reader = { ...database.reader, query: () => Promise.resolve('{}'), bytes: () => Promise.resolve({ pieces: [Buffer.from('{}')], giveBack: () => {} }) };
    const graph = createGraph({ em: database.em, reader: mute }, { database, now: queriesNow, understandingOf: () => null, connectors: [] });
    return await work({ gateway, graph, askers: await askersOf(gateway, graph) });
  } finally {
    await gateway.close();
  }
}
