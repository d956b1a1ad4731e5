/** The demo company, where it is wanted: by default in a new embedded database, outside production. */
import type { Config } from '../config.js';
import { loadDemo } from '../demo/index.js';
import type { Database } from '../entities/database.js';
import type { Log } from '../server/log.js';

export interface LoadOptions {
  readonly now: () => Date;
  readonly log: Log;
  /** Where the progress is shown; standard error where absent. */
  readonly screen?: Screen;
  /** Share of the full number of orders; for tests. */
  readonly scale?: number;
}

type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** Loads it into an empty database. */
export async function loadDemoIfWanted(
  { demo, database: server }: Pick<Config, 'demo' | 'database'>,
  database: Database,
  { now, log, screen = process.stderr, scale }: LoadOptions,
): Promise<void> {
  if (demo === 'off' || (demo === 'auto' && server !== null)) return;
  if (await isUsed(database)) {
    if (demo === 'on') log.info('DEMO=on changes nothing: the database is in use already');
    return;
  }
  const show = progress(screen);
  const load = (): Promise<unknown> => loadDemo(database, { now, onProgress: show.step, ...(scale !== undefined && { scale }) });
  await (database.embedded ? database.embedded.asOneStep(load) : load());
  show.end();
}

/** Whether it holds anything of anybody's: an embedded one whose loading is killed is made anew by the next start. */
async function isUsed({ reader }: Database): Promise<boolean> {
  const tables = ['customer', 'supplier', 'carrier', 'product', 'orders', 'api_client', 'inbox_message'];
  const anyRow = tables.map((table) => `exists (select 1 from ${table})`).join(' or ');
  return (await reader.query('used', `select 'used' where ${anyRow}`, [])) !== null;
}

function progress(screen: Screen): { step(done: number, total: number, what: string): void; end(): void } {
  const startedAt = performance.now();
  const shown = { percent: -1 };
  const line = (text: string): void => void screen.write(screen.isTTY ? `\r${text.padEnd(70)}` : `${text}\n`);
  return {
    step: (done, total, what) => {
      const percent = Math.floor((done / Math.max(total, 1)) * 100);
      // On a terminal every step, in a log every tenth of the way.
      if (percent === shown.percent || (!screen.isTTY && percent % 10 !== 0)) return;
      shown.percent = percent;
      line(`Loading the demo company: ${percent} % (${what})`);
    },
    end: () => screen.write(`${screen.isTTY ? '\n' : ''}The demo company is loaded, in ${Math.round((performance.now() - startedAt) / 1000)} s.\n`),
  };
}
