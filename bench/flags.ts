/** What is asked for on the command line and in the environment. */
import { parseArgs } from 'node:util';

export const concerns = ['reads', 'scale', 'writes', 'fanout', 'start'] as const;
export type Concern = (typeof concerns)[number];

export interface Flags {
  /** A PostgreSQL server of this machine; databases are made beside the one named. */
  readonly server: string;
  readonly only: readonly Concern[];
  readonly quick: boolean;
  readonly orders: number;
  readonly trackingEvents: number;
  /** Orders of the larger data set, which shows whether size matters. */
  readonly largeOrders: number;
  readonly rounds: number;
  /** Of each measurement. */
  readonly seconds: number;
  /** Where the report goes; null: to the terminal alone. */
  readonly out: string | null;
  readonly profile: boolean;
}

/** Something was asked for that cannot be; the text says what and how it is done. */
export class UsageError extends Error {}

export const usage = `BENCH_DATABASE_URL=postgres://user@127.0.0.1:5432/postgres npm run bench -- [flags]
  --only reads|scale|writes|fanout|start   one part, or several with commas; the report goes to the terminal
  --quick            small data, short measurements: shows that everything runs, not how fast
  --orders N         size of the data set (200000)
  --events N         its tracking events (1500000)
  --large-orders N   size of the larger data set (1000000)
  --rounds N         interleaved rounds (5)
  --seconds N        of each measurement (5)
  --out FILE         where the report goes (bench/RESULTS.md after a whole run)
  --profile          writes processor profiles of the gateway to data/bench`;

export function parseFlags(args: readonly string[], env: NodeJS.ProcessEnv): Flags {
  const { values } = read(args);
  const server = env['BENCH_DATABASE_URL'];
  if (!server) throw new UsageError('BENCH_DATABASE_URL is missing: it names a PostgreSQL server of this machine, as a user who may create databases.');
  const quick = values.quick ?? false;
  const only = (values.only?.split(',') ?? concerns).map((name) => {
    if (!concerns.includes(name as Concern)) throw new UsageError(`--only knows ${concerns.join(', ')}; ${name} is none of them.`);
    return name as Concern;
  });
  const whole = only.length === concerns.length && !quick;
  return {
    server,
    only,
    quick,
    orders: number(values.orders, quick ? 20_000 : 200_000),
    trackingEvents: number(values.events, quick ? 150_000 : 1_500_000),
    largeOrders: number(values['large-orders'], quick ? 60_000 : 1_000_000),
    rounds: number(values.rounds, quick ? 2 : 5),
    seconds: number(values.seconds, quick ? 1 : 5),
    out: values.out ?? (whole ? 'bench/RESULTS.md' : null),
    profile: values.profile ?? false,
  };
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { only: text, quick: flag, orders: text, events: text, 'large-orders': text, rounds: text, seconds: text, out: text, profile: flag },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function number(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text) || text === '0') throw new UsageError(`${text} is no whole number above 0.`);
  return Number(text);
}
