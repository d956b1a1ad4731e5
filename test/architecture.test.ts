/** The house rules of docs/architecture.md: which room may import which, and which library lives where. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Room → what it may import. `room:types` allows type imports alone; a path allows that file alone. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  entities: [],
  domain: ['entities'],
  http: [],
  tables: ['entities/enums.ts', 'domain/facts.ts:types', 'domain/dates.ts', 'domain/decimal.ts'],
  connectors: ['http', 'tables', 'entities/enums.ts', 'domain/facts.ts:types', 'domain/outgoing/commands.ts:types'],
  schema: ['entities/enums.ts', 'domain'],
  plan: ['entities', 'schema', 'domain/viewer.ts:types', 'domain/figures/wanted.ts:types', 'domain/dates.ts', 'domain/errors.ts'],
  resolvers: ['schema', 'plan', 'domain', 'entities', 'connectors/contract.ts:types'],
  jobs: ['domain', 'entities', 'plan', 'http', 'connectors/contract.ts'],
  server: ['domain', 'entities', 'plan', 'http', 'connectors/contract.ts'],
  cli: ['domain', 'entities', 'tables', 'plan', 'http', 'connectors/contract.ts', 'connectors/index.ts', 'config.ts', 'jobs', 'app', 'server/log.ts', 'server/original-stack.ts'],
  demo: ['domain', 'entities'],
  'config.ts': ['connectors', 'http'],
  'main.ts': ['run.ts'],
  'run.ts': ['app.ts', 'app', 'config.ts', 'connectors', 'entities', 'server'],
};

/** Library → rooms that may use it. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  axios: ['http'],
  ssh2: ['http'],
  'type-graphql': ['schema', 'resolvers'],
  '@apollo/server': ['app', 'app.ts', 'server'],
  'pg-boss': ['jobs'],
  postgres: ['entities'],
  '@electric-sql/pglite': ['entities'],
};

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(src, file), 'utf8');
  const room = file.split('/')[0] ?? file;
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)].map(([, type, target = '']) => ({
    file,
    room,
    target: target.startsWith('.') ? relative(src, join(src, dirname(file), target)).replace(/\.js$/, '.ts') : target,
    typeOnly: type !== undefined,
  }));
});

const inner = imports.filter(({ target }) => target.endsWith('.ts'));

const bornCircles: readonly RegExp[] = [
  // GraphQL types name each other, through functions that are called once all are there.
  /^(schema\/[\w-]+\.type\.ts( → )?)+$/,
  // An object holds pages, and a page holds objects.
  /^(plan\/(compile|page)\.ts( → )?)+$/,
];

describe('architecture', () => {
  it('finds the imports', () => {
    expect(inner.length).toBeGreaterThan(300);
  });

  it('lets a room import only what its row allows', () => {
    const broken = inner.filter(({ room, target, typeOnly }) => {
      const allowed = rooms[room];
      const targetRoom = target.split('/')[0] ?? target;
      if (room === 'app' || room === 'app.ts' || targetRoom === room) return false;
      if (!allowed) return true;
      return !allowed.some((entry) => entry === targetRoom || entry === target || (typeOnly && entry === `${target}:types`));
    });
    expect(broken.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('lets only what runs it, the command line and tests import the wiring', () => {
    const broken = inner.filter(({ room, target, typeOnly }) => target === 'app.ts' && !typeOnly && !['run.ts', 'cli'].includes(room));
    expect(broken).toEqual([]);
  });

  it('keeps each library in its rooms', () => {
    const broken = imports.filter(({ room, target }) =>
      Object.entries(libraries).some(([library, allowed]) => (target === library || target.startsWith(`${library}/`)) && !allowed.includes(room)),
    );
    expect(broken.map(({ file, target }) => `${file} → ${target}`)).toEqual([]);
  });

  it('has no import circle between files', () => {
    const edges = new Map<string, string[]>();
    for (const { file, target, typeOnly } of inner) if (!typeOnly) edges.set(file, [...(edges.get(file) ?? []), target]);
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): string[] => {
      if (trail.includes(file)) return [[...trail.slice(trail.indexOf(file)), file].join(' → ')];
      if (done.has(file)) return [];
      const found = (edges.get(file) ?? []).flatMap((next) => visit(next, [...trail, file]));
      done.add(file);
      return found;
    };
    const circles = [...edges.keys()].flatMap((file) => visit(file, []));
    expect(circles.filter((circle) => !bornCircles.some((born) => born.test(circle)))).toEqual([]);
  });
});
