/** Dockerfile and compose.yaml without Docker: what they name is there, and what they start runs, is watched and ends well. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig, variables } from '../../src/config.js';
import type { Place } from '../hard/place.js';
import { freshPlace } from '../hard/place.js';
import { serverUrl } from '../support/database.js';
import { commandOf, copiesOf, envOf, stagesOf, textsOf } from '../support/dockerfile.js';
import type { GatewayProcess } from '../support/process.js';
import { beginProcess, startProcess } from '../support/process.js';
import { until } from './support.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const stages = stagesOf(read('Dockerfile'));
const image = stages.at(-1) as (typeof stages)[number];
const env = envOf(image);
const gatewayService = read('compose.yaml').split(/^ {2}postgres:/m)[0] ?? '';
const composeEnv = Object.fromEntries([...gatewayService.matchAll(/^ {6}([A-Z_]+): "?(.*?)"?$/gm)].map(([, name = '', value = '']) => [name, value]));

describe('the Dockerfile', () => {
  it('copies what there is and .dockerignore lets through, and from stages before', () => {
    const rules = read('.dockerignore').trim().split('\n');
    // All is left out but what is named, at the top level: no other rules have to be understood here.
    expect(rules.filter((rule) => rule !== '*' && !/^![\w.-]+$/.test(rule))).toEqual([]);
    const context = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
    const copies = stages.flatMap((stage, n) => copiesOf(stage).map((copy) => ({ ...copy, before: stages.slice(0, n).map(({ name }) => name) })));
    const files = copies.filter(({ from }) => from === null).flatMap(({ sources }) => sources);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src']));
    expect(files.filter((path) => !existsSync(join(root, path)) || !context.includes(path))).toEqual([]);
    expect(context.filter((path) => !files.includes(path))).toEqual([]);
    expect(copies.filter(({ from, before }) => from !== null && !before.includes(from))).toEqual([]);
  });

  it('builds by scripts that there are, on the pinned Node, as an ordinary user', () => {
    const runs = stages.flatMap(({ instructions }) => textsOf(instructions, 'RUN'));
    expect(runs.flatMap((run) => [...run.matchAll(/npm run (\S+)/g)].map(([, name = '']) => scripts[name]))).toEqual([scripts['build']]);
    const major = read('.nvmrc').trim().split('.')[0];
    expect(stages.map((stage) => stage.image)).toEqual(stages.map(() => `node:${major}-bookworm-slim`));
    expect(textsOf(image.instructions, 'USER')).toEqual(['node']);
  });

  it('starts what `npm start` starts', () => {
    const [, assignments = '', command = ''] = /^((?:\w+=\S+ )*)(.*)$/.exec(scripts['start'] ?? '') ?? [];
    expect(commandOf(image, 'CMD')).toEqual(command.split(' '));
    expect(env).toMatchObject(Object.fromEntries(assignments.trim().split(' ').map((pair) => pair.split('='))));
  });

  it('keeps the data where the gateway does, and exposes its port', () => {
    expect([textsOf(image.instructions, 'VOLUME'), textsOf(image.instructions, 'EXPOSE')]).toEqual([[env['DATA_DIR']], [env['PORT']]]);
    expect(textsOf(image.instructions, 'RUN')).toEqual([`mkdir ${env['DATA_DIR']} && chown node:node ${env['DATA_DIR']}`]);
  });
});

it.each(['docs/operator.md', '.ci/run'])('%s starts Node with the options of `npm start`', (path) => {
  const [options = ''] = /--\S+ .*$/.exec(scripts['start'] ?? '') ?? [];
  expect(options).toContain('dist/main.js');
  expect(read(path)).toContain(` ${options}`);
});

describe('compose.yaml', () => {
  it('gives the gateway settings that there are, as the Dockerfile does', () => {
    const names = [...Object.keys(env), ...Object.keys(composeEnv)];
    expect(names.length).toBeGreaterThan(7);
    expect(names.filter((name) => !variables.includes(name))).toEqual(['MALLOC_ARENA_MAX', 'MALLOC_TRIM_THRESHOLD_']);
    expect(composeEnv).toMatchObject({ NODE_ENV: env['NODE_ENV'], HOST: env['HOST'], PORT: env['PORT'], DATA_DIR: env['DATA_DIR'] });
    expect(gatewayService).toContain(`- "127.0.0.1:4000:${env['PORT']}"`);
  });

  it('leaves the gateway more time to end than it takes', () => {
    const { delayMs, graceMs } = parseConfig({}, []).shutdown;
    expect(Number(/stop_grace_period: (\d+)s/.exec(gatewayService)?.[1]) * 1000).toBeGreaterThan(delayMs + graceMs);
  });
});

describe('what the image runs', () => {
  const state: { place?: Place; gateway?: GatewayProcess } = {};
  beforeAll(async () => {
    state.place = await freshPlace(serverUrl);
  });
  afterAll(async () => {
    await state.gateway?.kill();
    await state.place?.remove();
  });

  /** The exit code of the image's own check. */
  const health = async (port: string): Promise<number | null> => {
    const [, ...args] = commandOf(image, 'HEALTHCHECK');
    const [code] = (await once(spawn(process.execPath, args, { env: { PORT: port } }), 'close')) as [number | null];
    return code;
  };

  it('is healthy once it is ready, not while it drains nor afterwards, and ends with 0 at SIGTERM', async () => {
    const flags = commandOf(image, 'CMD').slice(1, -1);
    const gateway = await startProcess({ ...env, ...state.place?.env, HOST: '127.0.0.1', PORT: '0', SHUTDOWN_DELAY_SECONDS: '2' }, flags);
    state.gateway = gateway;
    const { port } = new URL(gateway.url);
    expect(await health(port)).toBe(0);
    gateway.signal('SIGTERM');
    await until(async () => (await fetch(`${gateway.url}/readyz`)).status === 503);
    expect(await health(port)).toBe(1);
    expect(await gateway.ended).toMatchObject({ code: 0, signal: null });
    expect(await health(port)).toBe(1);
  }, 120_000);

  it('ends at a SIGTERM that comes while it starts, which process 1 would not hear by default', async () => {
    // A database that takes the connection and never says a word.
    const silent = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const gateway = beginProcess({ ...state.place?.env, DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing` });
    await once(silent, 'connection');
    silent.close();
    gateway.signal('SIGTERM');
    expect(await gateway.ended).toMatchObject({ code: 143, signal: null });
  }, 120_000);
});
