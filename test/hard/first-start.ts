/** A first start that is killed while it loads the demo company, and what the next start makes of it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../support/process.js';
import { beginProcess } from '../support/process.js';
import type { Place } from './place.js';

/** What the story tells and no job adds to. */
const tables = ['customer', 'supplier', 'product', 'orders', 'order_line', 'purchase_order', 'purchase_order_line', 'shipment', 'tracking_event', 'receipt', 'after_sales_case'];

/** Rows by table. */
export type Company = Readonly<Record<string, number>>;

export interface FirstStarts {
  /** How far the loading was, in percent, when each of them was killed. */
  readonly killedAt: readonly number[];
  readonly company: Company;
}

/** Kills a first start at each of these shares of the loading, in percent; then starts once more and lets it be. */
export async function firstStarts(place: Place, killAt: readonly number[]): Promise<FirstStarts> {
  const env = { ...place.env, DEMO: 'on' };
  const killedAt: number[] = [];
  for (const percent of killAt) killedAt.push(percentIn(await endOnce(env, (output) => percentIn(output) >= percent, 'SIGKILL')));
  await endOnce(env, (output) => output.includes('Interline is ready'), 'SIGTERM');
  return { killedAt, company: await place.open(async ({ reader }) => counted(await reader.rows(countAll, []))) };
}

/** Starts a gateway, ends it by the signal once it has said what is waited for, and returns all that it said. */
async function endOnce(env: Environment, isSaid: (output: string) => boolean, signal: NodeJS.Signals): Promise<string> {
  const gateway = beginProcess(env);
  const state = { isOver: false };
  const ended = gateway.ended.finally(() => (state.isOver = true));
  while (!isSaid(gateway.output())) {
    if (state.isOver) throw new Error(`The gateway ended by itself:\n${gateway.output()}`);
    await delay(2);
  }
  gateway.signal(signal);
  return (await ended).output;
}

/** What the gateway says of its loading, every tenth of the way. */
function percentIn(output: string): number {
  return Number(/.*company: (\d+) %/s.exec(output)?.[1] ?? -1);
}

const countAll = tables.map((table) => `select '${table}' as name, count(*)::text as rows from ${table}`).join(' union all ');

function counted(rows: readonly Record<string, string | null>[]): Company {
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name ?? '', Number(count)]));
}
