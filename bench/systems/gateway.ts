/** Interline as `npm start` starts it, in production, with tokens of its own. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StaffRole } from '../../src/domain/credentials.js';
import { signStaffToken } from '../../src/domain/credentials.js';
import { dataDir, root } from '../places.js';
import type { Server } from './process.js';
import { startServer } from './process.js';

const tokenSecret = 'the secret of gateways that only benchmarks start';

/** Signs the webhooks of the benchmarks. */
export const webhookSecret = 'the secret of webhooks that only benchmarks send';

export interface GatewayOptions {
  readonly name: string;
  /** A PostgreSQL server's database; without it the embedded one under `folder`. */
  readonly databaseUrl?: string;
  readonly folder?: string;
  readonly demo?: 'on' | 'off';
  /** Writes a profile of its processor time to `data/bench` when it stops. */
  readonly profile?: boolean;
}

export function startGateway({ name, databaseUrl, folder = join(dataDir, name), demo = 'off', profile = false }: GatewayOptions): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const { env, nodeOptions } = startCommand();
  return startServer({
    name,
    script: 'dist/main.js',
    nodeOptions: [...nodeOptions, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${dataDir}`, `--cpu-prof-name=${name}.cpuprofile`] : [])],
    env: {
      ...env,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      // The demo company is for trying out, and refused in production.
      ...(demo === 'on' && { NODE_ENV: 'development' }),
      DATA_DIR: folder,
      DEMO: demo,
      TOKEN_SECRET: tokenSecret,
      LOG_LEVEL: 'warn',
      CONNECTORS: 'easypost',
      EASYPOST_WEBHOOK_SECRET: webhookSecret,
      MAX_SOCKETS_PER_VIEWER: '10000',
    },
    readyPath: '/readyz',
  });
}

/** The environment and Node's options as `npm start` gives them. */
function startCommand(): { env: Record<string, string>; nodeOptions: string[] } {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, settings, options] = /^((?:[A-Z_]+=\S+ )*)node (.*)dist\/main\.js$/.exec(scripts.start) ?? [];
  if (settings === undefined || options === undefined) throw new Error(`The start script is not of the form "NAME=value node … dist/main.js": ${scripts.start}`);
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  return { env: Object.fromEntries(words(settings).map((setting) => setting.split('=') as [string, string])), nodeOptions: words(options) };
}

/** The header that a reader of this role sends. */
export async function authorization(role: StaffRole): Promise<Record<string, string>> {
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + 86_400_000);
  const secret = new TextEncoder().encode(tokenSecret);
  const token = await signStaffToken(secret, { roles: [role], subject: 'bench', name: 'Benchmark', issuedAt, expiresAt });
  return { authorization: `Bearer ${token}` };
}
