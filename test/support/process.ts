/**
 * A gateway in a process of its own, as `npm start` runs it: for what only a real process can show (kill -9, signals,
 * restarts, two of them). The tests sign staff tokens with the secret that every such process is given.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { StaffRole } from '../../src/domain/credentials.js';
import { signStaffToken } from '../../src/domain/credentials.js';

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything that it wrote to standard output and standard error. */
  readonly output: string;
}

export interface GatewayProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process is gone, however it went. */
  readonly ended: Promise<Ending>;
  /** Sends a signal and returns at once. */
  signal(name: NodeJS.Signals): void;
  /** kill -9; returns when the process is gone. */
  kill(): Promise<Ending>;
  /** SIGTERM; returns when the process is gone. */
  stop(): Promise<Ending>;
}

export type Environment = Readonly<Record<string, string>>;

const root = fileURLToPath(new URL('../../', import.meta.url));
const tokenSecret = 'the secret of gateways that only tests start';
const startMs = 120_000;

/** Starts a gateway and returns once it is ready. Throws with its output where it ends instead. `flags` are those of node. */
export async function startProcess(env: Environment, flags?: readonly string[]): Promise<GatewayProcess> {
  const { child, ended, output } = launch(env, { flags });
  const send = (name: NodeJS.Signals) => (): Promise<Ending> => {
    child.kill(name);
    return ended;
  };
  const late = Date.now() + startMs;
  const url = await poll(child, late, () => Promise.resolve(addressIn(output())));
  const isReady = url !== null && (await poll(child, late, () => fetch(`${url}/readyz`).then(({ ok }) => ok || null, () => null)));
  if (!isReady) {
    const { code, signal, output: text } = await send('SIGKILL')();
    throw new Error(`The gateway did not start within ${startMs} ms, or ended with ${signal ?? code}:\n${text}`);
  }
  return { url, pid: child.pid ?? 0, ended, signal: (name) => void child.kill(name), kill: send('SIGKILL'), stop: send('SIGTERM') };
}

/** A gateway that is not waited for, and what it has written so far. */
export interface BeginningProcess extends Pick<GatewayProcess, 'signal' | 'ended'> {
  output(): string;
}

/** Starts a gateway and does not wait for it: for what happens to it before it is ready. */
export function beginProcess(env: Environment): BeginningProcess {
  const { child, ended, output } = launch(env);
  return { ended, output, signal: (name) => void child.kill(name) };
}

/** Runs a gateway that is expected to end by itself, such as one that is refused; killed where it does not. */
export async function runToEnd(env: Environment): Promise<Ending> {
  const { child, ended } = launch(env);
  const timer = setTimeout(() => child.kill('SIGKILL'), startMs);
  return ended.finally(() => clearTimeout(timer));
}

/** Runs a command of the command line to its end; beside a running gateway where `env` is that gateway's. */
export function runCommand(env: Environment, ...args: string[]): Promise<Ending> {
  return launch(env, { entry: 'dist/cli/main.js', args }).ended;
}

/** A staff token that every process of `startProcess` accepts. */
export function processToken(...roles: StaffRole[]): Promise<string> {
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + 3_600_000);
  return signStaffToken(new TextEncoder().encode(tokenSecret), { roles, subject: 'tester', name: 'Tester', issuedAt, expiresAt });
}

/** An empty folder for DATA_DIR; `remove` takes it away again. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'interline-process-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  readonly output: () => string;
}

interface LaunchOptions {
  readonly entry?: string;
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
}

function launch(env: Environment, { entry = 'dist/main.js', args = [], flags = [] }: LaunchOptions = {}): Launched {
  const child = spawn(process.execPath, [...flags, entry, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited(), PORT: '0', DEMO: 'off', LOG_LEVEL: 'warn', TOKEN_SECRET: tokenSecret, ...env },
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const output = (): string => written.join('');
  // A test that fails must not leave a gateway behind.
  const orphaned = (): void => void child.kill('SIGKILL');
  process.once('exit', orphaned);
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', orphaned);
      resolve({ code, signal, output: output() });
    });
  });
  return { child, ended, output };
}

/** What a gateway takes over from the tests' own environment. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, READ_PLAN } = process.env;
  return { PATH, HOME, ...(READ_PLAN && { READ_PLAN }) };
}

/** Asks until there is an answer; null where the process ends or time runs out before. */
async function poll<T>(child: ChildProcess, late: number, look: () => Promise<T | null>): Promise<T | null> {
  while (child.exitCode === null && child.signalCode === null && Date.now() < late) {
    const found = await look();
    if (found !== null) return found;
    await delay(20);
  }
  return null;
}

/** The gateway prints its addresses once it listens. */
function addressIn(output: string): string | null {
  return /http:\/\/127\.0\.0\.1:\d+(?=\/graphql)/.exec(output)?.[0] ?? null;
}
