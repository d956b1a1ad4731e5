/** One statement per operation: held for every operation that the guides and tests use. */
import { execute, Kind, parse } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { readFileSync, readdirSync } from 'node:fs';
import { createGraph } from '../../src/app/graph.js';
import type { Reader } from '../../src/entities/database.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const viewer: Viewer = { kind: 'staff', roles: ['ADMIN'], subject: 'counter', name: 'Counter', supplierId: null, carrierId: null };
const folder = new URL('../operations/staff/', import.meta.url);
const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
const queries = sources
  .flatMap((source) => parse(source).definitions)
  .filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION && each.operation === 'query');
const variables: Record<string, Record<string, unknown>> = { OrderInFull: { number: 'O-1003' }, DeliveryFigures: { subject: 'ORDER' } };

let test: TestDatabase;
let statements: string[] = [];
let graph: ReturnType<typeof createGraph>;

beforeAll(async () => {
  test = await freshDatabase(now);
  await tell(test.database, companyFacts(5), now());
  const { reader, em, wake } = test.database;
  const counting: Reader = {
    query: (name, sql, values) => {
      statements.push(sql);
      return reader.query(name, sql, values);
    },
    rows: (sql, values) => {
      statements.push(sql);
      return reader.rows(sql, values);
    },
  };
  graph = createGraph({ em, reader: counting }, { database: { em, wake, reader: counting }, now, understandingOf: () => null, connectors: [] });
});
afterAll(() => test.close());
beforeEach(() => {
  statements = [];
});

const documentOf = (operation: OperationDefinitionNode): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [operation] });

describe.each(queries.filter(({ name }) => name?.value !== 'DeliveryFigures').map((operation) => [operation.name?.value ?? '', operation] as const))('%s', (name, operation) => {
  it('is one statement when its text is passed through', async () => {
    const text = await graph.planner.whole(documentOf(operation), operation, { schema: graph.staff, fragments: {}, variables: variables[name] ?? {} }, viewer);
    expect(text).not.toBeNull();
    expect(statements.length).toBe(1);
  });

  it('is one statement per root field when resolvers read it', async () => {
    const contextValue = { viewer, references: new Map(), language: 'en' };
    const { errors } = await execute({ schema: graph.staff, document: documentOf(operation), variableValues: variables[name] ?? {}, contextValue });
    expect(errors).toBeUndefined();
    expect(statements.length).toBe(operation.selectionSet.selections.length);
  });
});

it('reads a figure with its evidence in one statement each, and the records of a page of evidence in one per member', async () => {
  const operation = queries.find(({ name }) => name?.value === 'DeliveryFigures') as OperationDefinitionNode;
  const contextValue = { viewer, references: new Map(), language: 'en' };
  const { errors } = await execute({ schema: graph.staff, document: documentOf(operation), variableValues: { subject: 'ORDER' }, contextValue });
  expect(errors).toBeUndefined();
  expect(statements.length).toBeLessThanOrEqual(4);
});

it('never writes what a client chose into the text of a statement', async () => {
  const poison = `x'; drop table orders; --`;
  const document = parse(`query Poison($p: String!) { orders(filter: {search: $p, number: [$p], country: [$p]}) { totalCount } order(number: $p) { id } }`);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const text = await graph.planner.whole(document, operation, { schema: graph.staff, fragments: {}, variables: { p: poison } }, viewer);
  expect(JSON.parse(text ?? '')).toEqual({ orders: { totalCount: 0 }, order: null });
  expect(statements.join(' ')).not.toContain('drop table');
});
