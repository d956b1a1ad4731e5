/** A graph of its own over the lines of orders, with filters and orderings that the gateway's graph has no use for. */
import 'reflect-metadata';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { buildSchema, getVariableValues, Kind, parse, validate } from 'graphql';
import type { Viewer } from '../../src/domain/viewer.js';
import { createCatalogue, createPlanner } from '../../src/plan/index.js';
import { oneOf } from '../../src/schema/mapping.js';
import type { TypeMapping } from '../../src/schema/mapping.js';
import type { RecordedDatabase } from './recorded-database.js';

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
  readonly schema: GraphQLSchema;
  /** The data, and the statement that read it. */
  ask(document: DocumentNode, variables?: Record<string, unknown>): Promise<{ readonly data: Lines; readonly sql: string | undefined }>;
}

export interface Lines {
  readonly lines: { readonly totalCount: number; readonly nodes: readonly Readonly<Record<string, unknown>>[] };
}

export function lineGraph(test: RecordedDatabase): LineGraph {
  const planner = createPlanner(createCatalogue(schema, [mapping], test.database.em.getMetadata()), test.database.reader);
  return {
    schema,
    ask: async (document, given = {}) => {
      const [operation] = document.definitions.filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
      const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], given);
      if (!operation || !coerced || validate(schema, document).length > 0) throw new Error('The query does not fit the graph.');
      const fragments: Record<string, FragmentDefinitionNode> = {};
      test.take();
      const pieces = await planner.whole(document, operation, { schema, fragments, variables: coerced }, viewer);
      if (!pieces) throw new Error('The plan does not cover this.');
      return { data: JSON.parse(Buffer.concat(pieces).toString()) as Lines, sql: test.take()[0] };
    },
  };
}

export const lineQuery = (arguments_: string, variables = ''): DocumentNode => parse(`query Lines${variables} { lines(${arguments_}) { totalCount nodes { lineNo cancelled quantity amount } } }`);
