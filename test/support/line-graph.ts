/** A graph of its own over the lines of orders, with filters and orderings that the gateway's graph has no use for. */
import 'reflect-metadata';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { buildSchema, getVariableValues, Kind, parse, validate } from 'graphql';
import type { Viewer } from '../../src/domain/viewer.js';
import type { Reader } from '../../src/entities/database.js';
import { createCatalogue, createPlanner } from '../../src/plan/index.js';
import { oneOf } from '../../src/schema/mapping.js';
import type { TypeMapping } from '../../src/schema/mapping.js';
import type { TestDatabase } from './database.js';

const schema = buildSchema(`
  scalar Date
  scalar Decimal
  enum OrderLineOrderField { PROMISE_1 AMOUNT_2 amount }
  enum SortDirection { ASC DESC }
  input OrderLineOrderBy { field: OrderLineOrderField! direction: SortDirection! = DESC }
  input OrderLineFilter {
    lineNo: [Int!] cancelled: [Boolean!] quantity: [Decimal!] firstPromise: [Date!] zone: [Int!] unit: [String!] country: [String!]
  }
  type OrderLine { id: ID! lineNo: Int! cancelled: Boolean! quantity: Decimal! amount: Decimal! }
  type OrderLineEdge { cursor: String! node: OrderLine! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type OrderLineConnection { nodes: [OrderLine!]! edges: [OrderLineEdge!]! pageInfo: PageInfo! totalCount: Int! }
  type Query { lines(first: Int, after: String, last: Int, before: String, filter: OrderLineFilter, orderBy: OrderLineOrderBy): OrderLineConnection! }
`);

const mapping: TypeMapping = {
  type: 'OrderLine',
  entity: 'OrderLine',
  filters: {
    lineNo: oneOf('lineNo'),
    cancelled: oneOf('cancelled'),
    quantity: oneOf('quantity'),
    firstPromise: oneOf('firstPromise'),
    zone: oneOf('order.placedAtOffset'),
    unit: oneOf('unit'),
    country: oneOf('order.country'),
  },
  orderings: { PROMISE_1: 'firstPromise', AMOUNT_2: 'amount', amount: 'amount' },
  scope: {},
};

const viewer: Viewer = { kind: 'staff', roles: ['ADMIN'], subject: 'lines', name: 'Lines', supplierId: null, carrierId: null };

export interface LineGraph {
  ask(document: DocumentNode, variables?: Record<string, unknown>): Promise<LineAnswer>;
}

export interface LineAnswer {
  readonly data: Lines;
  /** The statement that read it. */
  readonly sql: string;
  /** Whether it was prepared, as a plan is at its second use. */
  readonly isPrepared: boolean;
}

interface Lines {
  readonly lines: { readonly totalCount: number; readonly nodes: readonly Readonly<Record<string, unknown>>[] };
}

export function lineGraph({ database }: TestDatabase): LineGraph {
  const sent = { sql: '', isPrepared: false };
  const reader: Reader = {
    ...database.reader,
    bytes: (name, sql, ...rest) => {
      Object.assign(sent, { sql, isPrepared: name !== null });
      return database.reader.bytes(name, sql, ...rest);
    },
  };
  const planner = createPlanner(createCatalogue(schema, [mapping], database.em.getMetadata()), reader);
  return {
    ask: async (document, given = {}) => {
      const [operation] = document.definitions.filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
      const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], given);
      if (!operation || !coerced || validate(schema, document).length > 0) throw new Error('The query does not fit the graph.');
      const fragments: Record<string, FragmentDefinitionNode> = {};
      const text = await planner.whole(document, operation, { schema, fragments, variables: coerced }, viewer);
      if (!text) throw new Error('The plan does not cover this.');
      return { data: JSON.parse(Buffer.concat(text.pieces).toString()) as Lines, ...sent };
    },
  };
}

export const lineQuery = (arguments_: string, variables = ''): DocumentNode => parse(`query Lines${variables} { lines(${arguments_}) { totalCount nodes { lineNo cancelled quantity amount } } }`);
