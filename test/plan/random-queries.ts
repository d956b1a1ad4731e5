/** Whatever valid query is asked, by whomever: the text passed through and the resolvers' answer must be the same JSON. */
import { isDeepStrictEqual } from 'node:util';
import { execute, getVariableValues, parse, validate } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { Graph } from '../../src/app/graph.js';
import { createGraph } from '../../src/app/graph.js';
import type { Viewer } from '../../src/domain/viewer.js';
import type { Role } from '../../src/entities/enums.js';
import { mayAsk } from '../../src/schema/access.js';
import type { Random } from '../hard/random.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import type { RandomQuery } from '../support/random-query.js';
import { randomQuery } from '../support/random-query.js';

/** The day on which the company of the queries lives: the database must be opened with this clock. */
export const queriesNow = (): Date => new Date('2026-03-15T08:00:00Z');

const words = {
  strings: {
    '*': ["x'; drop table orders; --", 'O-1003', '$1', '\\', '{"a":1}', '"'],
    number: ['O-1003', 'O-1004', 'PO-1002-1', 'PO-1005-1', 'S-1', 'S-2', 'K-2', 'C-1', 'SH-1001', 'SH-1002', 'P-1', "'", '{a,"b'],
    search: ['auro', '晨光', 'o 100', "');--", '*:&|!', ''],
    country: ['DE', 'CN', 'XX'],
  },
};

export interface QueryFigures {
  /** Answered both ways and compared. */
  readonly compared: number;
  /** Left to the resolvers, which say what is wrong with them. */
  readonly left: number;
  /** Of those compared: with objects in a list, so that the answer speaks of records and not only of their absence. */
  readonly withRows: number;
  /** Queries whose answers differ, or that should not have failed, with their variables. */
  readonly differences: readonly string[];
}

/** Fields that are computed by code at the root are not the plan's. */
const planned = (field: string): boolean => !['viewer', 'events', 'deliveryPerformance', 'kpis', 'connectors'].includes(field);

export async function compareQueries({ database }: TestDatabase, random: Random, count: number, onAsked: (asked: number) => void = () => {}): Promise<QueryFigures> {
  await tell(database, companyFacts(15), queriesNow());
  const graph = createGraph(database, { database, now: queriesNow, understandingOf: () => null, connectors: [] });
  const viewers = await viewersOf(database);
  const tally = { compared: 0, left: 0, withRows: 0, differences: [] as string[] };
  for (let n = 0; n < count; n += 1) {
    const viewer = viewers[n % viewers.length] as Viewer;
    const may = (type: string, field: string): boolean => mayAsk(viewer.roles, type, field) && (type !== 'Query' || planned(field));
    const query = randomQuery(graph.staff, random, may, words);
    const verdict = await askBothWays(graph, viewer, query);
    if (verdict.kind === 'different') tally.differences.push(`${verdict.how}: ${query.text} ${JSON.stringify(query.variables)}`);
    else if (verdict.kind === 'left') tally.left += 1;
    else {
      tally.compared += 1;
      if (verdict.withRows) tally.withRows += 1;
    }
    onAsked(n + 1);
  }
  return tally;
}

type Verdict = { readonly kind: 'same'; readonly withRows: boolean } | { readonly kind: 'left' } | { readonly kind: 'different'; readonly how: string };

async function askBothWays(graph: Graph, viewer: Viewer, { text, variables }: RandomQuery): Promise<Verdict> {
  const different = (how: string, what: unknown): Verdict => ({ kind: 'different', how: `${how} ${JSON.stringify(what)}` });
  const document = parse(text);
  const invalid = validate(graph.staff, document);
  if (invalid.length > 0) return different('not valid', invalid);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const fragments = Object.fromEntries(
    document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]),
  );
  const { coerced, errors } = getVariableValues(graph.staff, operation.variableDefinitions ?? [], variables);
  if (errors) return different('variables that do not fit', errors);
  const whole = await graph.planner.whole(document, operation, { schema: graph.staff, fragments, variables: coerced }, viewer);
  const resolved = await execute({ schema: graph.staff, document, variableValues: variables, contextValue: { viewer, references: new Map(), language: 'en' } });
  if (whole === null) {
    // Only what the client got wrong is left to the resolvers, which say so.
    const isMistaken = resolved.errors?.some(({ extensions }) => extensions['code'] === 'BAD_USER_INPUT') ?? false;
    return isMistaken ? { kind: 'left' } : different('not planned, and not mistaken', resolved.errors ?? []);
  }
  if (resolved.errors) return different('refused by the resolvers alone', resolved.errors);
  const same = isDeepStrictEqual(JSON.parse(whole), JSON.parse(JSON.stringify(resolved.data)));
  return same ? { kind: 'same', withRows: /\[\s*\{/.test(whole) } : different('answers differ', { whole, resolved: resolved.data });
}

/** Two of our own people and two partners. */
async function viewersOf({ reader }: TestDatabase['database']): Promise<Viewer[]> {
  const idOf = (table: string, number: string) => reader.query(null, `select id::text from ${table} where number = '${number}'`, []);
  const viewer = (kind: Viewer['kind'], roles: Role[], more: Partial<Viewer> = {}): Viewer => ({ kind, roles, subject: 'random', name: 'Random', supplierId: null, carrierId: null, ...more });
  return [
    viewer('staff', ['ADMIN']),
    viewer('staff', ['ANALYST']),
    viewer('supplier', ['SUPPLIER'], { supplierId: await idOf('supplier', 'S-1') }),
    viewer('carrier', ['CARRIER'], { carrierId: await idOf('carrier', 'K-2') }),
  ];
}
