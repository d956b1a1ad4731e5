/**
 * The JSON of every value that the plan reads, over rows that the tables would take: one in which whatever may be missing is, and one in
 * which nothing is and each text has all that needs escaping. A null that is joined with text swallows it, and a row whose text is null
 * would be left out of its list without a word, whichever way the answer takes.
 */
import type { Piece } from '../../src/entities/json-text.js';
import { objectOf, textSql } from '../../src/entities/json-text.js';
import type { Catalogue, PlannedField } from '../../src/plan/catalogue.js';
import { createCatalogue } from '../../src/plan/index.js';
import { resolverClasses } from '../../src/resolvers/index.js';
import { buildGraph } from '../../src/schema/build.js';
import { mappings } from '../../src/schema/mappings.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const state: { test?: TestDatabase; catalogue?: Catalogue } = {};
beforeAll(async () => {
  state.test = await freshDatabase();
  state.catalogue = createCatalogue(buildGraph(resolverClasses, () => ({})), mappings, state.test.database.em.getMetadata());
});
afterAll(() => state.test?.close());

const awkward = `"quoted" \\ 'single'\n\t\u0001 订单 😀`;

/** By PostgreSQL's type: what is stored, and what JSON shows of it. */
const samples: Readonly<Record<string, { readonly sql: string; readonly shown: unknown }>> = {
  text: { sql: awkward, shown: awkward },
  uuid: { sql: '0198c0de-0000-7000-8000-000000000001', shown: '0198c0de-0000-7000-8000-000000000001' },
  boolean: { sql: 'false', shown: false },
  smallint: { sql: '480', shown: 480 },
  integer: { sql: '-7', shown: -7 },
  bigint: { sql: '9007199254740991', shown: 9007199254740991 },
  numeric: { sql: '12.500', shown: '12.5' },
  'double precision': { sql: '-0.25', shown: -0.25 },
  date: { sql: '2026-03-01', shown: '2026-03-01' },
  'timestamp with time zone': { sql: '2026-03-01T04:05:06.7Z', shown: '2026-03-01T04:05:06.7+00:00' },
  jsonb: { sql: '{"a": ["\\""]}', shown: '{"a": ["\\""]}' },
  'text[]': { sql: '{"a \\"b\\"",c}', shown: ['a "b"', 'c'] },
};

interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Holds one of a few words. */
  readonly isWord: boolean;
}

/** As the database has them, whatever the entities say. */
async function columnsOf(table: string): Promise<StoredColumn[]> {
  const rows = await state.test?.database.reader.rows(
    `select a.attname as name, regexp_replace(replace(format_type(a.atttypid, null), 'character varying', 'text'), '\\(.*\\)', '') as type, a.attnotnull::text as required,
       exists (select 1 from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum] and pg_get_constraintdef(c.oid) like '%= ANY%')::text as is_word
     from pg_attribute a where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
    [table],
  );
  return (rows ?? []).map(({ name, type, required, is_word: isWord }) => ({ name: String(name), type: String(type), required: required === 'true', isWord: isWord === 'true' }));
}

const sampleOf = ({ type, isWord }: StoredColumn): { readonly sql: string; readonly shown: unknown } => {
  const sample = isWord ? { sql: 'WORD', shown: 'WORD' } : samples[type];
  if (!sample) throw new Error(`There is no sample of ${type}.`);
  return sample;
};

/** Every value of the type by the path to it. */
function valuesOf(fields: ReadonlyMap<string, PlannedField>): [string, readonly Piece[]][] {
  return [...fields].flatMap(([name, field]): [string, readonly Piece[]][] => {
    if (field.kind === 'value') return [[name, field.json]];
    return field.kind === 'embedded' ? [...field.members].map(([member, json]): [string, readonly Piece[]] => [`${name}_${member}`, json]) : [];
  });
}

async function shown(values: readonly [string, readonly Piece[]][], columns: readonly StoredColumn[], isGiven: (column: StoredColumn) => boolean): Promise<Record<string, unknown>> {
  const given = columns.filter(isGiven);
  const row = columns.map((column) => `${given.includes(column) ? `$${given.indexOf(column) + 1}::text` : 'null'}::${column.type} as "${column.name}"`);
  const json = objectOf(values).map((piece) => (typeof piece === 'string' ? piece : { sql: piece.sql.replaceAll('{}', 'given') }));
  const text = await state.test?.database.reader.query(null, `select ${textSql(json)} from (select ${row.join(', ')}) as given`, given.map((column) => sampleOf(column).sql));
  return JSON.parse(text ?? 'null') as Record<string, unknown>;
}

it.each(mappings.map(({ type }) => type))('of %s', async (name) => {
  const type = state.catalogue?.type(name);
  if (!type) throw new Error(`${name} has no mapping.`);
  // What no answer shows.
  const columns = (await columnsOf(type.table)).filter((column) => !['tsvector', 'xid8', 'bytea'].includes(column.type));
  const values = valuesOf(type.fields);
  const columnOf = (json: readonly Piece[]): StoredColumn | undefined => {
    const sql = json.map((piece) => (typeof piece === 'string' ? '' : piece.sql)).join('');
    const [, column] = /\{\}\."(\w+)"/.exec(sql) ?? [];
    return columns.find((each) => each.name === column);
  };

  const least = await shown(values, columns, ({ required }) => required);
  const most = await shown(values, columns, () => true);
  for (const [path, json] of values) {
    const column = columnOf(json);
    if (!column) continue;
    expect({ path, value: most[path] }).toEqual({ path, value: toShow(column, json) });
    expect({ path, isNull: least[path] === null }).toEqual({ path, isNull: !column.required });
  }
  expect(Object.keys(least)).toEqual(values.map(([path]) => path));
});

/** An instant with its offset of eight hours, a large number as text where the schema has it so. */
function toShow(column: StoredColumn, json: readonly Piece[]): unknown {
  const { shown } = sampleOf(column);
  if (json.some((piece) => typeof piece !== 'string' && piece.sql.includes('rfc3339('))) return '2026-03-01T12:05:06.7+08:00';
  return column.type === 'bigint' && json[0] === '"' ? String(shown) : shown;
}
