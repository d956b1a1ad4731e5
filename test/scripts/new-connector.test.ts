/** The skeleton of a connector type, written into a copy of the project: it compiles, and its tests pass. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'interline-skeleton-'));
const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

beforeAll(() => {
  for (const part of ['src', 'test', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'rolldown.config.ts', 'jest.config.js']) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function node(...args: string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return { code: status, out: stdout + stderr };
}

const create = (...args: string[]): { code: number | null; out: string } => node('--import', 'tsx', 'scripts/new-connector.ts', ...args);

const made = [
  ['carrier', 'bright-cargo', 'carriers', 'brightCargo'],
  ['supplier', 'pine', 'suppliers', 'pine'],
  ['erp', 'oak-4', 'erp', 'oak4'],
] as const;

it('is written for each kind, with its lines in the lists', () => {
  for (const [kind, name, folder, camel] of made) {
    const { code, out } = create(kind, name);
    expect([code, out]).toEqual([0, expect.stringContaining(`wrote   src/connectors/${folder}/${name}/index.ts`)]);
    expect(read('src/connectors/index.ts')).toContain(`import { ${camel} } from './${folder}/${name}/index.js';`);
    expect(read(`src/connectors/${folder}/${name}/README.md`)).not.toMatch(/__\w+__/);
  }
  expect(read('src/connectors/index.ts')).toMatch(/connectorTypes[^;]*brightCargo, pine, oak4\];|connectorTypes[^;]*brightCargo,\n {2}pine,\n {2}oak4,\n\];/);
});

it('compiles', () => {
  const files = ['src/connectors/index.ts', 'test/connectors/cases/index.ts', ...made.map(([, name]) => `test/connectors/${name}.test.ts`)];
  writeFileSync(join(copy, 'tsconfig.skeleton.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files }));
  expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.skeleton.json')).toEqual({ code: 0, out: '' });
}, 300_000);

it('passes its own tests and those of every connector', () => {
  const names = made.map(([, name]) => name).join('|');
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--ci', '--runInBand', '-t', `^(${names}) |has a case`];
  const { code, out } = node(...jest, 'test/connectors/contract', ...made.map(([, name]) => `test/connectors/${name}.test`));
  // The sixth tells commands, of which a skeleton takes none.
  expect([code, out]).toEqual([0, expect.stringContaining('5 passed, 5 of 6 total')]);
  for (const [, name] of made) expect(out).toContain(`PASS test/connectors/${name}.test.ts`);
}, 300_000);

it.each([
  ['a name that is taken', ['carrier', 'easypost'], 'There is a src/connectors/carriers/easypost/index.ts already.'],
  ['a name that another kind has', ['erp', 'pine'], 'There is a '],
  ['a name that is none', ['carrier', '../evil'], 'A name is made of small letters'],
  ['an unknown kind', ['constructor', 'x'], 'Usage: npm run new:connector -- <erp|supplier|carrier> <name>'],
  ['no name', ['carrier'], 'Usage:'],
])('is refused for %s, and nothing is written', (_what, args, said) => {
  const before = read('src/connectors/index.ts');
  expect(create(...args)).toEqual({ code: 2, out: expect.stringContaining(said) as string });
  expect(read('src/connectors/index.ts')).toBe(before);
});
