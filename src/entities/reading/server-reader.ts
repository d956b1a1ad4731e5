/** Reads on a PostgreSQL server: sessions by postgres.js, in lanes, and the answers' text in memory that is lent. */
import type { Socket } from 'node:net';
import postgres from 'postgres';
import type { Lane, Reader, SqlValue } from '../database.js';
import type { LentText } from './lent-memory.js';
import { LentMemory } from './lent-memory.js';
import { connectReadSocket } from './read-socket.js';

export interface SessionSettings {
  readonly max: number;
  /** How many statements may wait on a session behind the one that runs. */
  readonly pipeline: number;
  readonly timeoutMs: number;
  /** Closed after so long without work; without it they stay. */
  readonly idleSeconds?: number;
}

export function openSessions(url: string, { max, pipeline, timeoutMs, idleSeconds }: SessionSettings): postgres.Sql {
  const settings = {
    max,
    fetch_types: false,
    ...(idleSeconds !== undefined && { idle_timeout: idleSeconds }),
    connection: {
      application_name: 'interline-read',
      statement_timeout: timeoutMs,
      TimeZone: 'UTC',
      // Dates go into JSON as they are written, whatever this database's habit is.
      DateStyle: 'ISO',
      // One plan per text. A plan for the values at hand is made anew each time, and for a status that most rows have
      // PostgreSQL then believes that walking over all rows in order finds a page of them sooner than the status' own index.
      plan_cache_mode: 'force_generic_plan',
      // Compiling starts where a plan's costs are believed high, whether its dear branches run or not: figures that
      // read a hundred rows of a rollup took 90 ms of it once a million orders lay behind them.
      jit: 'off',
    } as Record<string, string | number>,
    onnotice: () => {},
    ...unlisted({ max_pipeline: pipeline }),
  };
  const sessions = postgres(url, settings);
  const { ssl, host: hosts, port: ports, path } = sessions.options;
  const [host, port] = [hosts[0], ports[0] ?? 5432];
  // TLS begins on the bare socket, and of several hosts postgres.js chooses one itself.
  if (ssl || hosts.length > 1) return sessions;
  return postgres(url, { ...settings, ...unlisted({ socket: () => connectReadSocket(path ? { path } : { host, port }) }) });
}

/** Options that postgres.js reads, and its types do not list. */
const unlisted = (options: { readonly max_pipeline?: number; readonly socket?: () => Socket; readonly simple?: boolean }): object => options;

/**
 * A query of postgres.js stays until V8 collects its whole heap, and so does what can be reached from it: it holds functions that V8 makes among old
 * objects, as it does with all that are assigned to a property. So answers are taken out of its reach; otherwise the whole heap was
 * collected twice a second under load.
 */
export function readerOf({ quick, dear }: Readonly<Record<Lane, postgres.Sql>>): Reader {
  const memory = new LentMemory();
  const send = (name: string | null, text: string, values: readonly SqlValue[], lane: Lane = name === null ? 'dear' : 'quick') =>
    ask(lane === 'quick' ? quick : dear, name !== null, text, values);
  return {
    query: async (...asked) => {
      const [row] = (await send(...asked).values()).splice(0);
      return (row?.[0] as string | null | undefined) ?? null;
    },
    bytes: async (...asked) => {
      const answer: { text: LentText | null } = { text: null };
      // While the row is handed over: its memory is the socket's, which reads on.
      await send(...asked)
        .raw()
        .forEach(([bytes]) => {
          if (bytes) answer.text = memory.copy(bytes as Buffer);
        });
      const { text } = answer;
      answer.text = null;
      return text;
    },
    rows: async (text, values) => (await ask(quick, true, text, values)).splice(0),
  };
}

/**
 * postgres.js knows a prepared statement by its text behind its parameters' types: a text of some kB put together and hashed for each request, which was a
 * twelfth of the gateway's time for an order. Parameters that it is not told of as arguments have no types; all are text and are cast in the statement.
 * Without arguments it would send the text by the simple protocol, which takes no parameters.
 */
function ask(sessions: postgres.Sql, prepare: boolean, text: string, values: readonly SqlValue[]): postgres.PendingQuery<Record<string, string | null>[]> {
  const query = sessions.unsafe<Record<string, string | null>[]>(text, [], { prepare, ...unlisted({ simple: false }) });
  return Object.assign(query, { parameters: [...values] });
}
