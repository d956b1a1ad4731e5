/**
 * A door to PostgreSQL that counts the statements which go through it: messages of its protocol that run something
 * (simple query, execute). It works alike for every system, whatever its driver, and needs no extension in the server.
 */
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface StatementCounter {
  /** The database's address through the door. */
  readonly url: string;
  /** Statements so far. */
  count(): number;
  /** Resolves once hardly anything goes through any more: what a system does at its start is over. */
  untilQuiet(): Promise<void>;
  close(): void;
}

/** In two seconds; a job queue that looks for work stays below. */
const quietStatements = 20;
const mostQuietSeconds = 600;

const execute = 'E'.charCodeAt(0);
const simpleQuery = 'Q'.charCodeAt(0);

export async function countStatements(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const state = { statements: 0 };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const messages = messageReader((type) => {
      if (type === execute || type === simpleQuery) state.statements += 1;
    });
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
    client.on('data', messages);
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target.href);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    count: () => state.statements,
    untilQuiet: async () => {
      for (let waited = 0; waited < mostQuietSeconds; waited += 2) {
        const before = state.statements;
        await delay(2000);
        if (state.statements - before <= quietStatements) return;
      }
      throw new Error(`The database is still busy with what a system does at its start after ${mostQuietSeconds} s.`);
    },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Calls back with the type of each message in a client's stream. The first message, the start-up, has no type. */
function messageReader(onMessage: (type: number) => void): (chunk: Buffer) => void {
  let header: number[] = [];
  let headerLength = 4;
  let bodyLeft = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (bodyLeft > 0) {
        const passed = Math.min(bodyLeft, chunk.length - at);
        bodyLeft -= passed;
        at += passed;
        continue;
      }
      header.push(chunk[at] as number);
      at += 1;
      if (header.length < headerLength) continue;
      if (headerLength === 5) onMessage(header[0] as number);
      bodyLeft = Buffer.from(header.slice(-4)).readUInt32BE() - 4;
      header = [];
      headerLength = 5;
    }
  };
}
