/** The documentation is held to the code: what it names exists, and what it shows can be sent. */
import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { join } from 'node:path';
import { buildSchema, getVariableValues, parse, validate } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { profiles } from '../../src/tables/profiles/index.js';
import { mapTable } from '../../src/tables/map.js';
import { secretVariables, variables } from '../../src/config.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { problemParams } from '../../src/domain/errors.js';
import * as enums from '../../src/entities/enums.js';
import { jobs } from '../../src/jobs/index.js';
import { knownCodes } from '../../src/server/errors.js';
import { createMetrics } from '../../src/server/metrics.js';
import { allPages, anchorsOf, capitalsOf, linksOf, operationsOf, readPage, root, scriptsOf } from './markdown.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = allPages();
const schemas = { staff: buildSchema(read('schema.graphql')), partner: buildSchema(read('partner.graphql')) };

function isGuide(path: string): boolean {
  return !path.startsWith('src/') && path !== 'docs/import.md';
}

describe.each(pages.map((page) => [page.path, page] as const))('%s', (path, page) => {
  it('links to what is there', () => {
    const dead = linksOf(page).filter(({ file, anchor }) => {
      if (!existsSync(join(root, file))) return true;
      return anchor !== '' && file.endsWith('.md') && !anchorsOf(readPage(file)).has(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('shows operations that its schema takes', () => {
    const refused = operationsOf(page).flatMap(({ source, audience }) =>
      validate(schemas[audience], parse(source)).map(({ message }) => ({ audience, message, source })),
    );
    expect(refused).toEqual([]);
  });

  it('shows variables that fit the operation before them', () => {
    const misfits: string[] = [];
    let before: { document: DocumentNode; audience: 'staff' | 'partner' } | null = null;
    for (const fence of page.fences) {
      if (fence.language === 'graphql') before = { document: parse(fence.text), audience: fence.info === 'partner' ? 'partner' : 'staff' };
      if (fence.language !== 'json' || !before) continue;
      const operation = before.document.definitions.find((node): node is OperationDefinitionNode => node.kind === 'OperationDefinition');
      const { errors } = getVariableValues(schemas[before.audience], operation?.variableDefinitions ?? [], JSON.parse(fence.text) as Record<string, unknown>);
      misfits.push(...(errors ?? []).map(({ message }) => message));
    }
    expect(misfits).toEqual([]);
  });

  it('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect([...scriptsOf(page)].filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  if (isGuide(path)) {
    it('names settings, states and codes that there are', () => {
      expect([...capitalsOf(page)].filter((word) => !isKnownWord(word))).toEqual([]);
    });
  }
});

/** Capitals that are no setting, state or code: of shells, other programs, the tests and the texts of parked messages. */
const otherWords = new Set([
  ...['TEST_DATABASE_URL', 'INTERLINE_DATA', 'CHROMIUM', 'TOKEN', 'SIGTERM', 'SIGINT', 'POST', 'LISTEN', 'NOTIFY', 'NFKD', 'JSON', 'INTERNAL'],
  // Settings of the C library.
  'MALLOC_ARENA_MAX',
  'MALLOC_TRIM_THRESHOLD_',
  ...['UNREADABLE', 'FAILED', 'SAME_ID_OTHER_BODY'],
  // A word of mapping profiles.
  'NOTHING',
]);

function isKnownWord(word: string): boolean {
  const settings = [...variables, ...secretVariables.map((name) => `${name}_FILE`)];
  const states = Object.values(enums).flatMap((values) => Object.keys(values));
  const inSchema = Object.values(schemas.staff.getTypeMap()).flatMap((type) => ('getValues' in type ? type.getValues().map(({ name }) => name) : []));
  const codes = [...knownCodes, ...Object.keys(problemParams)];
  return otherWords.has(word) || [...settings, ...states, ...inSchema, ...codes].includes(word) || isOfConnector(word);
}

/** What each type of connector says of itself. */
const readmes = connectorTypes.map(({ kind, type }) => [type, read(`src/connectors/${kind === 'erp' ? 'erp' : `${kind}s`}/${type}/README.md`)] as const);

/** `EASYPOST_WEBHOOK_SECRET`: a connector's id, then a variable that the README of some type documents; or its file. */
function isOfConnector(word: string): boolean {
  const documented = readmes.flatMap(([, text]) => [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) => names.match(/[A-Z][A-Z_]+/g) ?? []));
  return documented.some((name) => [`_${name}`, `_${name}_FILE`].some((end) => word.endsWith(end)));
}

describe('docs/operator.md', () => {
  const operator = readPage('docs/operator.md');

  it('lists every job, and no other', () => {
    const table = /^\| job \|.*\n(?:\|.*\n)+/m.exec(operator.prose)?.[0] ?? '';
    const listed = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(jobs.map(({ name }) => name).sort());
  });

  it('names metrics that there are', async () => {
    const none = async (): Promise<null> => null;
    const { registry } = createMetrics({ eventLogLagSeconds: none, oldestWriterSeconds: none, parkedMessages: none, connectors: async () => [] });
    const known = registry.getMetricsAsArray().map(({ name }) => name);
    const named = [...operator.prose.matchAll(/`(interline_\w+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});

describe.each(readmes)('the README of %s', (type, text) => {
  it('names its settings, the rights that it needs, and what is odd', () => {
    expect(text).toMatch(/^## Settings$/m);
    expect(text).toMatch(/^Rights: \S/m);
    expect(text).toMatch(/^## (Odd behaviour|Worth knowing)$/m);
  });

  it('says which version of the interface it speaks', () => {
    expect(text).toMatch(/\b(API|version|v\d|\d\.\d|no version numbers?|mapping profile)\b/);
  });

  it('has its row in the table of systems, with how it was tested', () => {
    expect(read('docs/connectors.md')).toMatch(new RegExp(`^\\| \\[\`${type}\`\\]\\([^)]+\\) \\|[^|]+\\|[^|]+\\|[^|]+\\|$`, 'm'));
  });
});

describe('the examples', () => {
  it('subscribe to what the schema has', () => {
    const [, source = ''] = /query: `([^`]+)`/.exec(read('docs/examples/live.mjs')) ?? [];
    expect(source).toContain('subscription');
    expect(validate(schemas.staff, parse(source))).toEqual([]);
  });

  it('have a table of which one row is refused, for its quantity', async () => {
    const profile = profiles.find(({ name }) => name === 'orders');
    if (!profile) throw new Error('There is no profile "orders".');
    const { chunks, report } = mapTable(profile, Readable.from([Buffer.from(read('docs/examples/orders.csv'))]), {});
    const kinds: string[] = [];
    for await (const { facts } of chunks) kinds.push(...facts.map(({ kind }) => kind));
    expect(kinds.sort()).toEqual(['customer', 'order', 'product', 'product']);
    expect(report.rowsRefused).toBe(1);
    expect(report.summary()).toContain('Quantity: not a number (row 4)');
  });
});
