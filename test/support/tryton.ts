import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The script that installs, starts and resets a Tryton server; `up`, `reset`, `down`, `destroy`. */
const SCRIPT = resolve(process.env['TRYTON_UP'] ?? '../shared/erp/tryton-up.sh');
const SNAPSHOT = resolve(process.env['TRYTON_SNAPSHOT'] ?? '../shared/erp/tryton-snapshot.dump');

/** With the packages installed it is there in seconds; without, after several minutes. */
const START_MS = 900_000;

export interface TrytonServer {
  /** Settings of a connector to it, by the names without prefix. */
  readonly env: Readonly<Record<'URL' | 'DATABASE' | 'USERNAME' | 'PASSWORD', string>>;
  /** The same for somebody who may do everything. */
  readonly adminEnv: TrytonServer['env'];
  /** The database behind it, for what no call can do. */
  readonly postgresUrl: string;
  /** Back to the seeded state, in seconds. */
  reset(): Promise<void>;
  /** Kills the server at once; its database stays. */
  kill(): Promise<void>;
  /** Starts it again on the same address. */
  start(): Promise<void>;
  /** Ends it and deletes all that it wrote. */
  destroy(): Promise<void>;
}

/**
 * Why there is no real Tryton here; null where there is. `INTERLINE_TRYTON=on` installs what is missing (apt, as root,
 * minutes), `off` leaves it out; otherwise it is used where it is installed.
 */
export function trytonMissing(): string | null {
  const wanted = process.env['INTERLINE_TRYTON'];
  if (wanted === 'off') return 'INTERLINE_TRYTON=off';
  if (!existsSync(SCRIPT)) return 'no start script (TRYTON_UP, default ../shared/erp/tryton-up.sh)';
  if (wanted === 'on' || existsSync('/usr/bin/trytond')) return null;
  return 'tryton-server is not installed; INTERLINE_TRYTON=on installs it';
}

/**
 * `describe` for tests that need a real Tryton: where there is none they are skipped, and the reason is printed.
 * The server is of the calling file alone, so that files may run side by side.
 */
export function describeTryton(title: string, tests: () => void): void {
  const reason = trytonMissing();
  if (reason === null) return describe(title, tests);
  process.stderr.write(`skipped: ${title}: ${reason}\n`);
  describe.skip(`${title} (${reason})`, tests);
}

/** Starts a seeded server on free ports of loopback, with a folder of its own below the temporary one. */
export async function startTryton(): Promise<TrytonServer> {
  const home = await mkdtemp(join(tmpdir(), 'interline-tryton-'));
  const [port, databasePort] = await freePorts();
  const environment = {
    ...process.env,
    TRYTON_HOME: home,
    TRYTON_SNAPSHOT: SNAPSHOT,
    TRYTON_PORT: String(port),
    TRYTON_PG_PORT: String(databasePort),
    TRYTON_SKIP_APT: process.env['INTERLINE_TRYTON'] === 'on' ? '0' : '1',
  };
  const script = async (command: string): Promise<string> => {
    const { stdout } = await run('bash', [SCRIPT, command], { env: environment, timeout: START_MS });
    return stdout;
  };
  const destroy = async (): Promise<void> => void (await script('destroy'));
  const settings = await script('up').then(parseSettings, async (error: unknown) => {
    await destroy().catch(() => undefined);
    throw error;
  });
  const address = { URL: `http://127.0.0.1:${port}`, DATABASE: settings.get('TRYTON_DB')! };
  return {
    env: { ...address, USERNAME: settings.get('TRYTON_USER')!, PASSWORD: settings.get('TRYTON_USER_PASSWORD')! },
    adminEnv: { ...address, USERNAME: settings.get('TRYTON_ADMIN_USER')!, PASSWORD: settings.get('TRYTON_ADMIN_PASSWORD')! },
    postgresUrl: settings.get('TRYTON_PG_URL')!,
    reset: async () => void (await script('reset')),
    kill: async () => {
      process.kill(Number(await readFile(join(home, 'trytond.pid'), 'utf8')), 'SIGKILL');
    },
    start: async () => void (await script('up')),
    destroy,
  };
}

function parseSettings(text: string): Map<string, string> {
  const pairs = text.split('\n').filter((line) => line.includes('='));
  return new Map(pairs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function freePorts(): Promise<[number, number]> {
  const servers = await Promise.all([listen(), listen()]);
  const ports = servers.map((server) => (server.address() as AddressInfo).port) as [number, number];
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function listen(): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
