/** The systems that answer the reads, each behind the same small face. */
import type { Operation, Variables } from '../operations/index.js';
import { textOf } from '../operations/index.js';
import type { RequestParts } from '../load/request.js';
import { authorization, startGateway } from './gateway.js';
import type { Server } from './process.js';
import { startServer } from './process.js';

export const readerNames = ['limit-pg', 'limit-postgres', 'postgraphile', 'interline'] as const;
export type ReaderName = (typeof readerNames)[number];

export interface Reader {
  readonly name: ReaderName;
  readonly server: Server;
  request(operation: Operation, variables: Variables): RequestParts;
}

/** Connections to the database that each may open. */
const pool = '10';

const limit = (name: 'limit-pg' | 'limit-postgres') => async (databaseUrl: string): Promise<Reader> => {
  const server = await startServer({ name, script: `bench/peers/${name}.js`, env: { DATABASE_URL: databaseUrl, POOL: pool } });
  const { url } = server;
  return { name, server, request: (operation, variables) => ({ url, path: `/${operation.name}`, body: JSON.stringify(operation.values(variables)) }) };
};

async function postgraphile(databaseUrl: string): Promise<Reader> {
  const server = await startServer({ name: 'postgraphile', script: 'bench/peers/postgraphile.js', env: { DATABASE_URL: databaseUrl, POOL: pool } });
  return { name: 'postgraphile', server, request: graphql(server.url, 'postgraphile.graphql', {}) };
}

async function interline(databaseUrl: string, profile: boolean): Promise<Reader> {
  const server = await startGateway({ name: 'interline', databaseUrl, profile });
  return { name: 'interline', server, request: graphql(server.url, 'interline.graphql', await authorization('ANALYST')) };
}

function graphql(url: string, file: 'interline.graphql' | 'postgraphile.graphql', headers: Record<string, string>): Reader['request'] {
  return (operation, variables) => ({ url, path: '/graphql', headers, body: JSON.stringify({ query: textOf(operation, file), variables }) });
}

const starters: Readonly<Record<ReaderName, (databaseUrl: string, profile: boolean) => Promise<Reader>>> = {
  'limit-pg': limit('limit-pg'),
  'limit-postgres': limit('limit-postgres'),
  postgraphile,
  interline,
};

export function startReader(name: ReaderName, databaseUrl: string, profile = false): Promise<Reader> {
  return starters[name](databaseUrl, profile);
}

/** Starts all of them on one database. */
export async function startReaders(databaseUrl: string, profile: boolean): Promise<Reader[]> {
  const readers: Reader[] = [];
  try {
    for (const name of readerNames) readers.push(await startReader(name, databaseUrl, profile));
    return readers;
  } catch (error) {
    await stopReaders(readers);
    throw error;
  }
}

export async function stopReaders(readers: readonly Reader[]): Promise<void> {
  await Promise.all(readers.map(({ server }) => server.stop()));
}
