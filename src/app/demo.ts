/** The demo company, where it is wanted: by default in a new embedded database, outside production. */
import type { Config } from '../config.js';
import { loadDemo } from '../demo/index.js';
import type { Database } from '../entities/database.js';
import type { Log } from '../server/log.js';

/** Loads it into an empty database; shows its progress on standard error. */
export async function loadDemoIfWanted(
  { demo, database: server }: Pick<Config, 'demo' | 'database'>,
  database: Database,
  { now, log }: { now: () => Date; log: Log },
): Promise<void> {
  if (demo === 'off' || (demo === 'auto' && server !== null)) return;
  const used = await database.reader.query('used', `select 'used' where exists (select 1 from customer) or exists (select 1 from orders)`, []);
  if (used !== null) {
    if (demo === 'on') log.info('DEMO=on changes nothing: the database is in use already');
    return;
  }
  const show = progress();
  const load = (): Promise<unknown> => loadDemo(database, { now, onProgress: show.step });
  await (database.embedded ? database.embedded.asOneStep(load) : load());
  show.end();
}

function progress(): { step(done: number, total: number, what: string): void; end(): void } {
  const startedAt = performance.now();
  const shown = { percent: -1 };
  const line = (text: string): void => void process.stderr.write(process.stderr.isTTY ? `\r${text.padEnd(70)}` : `${text}\n`);
  return {
    step: (done, total, what) => {
      const percent = Math.floor((done / Math.max(total, 1)) * 100);
      // On a terminal every step, in a log every tenth of the way.
      if (percent === shown.percent || (!process.stderr.isTTY && percent % 10 !== 0)) return;
      shown.percent = percent;
      line(`Loading the demo company: ${percent} % (${what})`);
    },
    end: () => process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}The demo company is loaded, in ${Math.round((performance.now() - startedAt) / 1000)} s.\n`),
  };
}
