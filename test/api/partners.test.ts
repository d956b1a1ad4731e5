/** Two suppliers and two carriers never see each other, on any path. */
import { MyPurchaseOrdersDocument } from '../generated/partner.js';
import { companyFacts, tell } from '../support/company.js';
import type { GraphqlAnswer, TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const partner = { path: '/partner/graphql' };
let gateway: TestGateway;
let staff: string;
let supplier: Record<'S-1' | 'S-2', string>;
let carrier: Record<'K-1' | 'K-2', string>;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(12), now());
  staff = await gateway.staff('ADMIN');
  supplier = { 'S-1': await gateway.partner('SUPPLIER', 'S-1'), 'S-2': await gateway.partner('SUPPLIER', 'S-2') };
  carrier = { 'K-1': await gateway.partner('CARRIER', 'K-1'), 'K-2': await gateway.partner('CARRIER', 'K-2') };
});
afterAll(() => gateway.close());

const ask = (key: string, query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer> => gateway.graphql(key, query, variables, partner);
const codes = ({ errors }: GraphqlAnswer): unknown[] => (errors ?? []).map(({ extensions }) => extensions?.['code']);

describe('a supplier', () => {
  it('is told with 403 what it may not ask for', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': supplier['S-1'] },
      body: JSON.stringify({ query: '{ viewer { name } purchaseOrders { nodes { orders { totalCount } } } }' }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', paths: ['purchaseOrders.nodes.orders'] } }] });
  });

  it('sees its own purchase orders and shipments, in lists and counts', async () => {
    const { data } = await gateway.graphql(supplier['S-1'], MyPurchaseOrdersDocument, { first: 100 }, partner);
    expect(data?.viewer).toMatchObject({ roles: ['SUPPLIER'], partnerNumber: 'S-1' });
    expect(data?.purchaseOrders.totalCount).toBe(12);
    expect(new Set(data?.purchaseOrders.nodes.map((po) => po.supplier.number))).toEqual(new Set(['S-1']));
    expect(data?.shipments.totalCount).toBe(6);
  });

  it.each([
    ['purchaseOrder', 'PO-1003-2', '{ id number }'],
    ['shipment', 'SH-1003', '{ id number }'],
  ])('finds a foreign %s as little as one that does not exist', async (field, number, selection) => {
    const own = (await gateway.graphql<Record<string, { id: string }>>(staff, `{ record: ${field}(number: "${number}") ${selection} }`)).data?.['record'];
    expect(own?.id).toBeDefined();
    const query = `query ($id: ID!, $number: String!) { a: ${field}(id: $id) ${selection} b: ${field}(number: $number) ${selection} }`;
    const foreign = await ask(supplier['S-1'], query, { id: own?.id, number });
    const unknown = await ask(supplier['S-1'], query, { id: '0198c0de-0000-7000-8000-000000000000', number: 'nothing' });
    expect(foreign).toEqual(unknown);
    expect(foreign.data).toEqual({ a: null, b: null });
  });

  it('cannot widen its view by a filter', async () => {
    const other = (await gateway.graphql<{ supplier: { id: string } }>(staff, '{ supplier(number: "S-2") { id } }')).data?.supplier.id;
    const { data } = await ask(supplier['S-1'], 'query ($f: PurchaseOrderFilter) { purchaseOrders(filter: $f) { totalCount nodes { number } } }', {
      f: { supplierId: [other] },
    });
    expect(data).toEqual({ purchaseOrders: { totalCount: 0, nodes: [] } });
  });

  it('meets no foreign row below its own ones', async () => {
    const { data } = await ask(
      supplier['S-1'],
      '{ shipments(first: 100) { nodes { number supplier { number } lines { quantity purchaseOrderLine { purchaseOrder { number supplier { number } } } } purchaseOrders { totalCount nodes { number } } } } }',
    );
    const text = JSON.stringify(data);
    expect(text).toContain('S-1');
    expect(text).not.toContain('S-2');
    expect(text).not.toMatch(/PO-\d+-2/);
  });

  it.each([
    '{ orders { totalCount } }',
    '{ purchaseOrders { nodes { orders { totalCount } } } }',
    '{ messages { totalCount } }',
    '{ purchaseOrders { nodes { source { system } } } }',
    '{ purchaseOrders { nodes { confirmations { source { system } } } } }',
  ])('is told nothing of what is not for partners: %s', async (query) => {
    expect(codes(await ask(supplier['S-1'], query))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('is refused as a whole at the staff address, every path named', async () => {
    const answer = await gateway.graphql(supplier['S-1'], '{ mine: purchaseOrders { totalCount } all: orders { nodes { id } } purchaseOrders { nodes { n: orders { totalCount } } } }');
    expect(answer.data).toBeFalsy();
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', paths: ['all', 'purchaseOrders.nodes.n'] });
    const own = await gateway.graphql(supplier['S-1'], '{ purchaseOrders { totalCount } }');
    expect(own.data).toEqual({ purchaseOrders: { totalCount: 12 } });
  });

  it('reads only its own events', async () => {
    const { data } = await ask(supplier['S-1'], '{ events(first: 500) { events { objectType number } } }');
    const numbers = (data as { events: { events: { number: string }[] } }).events.events.map(({ number }) => number);
    expect(numbers.filter((number) => /^PO-\d+-1$/.test(number)).length).toBe(12);
    expect(numbers.filter((number) => /^(O-|PO-\d+-2)/.test(number))).toEqual([]);
  });
});

describe('a carrier', () => {
  it('sees its own shipments, and of them only what concerns it', async () => {
    const { data } = await ask(carrier['K-1'], '{ shipments(first: 100) { totalCount nodes { number carrier { number } } } }');
    const { shipments } = data as { shipments: { totalCount: number; nodes: { carrier: { number: string } }[] } };
    expect(shipments.totalCount).toBe(6);
    expect(new Set(shipments.nodes.map((node) => node.carrier.number))).toEqual(new Set(['K-1']));
    expect(codes(await ask(carrier['K-1'], '{ shipments { nodes { lines { id } } } }'))).toEqual(['FORBIDDEN']);
    expect(codes(await ask(carrier['K-1'], '{ purchaseOrders { totalCount } }'))).toEqual(['FORBIDDEN']);
  });
});

describe('nobody', () => {
  it.each(['', 'nonsense', 'ilk_nonsense'])('gets in with %j', async (token) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query: '{ viewer { name } }' }),
    });
    expect(response.status).toBe(401);
  });
});
