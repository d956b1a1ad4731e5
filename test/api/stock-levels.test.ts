/** Stock by product and warehouse, for staff alone. */
import { companyFacts, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let staff: string;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(2), now());
  staff = await gateway.staff('PRODUCTION');
});
afterAll(() => gateway.close());

interface Product {
  readonly stockLevels: { readonly totalCount: number; readonly nodes: readonly object[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
}

const levels = async (number: string, args: string): Promise<Product['stockLevels'] | undefined> => {
  const document = `{ product(number: "${number}") { stockLevels${args} { totalCount pageInfo { hasNextPage endCursor }
    nodes { warehouse warehouseName onHand unit asOf product { number } source { system externalId } } } } }`;
  return (await gateway.graphql<{ product: Product }>(staff, document)).data?.product.stockLevels;
};

it('are listed by warehouse with what is known of each', async () => {
  expect(await levels('P-1', '(orderBy: { field: WAREHOUSE, direction: ASC })')).toMatchObject({
    totalCount: 3,
    nodes: [
      { warehouse: 'WH-A', warehouseName: 'Pudong 浦东', onHand: '1250.5', unit: 'pc', asOf: '2026-03-01T06:00:00+00:00', product: { number: 'P-1' }, source: { system: 'test-erp', externalId: 'stock,P-1.WH-A' } },
      { warehouse: 'WH-B', warehouseName: null, onHand: '-3', unit: null, asOf: '2026-03-01T06:00:00+00:00' },
      { warehouse: 'WH-C', warehouseName: null, onHand: null, unit: null, asOf: null },
    ],
  });
});

it('are filtered by warehouse, and none where nothing was told', async () => {
  expect(await levels('P-1', '(filter: { warehouse: ["WH-B", "WH-X"] })')).toMatchObject({ totalCount: 1, nodes: [{ warehouse: 'WH-B' }] });
  expect(await levels('P-1', '(filter: { warehouse: [] })')).toMatchObject({ totalCount: 0, nodes: [] });
  expect(await levels('P-3', '')).toMatchObject({ totalCount: 0, nodes: [] });
});

it('come page by page, those not known last', async () => {
  const first = await levels('P-1', '(first: 2, orderBy: { field: ON_HAND })');
  expect(first).toMatchObject({ nodes: [{ onHand: '1250.5' }, { onHand: '-3' }], pageInfo: { hasNextPage: true } });
  expect(await levels('P-1', `(first: 2, after: "${first?.pageInfo.endCursor}", orderBy: { field: ON_HAND })`)).toMatchObject({
    nodes: [{ onHand: null }],
    pageInfo: { hasNextPage: false },
  });
});

it('are no business of partners', async () => {
  const supplier = await gateway.partner('SUPPLIER', 'S-1');
  const query = '{ purchaseOrders(first: 1) { nodes { lines { product { number stockLevels { totalCount } } } } } }';
  const inPartners = await gateway.graphql(supplier, query, undefined, { path: '/partner/graphql' });
  expect(inPartners.errors?.[0]?.message).toContain('Cannot query field "stockLevels"');
  const { errors } = await gateway.graphql(supplier, query);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', paths: ['purchaseOrders.nodes.lines.product.stockLevels'] });
});
