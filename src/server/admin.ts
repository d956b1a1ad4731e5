/**
 * The way in for the command line on the same machine: HTTP on a Unix socket in the data folder, for its owner alone.
 * Beside a running gateway nothing else may open the embedded database, so commands are run by the gateway itself.
 *
 * `POST /` with `{"command": "...", "input": ...}` answers with one JSON object per line: any number of
 * `{"progress": ...}`, then `{"result": ...}` or `{"error": {"message": ...}}`.
 */
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.js';
import { CredentialRefused } from '../domain/credentials.js';
import { socketPath } from '../entities/socket-path.js';
import { readJson } from './http/body.js';
import { Refusal } from './http/exchange.js';
import type { Log } from './log.js';

/** One command. Checks its input itself; `progress` sends any JSON value on its way. */
export type AdminCommand = (input: unknown, progress: (value: unknown) => Promise<void>, signal: AbortSignal) => Promise<unknown>;

export interface AdminOptions {
  readonly dataDir: string;
  readonly commands: Readonly<Record<string, AdminCommand>>;
  /** Largest command, in bytes: a chunk of an import comes in one. */
  readonly maxInputBytes: number;
  readonly log: Log;
}

export interface Admin {
  readonly path: string;
  /** Takes no more commands, ends those under way by their signal, removes the socket. */
  close(): Promise<void>;
}

export const socketName = 'admin.sock';

/** Null where another gateway on the same folder has the socket: the command line then talks to that one. */
export async function openAdmin({ dataDir, commands, maxInputBytes, log }: AdminOptions): Promise<Admin | null> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = socketPath(join(dataDir, socketName));
  if (path === null) throw new Error(`The path of ${join(dataDir, socketName)} is too long for a socket. Choose a shorter DATA_DIR.`);
  if (existsSync(path)) {
    if (await isAnswered(path)) return null;
    rmSync(path, { force: true });
  }
  const stop = new AbortController();
  const server = createServer((request, response) => void run(request, response, { commands, maxInputBytes, log, signal: stop.signal }));
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(path, done);
  });
  chmodSync(path, 0o600);
  return {
    path,
    close: () =>
      new Promise((done) => {
        stop.abort();
        server.close(() => done());
        server.closeIdleConnections();
      }),
  };
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(path, () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
}

interface Run {
  readonly commands: AdminOptions['commands'];
  readonly maxInputBytes: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

async function run(request: IncomingMessage, response: ServerResponse, { commands, maxInputBytes, log, signal }: Run): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const write = async (line: unknown): Promise<void> => {
    // Waits for a reader that is slower than the command.
    if (response.write(`${JSON.stringify(line)}\n`) || response.destroyed) return;
    await new Promise<void>((drained) => {
      response.once('drain', drained);
      response.once('close', drained);
    });
  };
  response.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  try {
    const { command, input } = readCall(await readJson(request, maxInputBytes));
    const handler = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!handler) throw new Refusal(404, 'NOT_FOUND', `This gateway knows no command ${command}. It may be of another version than the command line.`);
    const result = await handler(input, (value) => write({ progress: value }), AbortSignal.any([signal, gone.signal]));
    await write({ result: result ?? null });
  } catch (error) {
    if (!isForTheUser(error)) log.error({ err: error }, 'an administrative command failed');
    await write({ error: { message: error instanceof Error ? error.message : String(error) } });
  }
  response.end();
}

function readCall(body: unknown): { command: string; input: unknown } {
  if (typeof body === 'object' && body !== null && 'command' in body && typeof body.command === 'string') {
    return { command: body.command, input: 'input' in body ? body.input : null };
  }
  throw new Refusal(400, 'BAD_REQUEST', 'A command is needed.');
}

function isForTheUser(error: unknown): boolean {
  return error instanceof Refusal || error instanceof CredentialRefused || error instanceof DomainError;
}
