/** The shape of variables goes by their types: what decides a statement's text is in it, and nothing that does not. */
import type { OperationDefinitionNode } from 'graphql';
import { buildSchema, getVariableValues, parse } from 'graphql';
import { shapeOf } from '../../src/plan/shape.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import type { LineGraph } from '../support/line-graph.js';
import { lineGraph, lineQuery } from '../support/line-graph.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');

const schema = buildSchema(`
  scalar Instant
  enum Field { NUMBER SCORE_2 total }
  input By { field: Field! up: Boolean = false }
  input Tree { text: String below: [Tree!] by: By }
  type Query {
    t(text: String, id: ID, at: Instant, part: Float, size: Int, on: Boolean, field: Field, by: By, tree: Tree, texts: [String!], fields: [Field!], trees: [Tree!]): Int
  }
`);

function shape(type: string, given: Record<string, unknown>): string {
  const [operation] = parse(`query ($v: ${type}) { t }`).definitions as [OperationDefinitionNode];
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (!coerced) throw errors[0];
  return shapeOf({ schema, variables: coerced }, operation);
}

it.each<[string, unknown, unknown]>([
  ['String', 'DE', 'lower case'],
  ['ID', 'NUMBER', 'x'],
  ['Instant', 'NOW', '2026-01-01'],
  ['Float', 1.5, 2],
  ['[String!]', ['DE'], ['CN']],
  ['[String!]', ['DE', 'CN'], ['a', 'b', 'c']],
  ['[Field!]', ['NUMBER'], ['SCORE_2']],
  ['By', { field: 'NUMBER' }, { field: 'NUMBER', up: false }],
  ['Tree', { text: 'A', below: [{ text: 'B' }] }, { text: 'x', below: [{ text: 'y' }] }],
])('is the same for the %s %j and %j', (type, one, other) => {
  expect(shape(type, { v: one })).toBe(shape(type, { v: other }));
});

it.each<[string, unknown, unknown]>([
  ['Field', 'NUMBER', 'SCORE_2'],
  ['Field', 'SCORE_2', 'total'],
  ['Boolean', true, false],
  ['Int', 20, 21],
  ['String', 'x', null],
  ['[String!]', [], ['x']],
  ['[String!]', ['x'], ['x', 'y']],
  ['[String!]', [], null],
  ['By', { field: 'NUMBER' }, { field: 'SCORE_2' }],
  ['By', { field: 'NUMBER' }, { field: 'NUMBER', up: true }],
  ['By', { field: 'NUMBER' }, { field: 'NUMBER', up: null }],
  ['Tree', { text: 'x' }, { text: null }],
  ['Tree', { text: 'x' }, {}],
  ['Tree', { below: [{}, { by: { field: 'NUMBER' } }] }, { below: [{}, { by: { field: 'total' } }] }],
  ['[Tree!]', [{ text: 'x' }, { text: 'y' }], [{ text: 'x' }, {}]],
])('tells the %s %j from %j', (type, one, other) => {
  expect(shape(type, { v: one })).not.toBe(shape(type, { v: other }));
});

it('tells a variable that is not given from one that is null', () => {
  expect(shape('String', {})).not.toBe(shape('String', { v: null }));
});

it('goes by the schema that an operation is asked of', () => {
  const document = parse('query ($v: Filter) { t(filter: $v) }');
  const [operation] = document.definitions as [OperationDefinitionNode];
  const shapes = ['input Filter { text: String }', 'input Filter { text: String by: By } enum By { A B }'].map((inputs) => {
    const each = buildSchema(`${inputs} type Query { t(filter: Filter): Int }`);
    return ['A', 'B'].map((by) => shapeOf({ schema: each, variables: { v: inputs.includes('by') ? { by } : { text: by } } }, operation));
  });
  expect(shapes.map(([a, b]) => a === b)).toEqual([true, false]);
});

describe('of a request', () => {
  const state: { test?: TestDatabase; graph?: LineGraph } = {};
  beforeAll(async () => {
    state.test = await freshDatabase(now);
    await tell(state.test.database, companyFacts(5), now());
    state.graph = lineGraph(state.test);
  });
  afterAll(() => state.test?.close());

  it('keeps orderings apart whatever they are called', async () => {
    const document = lineQuery('first: 3, orderBy: {field: $f}', '($f: OrderLineOrderField!)');
    const answers = [];
    for (const f of ['PROMISE_1', 'AMOUNT_2', 'amount']) answers.push(await state.graph?.ask(document, { f }));
    const columns = answers.map((answer) => /order by (?:coalesce\()?t\d+\."(\w+)"/.exec(answer?.sql ?? '')?.[1]);
    expect(columns).toEqual(['first_promise', 'amount', 'amount']);
  });

  it('makes one plan for all texts, and another one for many of them', async () => {
    const document = lineQuery('filter: {country: $c}', '($c: [String!])');
    const answers = [];
    for (const c of [['DE'], ['CN'], ['de'], ['DE', 'CN'], ['FR', 'x', 'IT']]) answers.push(await state.graph?.ask(document, { c }));
    expect(new Set(answers.map((answer) => answer?.sql)).size).toBe(2);
    expect(answers.map((answer) => answer?.isPrepared)).toEqual([false, true, true, false, true]);
    expect(answers.map((answer) => answer?.data.lines.totalCount)).toEqual([6, 4, 0, 10, 0]);
  });
});
