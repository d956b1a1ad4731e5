/**
 * Whatever valid query is asked, by whomever: the text passed through and the resolvers' answer are the same JSON.
 * RANDOM_QUERIES sets how many (the soak asks 10,000), RANDOM_SEED where to begin.
 */
import { execute, parse, validate } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql';
import { createGraph } from '../../src/app/graph.js';
import type { Graph } from '../../src/app/graph.js';
import type { Role } from '../../src/entities/enums.js';
import { mayAsk } from '../../src/schema/access.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { randomQuery, seeded } from '../support/random-query.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const count = Number(process.env['RANDOM_QUERIES'] ?? 400);
const seed = Number(process.env['RANDOM_SEED'] ?? 1);
const words = {
  strings: {
    '*': ["x'; drop table orders; --", 'O-1003', '$1', '\\', '{"a":1}', '"'],
    number: ['O-1003', 'O-1004', 'PO-1002-1', 'PO-1005-1', 'S-1', 'S-2', 'K-2', 'C-1', 'SH-1001', 'SH-1002', 'P-1', "'", '{a,"b'],
    search: ['auro', '晨光', 'o 100', "');--", '*:&|!', ''],
    country: ['DE', 'CN', 'XX'],
  },
};

let test: TestDatabase;
let graph: Graph;
let viewers: Viewer[];

beforeAll(async () => {
  test = await freshDatabase(now);
  await tell(test.database, companyFacts(15), now());
  graph = createGraph(test.database, { database: test.database, now, understandingOf: () => null, connectors: [] });
  const idOf = (table: string, number: string) => test.database.reader.query(null, `select id::text from ${table} where number = '${number}'`, []);
  const viewer = (kind: Viewer['kind'], roles: Role[], more: Partial<Viewer> = {}): Viewer => ({ kind, roles, subject: 'random', name: 'Random', supplierId: null, carrierId: null, ...more });
  viewers = [
    viewer('staff', ['ADMIN']),
    viewer('staff', ['ANALYST']),
    viewer('supplier', ['SUPPLIER'], { supplierId: await idOf('supplier', 'S-1') }),
    viewer('carrier', ['CARRIER'], { carrierId: await idOf('carrier', 'K-2') }),
  ];
});
afterAll(() => test.close());

/** Fields that are computed by code at the root are not the plan's. */
const planned = (field: string): boolean => !['viewer', 'events', 'deliveryPerformance', 'kpis'].includes(field);

it(`answers ${count} random queries the same both ways`, async () => {
  const random = seeded(seed);
  const tally = { compared: 0, left: 0, withRows: 0 };
  for (let n = 0; n < count; n += 1) {
    const viewer = viewers[n % viewers.length] as Viewer;
    const may = (type: string, field: string): boolean => mayAsk(viewer.roles, type, field) && (type !== 'Query' || planned(field));
    const { text, variables } = randomQuery(graph.staff, random, may, words);
    const document = parse(text);
    expect({ text, errors: validate(graph.staff, document) }).toEqual({ text, errors: [] });
    const operation = document.definitions[0] as OperationDefinitionNode;
    const fragments = Object.fromEntries(
      document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]),
    );
    const { coerced, errors } = getVariableValues(graph.staff, operation.variableDefinitions ?? [], variables);
    expect({ text, errors }).toEqual({ text, errors: undefined });
    const whole = await graph.planner.whole(document, operation, { schema: graph.staff, fragments, variables: coerced ?? {} }, viewer);
    const resolved = await execute({ schema: graph.staff, document, variableValues: variables, contextValue: { viewer, references: new Map(), language: 'en' } });
    if (whole === null) {
      // Only what the client got wrong is left to the resolvers, which say so.
      expect({ text, errors: resolved.errors?.map(({ extensions }) => extensions['code']) }).toEqual({ text, errors: expect.arrayContaining(['BAD_USER_INPUT']) });
      tally.left += 1;
      continue;
    }
    expect({ text, variables, errors: resolved.errors }).toEqual({ text, variables, errors: undefined });
    expect({ text, variables, data: JSON.parse(whole) as unknown }).toEqual({ text, variables, data: JSON.parse(JSON.stringify(resolved.data)) as unknown });
    tally.compared += 1;
    // Objects in a list: the answer speaks of records, not only of their absence.
    if (/\[\s*\{/.test(whole)) tally.withRows += 1;
  }
  expect(tally.compared).toBeGreaterThan(count * 0.6);
  expect(tally.withRows).toBeGreaterThan(count * 0.1);
}, 3_600_000);
