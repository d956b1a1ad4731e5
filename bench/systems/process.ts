/** Servers in processes of their own, on free ports of this machine alone, ended by their process id. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuMs } from '../measure/cpu.js';
import { dataDir, root } from '../places.js';

export interface Server {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its being ready, in milliseconds. */
  readonly readyMs: number;
  /** Processor time that it took until then, in milliseconds. */
  readonly readyCpuMs: number;
  stop(): Promise<void>;
}

export interface Launch {
  readonly name: string;
  /** Of a JavaScript file under the project's folder. */
  readonly script: string;
  readonly nodeOptions?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Asked until it answers with 200; without it a printed address is readiness enough. */
  readonly readyPath?: string;
}

const mostMs = 120_000;

/** Starts a server and returns once it is ready. Throws with its output where it ends instead. */
export async function startServer({ name, script, nodeOptions = [], env, readyPath }: Launch): Promise<Server> {
  mkdirSync(dataDir, { recursive: true });
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', GRAPHILE_ENV: 'production', PORT: '0', ...env },
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await gone.finally(() => clearTimeout(timer));
  };
  // A benchmark that fails must leave nothing behind.
  const orphaned = (): void => void child.kill('SIGKILL');
  process.once('exit', orphaned);
  void gone.then(() => process.off('exit', orphaned));

  const written: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} did not start within ${mostMs} ms:\n${written.join('')}`)), mostMs);
    const look = (text: string): void => {
      written.push(text);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(written.join(''))?.[0];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', look);
    void gone.then(() => reject(new Error(`${name} ended at its start:\n${written.join('')}`)));
  });
  if (readyPath !== undefined) await untilReady(url + readyPath);
  const pid = child.pid ?? 0;
  return { url, pid, readyMs: performance.now() - startedAt, readyCpuMs: cpuMs(pid), stop };
}

async function untilReady(address: string): Promise<void> {
  for (const late = Date.now() + mostMs; Date.now() < late; ) {
    const isReady = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await delay(5);
  }
  throw new Error(`${address} did not become ready within ${mostMs} ms.`);
}
