/** The command line's side of the gateway's administrative socket (see `src/server/admin.ts` for the protocol). */
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { socketPath } from '../entities/socket-path.js';

/** The gateway ran the command, and it failed; the message is for the person at the terminal. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

export interface AdminClient {
  /** Runs a command in the gateway, which is told where `signal` aborts. Throws CommandFailed with the gateway's message. */
  run(command: string, input: unknown, onProgress?: (value: unknown) => void, signal?: AbortSignal): Promise<unknown>;
}

/** Null where no gateway runs on this data folder. */
export async function findGateway(dataDir: string): Promise<AdminClient | null> {
  const path = socketPath(join(dataDir, 'admin.sock'));
  if (path === null || !existsSync(path)) return null;
  const isThere = await call(path, '{"command":""}').then(
    (response) => (response.resume(), true),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return false;
      throw error;
    },
  );
  return isThere ? { run: (command, input, onProgress, signal) => run(path, { command, input }, onProgress, signal) } : null;
}

async function run(path: string, body: unknown, onProgress: (value: unknown) => void = () => {}, signal?: AbortSignal): Promise<unknown> {
  const response = await call(path, JSON.stringify(body), signal).catch(wentAway);
  try {
    for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
      const message = JSON.parse(line) as { progress?: unknown; result?: unknown; error?: { message: string } };
      if (message.error) throw new CommandFailed(message.error.message);
      if ('result' in message) return message.result;
      onProgress(message.progress);
    }
  } catch (error) {
    if (isBroken(error)) wentAway(error);
    throw error;
  } finally {
    // Tells the gateway that nobody listens any more, whichever way this ends.
    response.destroy();
  }
  return wentAway();
}

/** The connection ended (Node's errors have codes), or stopped in the middle of a line. */
function isBroken(error: unknown): boolean {
  return error instanceof SyntaxError || (typeof error === 'object' && error !== null && 'code' in error);
}

function wentAway(cause?: unknown): never {
  throw new CommandFailed('The gateway went away before the command had ended.', { cause });
}

function call(socketPath: string, body: string, signal?: AbortSignal): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((done, failed) => {
    const request = httpRequest({ socketPath, method: 'POST', path: '/', headers, signal }, done);
    request.once('error', failed);
    request.end(body);
  });
}
