/** Every query that the documentation shows is asked of a running gateway, and answered without an error. */
import type { OperationDefinitionNode } from 'graphql';
import { parse } from 'graphql';
import { companyFacts, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { allPages, operationsOf } from './markdown.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let tokens: Record<'staff' | 'partner', string>;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(6), now());
  tokens = { staff: await gateway.staff('ADMIN'), partner: await gateway.partner('SUPPLIER', 'S-1') };
});
afterAll(() => gateway.close());

const shown = allPages().flatMap((page) =>
  operationsOf(page)
    .map(({ source, audience }) => ({ path: page.path, audience, source: source.trim(), operation: operationOf(source) }))
    .filter(({ operation }) => operation?.operation === 'query'),
);

function operationOf(source: string): OperationDefinitionNode | undefined {
  return parse(source).definitions.find((node) => node.kind === 'OperationDefinition');
}

/** Values for the variables that a query cannot do without. */
const needed: Readonly<Record<string, unknown>> = { number: 'O-1001', id: '0198c0de-0000-7000-8000-000000000000' };

it.each(shown.map((query) => [query.path, query.operation?.name?.value ?? query.source.slice(0, 60), query] as const))(
  '%s: %s',
  async (_path, _name, { source, audience, operation }) => {
    const names = (operation?.variableDefinitions ?? []).filter(({ type }) => type.kind === 'NonNullType').map(({ variable }) => variable.name.value);
    const variables = Object.fromEntries(names.map((name) => [name, needed[name]]));
    const path = audience === 'partner' ? '/partner/graphql' : '/graphql';
    const { data, errors } = await gateway.graphql(tokens[audience], source, variables, { path });
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
  },
);
