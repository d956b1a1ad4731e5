/**
 * The demo company: Zhilan Instruments (芷澜仪器), an invented maker of measuring instruments in Suzhou, with its
 * customers, suppliers and carriers, and twelve months of its business. See docs/demo.md.
 */
import type { Database } from '../entities/database.js';
import type { DateOnly } from '../domain/facts.js';
import { refreshStatistics } from '../entities/statistics.js';
import { lockKey } from '../domain/locks.js';
import { transact } from '../domain/transaction.js';
import { actors } from './story/actors.js';
import { pickHighlights } from './highlights.js';
import type { Highlights } from './highlights.js';
import { tellStory } from './story/index.js';
import type { Story } from './story/index.js';
import { writeStory } from './write.js';

export interface DemoOptions {
  /** The story ends with the day before, by China's clocks. */
  readonly now: () => Date;
  /** Rows written, of how many, and of what the next ones are. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Ends the load; nothing of it is kept. */
  readonly signal?: AbortSignal;
  /** The same seed on the same day gives the same company, to its ids. */
  readonly seed?: number;
  /** Share of the full number of orders, greater than 0, at most 1; for tests. */
  readonly scale?: number;
}

export interface DemoSummary {
  readonly from: DateOnly;
  /** The first day that is not told. */
  readonly to: DateOnly;
  readonly counts: Readonly<Record<keyof Story['rows'] | 'events' | 'auditEntries', number>>;
  readonly highlights: Highlights;
}

/**
 * Loads the company into a database that has no customers and no orders; throws where it has some.
 *
 * All of it is one transaction: nobody reads yet, and half a company would be worse than none. The event log tells what
 * happened in the order in which it did, each entry recorded at its own time.
 */
export async function loadDemo(database: Pick<Database, 'em' | 'wake'>, options: DemoOptions): Promise<DemoSummary> {
  const { now, seed = 20_260_101, scale = 1, signal = null, onProgress = () => {} } = options;
  const story = tellStory({ now: now(), seed, scale });
  await transact(database, { now: now(), by: actors.erp, locks: () => [lockKey('DEMO', '')] }, async ({ em }) => {
    const used = await em.execute(`select 1 where exists (select 1 from customer) or exists (select 1 from orders)`);
    if (used.length > 0) throw new Error('The demo company is loaded into an empty database only');
    await writeStory(em, story, { onProgress, signal });
  });
  await refreshStatistics(database.em);
  return summaryOf(story);
}

function summaryOf(story: Story): DemoSummary {
  const { from, to, rows, entries } = story;
  const counted = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.length])) as Record<keyof Story['rows'], number>;
  const events = entries.filter(({ event }) => event).length;
  return { from, to, counts: { ...counted, events, auditEntries: entries.length - events }, highlights: pickHighlights(story) };
}
