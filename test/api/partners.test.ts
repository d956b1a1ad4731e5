/** Two suppliers and two carriers never see each other, on any path. */
import { MyPurchaseOrdersDocument } from '../generated/partner.js';
import { companyFacts, tell } from '../support/company.js';
import { evaluate } from '../support/evaluations.js';
import type { GraphqlAnswer, TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const partner = { path: '/partner/graphql' };
let gateway: TestGateway;
let staff: string;
let supplier: Record<'S-1' | 'S-2', string>;
let carrier: Record<'K-1' | 'K-2', string>;
/** Evaluations: two of S-1, one of S-2. */
let evaluations: readonly string[];

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(12), now());
  evaluations = [
    await evaluate(gateway.test.database, 'S-1', '2026-01-01', now()),
    await evaluate(gateway.test.database, 'S-1', '2026-02-01', now()),
    await evaluate(gateway.test.database, 'S-2', '2026-01-01', now()),
  ];
  staff = await gateway.staff('ADMIN');
  supplier = { 'S-1': await gateway.partner('SUPPLIER', 'S-1'), 'S-2': await gateway.partner('SUPPLIER', 'S-2') };
  carrier = { 'K-1': await gateway.partner('CARRIER', 'K-1'), 'K-2': await gateway.partner('CARRIER', 'K-2') };
});
afterAll(() => gateway.close());

const ask = (key: string, query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer> => gateway.graphql(key, query, variables, partner);
const unknownId = '0198c0de-0000-7000-8000-000000000000';
const idOf = async (field: string, number: string): Promise<string> => {
  const { data } = await gateway.graphql<{ record: { id: string } }>(staff, `query ($number: String!) { record: ${field}(number: $number) { id } }`, { number });
  if (!data) throw new Error(`There is no ${field} ${number}.`);
  return data.record.id;
};
const codes = ({ errors }: GraphqlAnswer): unknown[] => (errors ?? []).map(({ extensions }) => extensions?.['code']);

interface Told {
  readonly cursor: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly number: string;
}

async function eventsOf(key: string, after?: string): Promise<Told[]> {
  const { data } = await ask(key, 'query ($after: Cursor) { events(first: 500, after: $after) { events { cursor objectType objectId number } } }', { after });
  return (data as { events: { events: Told[] } }).events.events;
}

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
    const query = `query ($id: ID!, $number: String!) { a: ${field}(id: $id) ${selection} b: ${field}(number: $number) ${selection} }`;
    const foreign = await ask(supplier['S-1'], query, { id: await idOf(field, number), number });
    const unknown = await ask(supplier['S-1'], query, { id: unknownId, number: 'nothing' });
    expect(foreign).toEqual(unknown);
    expect(foreign.data).toEqual({ a: null, b: null });
  });

  it('finds a foreign evaluation as little as one that does not exist, and cannot dispute it', async () => {
    const query = 'query ($id: ID!) { supplierEvaluation(id: $id) { id score criteria { value } } }';
    const dispute = 'mutation ($id: ID!) { disputeEvaluation(input: { evaluationId: $id, reason: "Not so." }) { supplierEvaluation { id } errors { code message path } } }';
    for (const text of [query, dispute]) expect(await ask(supplier['S-1'], text, { id: evaluations[2] })).toEqual(await ask(supplier['S-1'], text, { id: unknownId }));
    expect(await ask(supplier['S-1'], query, { id: evaluations[2] })).toEqual({ data: { supplierEvaluation: null } });
    expect(await ask(supplier['S-2'], query, { id: evaluations[2] })).toMatchObject({ data: { supplierEvaluation: { id: evaluations[2], score: '87.5' } } });
  });

  it('sees its own evaluations, in lists and counts, from the root and below itself', async () => {
    const page = 'totalCount nodes { id supplier { number } }';
    const { data } = await ask(supplier['S-1'], `{ supplierEvaluations(orderBy: { field: PERIOD, direction: ASC }) { ${page} } purchaseOrders(first: 1) { nodes { supplier { evaluations(orderBy: { field: PERIOD, direction: ASC }) { ${page} } } } } }`);
    const own = { totalCount: 2, nodes: evaluations.slice(0, 2).map((id) => ({ id, supplier: { number: 'S-1' } })) };
    expect(data).toEqual({ supplierEvaluations: own, purchaseOrders: { nodes: [{ supplier: { evaluations: own } }] } });
  });

  it.each([
    ['purchaseOrders', 'PurchaseOrderFilter', 'supplierId', () => idOf('supplier', 'S-2')],
    ['purchaseOrders', 'PurchaseOrderFilter', 'id', () => idOf('purchaseOrder', 'PO-1003-2')],
    ['purchaseOrders', 'PurchaseOrderFilter', 'number', () => 'PO-1003-2'],
    ['purchaseOrders', 'PurchaseOrderFilter', 'search', () => 'PO-1003-2'],
    ['shipments', 'ShipmentFilter', 'supplierId', () => idOf('supplier', 'S-2')],
    ['shipments', 'ShipmentFilter', 'id', () => idOf('shipment', 'SH-1003')],
    ['shipments', 'ShipmentFilter', 'number', () => 'SH-1003'],
    ['shipments', 'ShipmentFilter', 'trackingNumber', () => 'TRK1003'],
    ['shipments', 'ShipmentFilter', 'search', () => 'SH-1003'],
    ['supplierEvaluations', 'SupplierEvaluationFilter', 'supplierId', () => idOf('supplier', 'S-2')],
    ['supplierEvaluations', 'SupplierEvaluationFilter', 'id', () => evaluations[2]],
    ['supplierEvaluations', 'SupplierEvaluationFilter', 'search', () => 'S-2'],
  ])('cannot widen its view of %s by %s.%s', async (list, type, member, foreign) => {
    const query = `query ($filter: ${type}) { ${list}(filter: $filter) { totalCount nodes { id } } }`;
    const filter = { [member]: await foreign() };
    expect(await ask(supplier['S-1'], query, { filter })).toEqual({ data: { [list]: { totalCount: 0, nodes: [] } } });
    expect((await ask(supplier['S-2'], query, { filter })).data).not.toEqual({ [list]: { totalCount: 0, nodes: [] } });
  });

  it('reads on behind a page cursor of another one among its own rows alone', async () => {
    const page = 'edges { cursor node { number } }';
    const { data } = await ask(supplier['S-2'], `{ purchaseOrders(first: 1, orderBy: { field: NUMBER, direction: ASC }) { ${page} } }`);
    const { cursor } = (data as { purchaseOrders: { edges: { cursor: string }[] } }).purchaseOrders.edges[0] ?? {};
    const mine = await ask(supplier['S-1'], `query ($after: String) { purchaseOrders(first: 2, after: $after, orderBy: { field: NUMBER, direction: ASC }) { ${page} } }`, { after: cursor });
    expect(mine).toMatchObject({ data: { purchaseOrders: { edges: [{ node: { number: 'PO-1001-1' } }, { node: { number: 'PO-1002-1' } }] } } });
  });

  it.each([
    ['S-1', 'S-2', /PO-\d+-2/],
    // Its shipments hold goods of S-1.
    ['S-2', 'S-1', /PO-\d+-1/],
  ] as const)('meets no foreign row below its own ones: %s', async (number, other, foreign) => {
    const { data } = await ask(
      supplier[number],
      '{ shipments(first: 100) { nodes { number supplier { number } lines { quantity purchaseOrderLine { purchaseOrder { number supplier { number } } } } purchaseOrders { totalCount nodes { number } } } } }',
    );
    const text = JSON.stringify(data);
    expect(text).toContain(number);
    expect(text).not.toContain(other);
    expect(text).not.toMatch(foreign);
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
    const events = await eventsOf(supplier['S-1']);
    expect(events.filter(({ number }) => /^PO-\d+-1$/.test(number)).length).toBe(12);
    expect(events.filter(({ number }) => /^(O-|PO-\d+-2)/.test(number))).toEqual([]);
    expect(events.filter(({ objectType }) => objectType === 'SHIPMENT').map(({ number }) => number)).toEqual(['SH-1000', 'SH-1002', 'SH-1004', 'SH-1006', 'SH-1008', 'SH-1010']);
    expect(events.filter(({ objectType }) => objectType === 'SUPPLIER_EVALUATION').map(({ objectId }) => objectId)).toEqual(evaluations.slice(0, 2));
  });
});

describe('a carrier', () => {
  it('sees its own shipments, and of them only what concerns it', async () => {
    const { data } = await ask(carrier['K-1'], '{ shipments(first: 100) { totalCount nodes { number carrier { number shipments { totalCount } } } } }');
    const { shipments } = data as { shipments: { totalCount: number; nodes: { carrier: object }[] } };
    expect(shipments.totalCount).toBe(6);
    expect(shipments.nodes.map((node) => node.carrier)).toEqual(Array(6).fill({ number: 'K-1', shipments: { totalCount: 6 } }));
    expect(codes(await ask(carrier['K-1'], '{ shipments { nodes { lines { id } } } }'))).toEqual(['FORBIDDEN']);
    for (const list of ['purchaseOrders', 'supplierEvaluations']) expect(codes(await ask(carrier['K-1'], `{ ${list} { totalCount } }`))).toEqual(['FORBIDDEN']);
  });

  it('finds a foreign shipment as little as one that does not exist', async () => {
    const query = 'query ($id: ID!, $number: String!) { a: shipment(id: $id) { id number } b: shipment(number: $number) { id number } }';
    const foreign = { id: await idOf('shipment', 'SH-1003'), number: 'SH-1003' };
    expect(await ask(carrier['K-1'], query, foreign)).toEqual({ data: { a: null, b: null } });
    expect(await ask(carrier['K-1'], query, { id: unknownId, number: 'nothing' })).toEqual({ data: { a: null, b: null } });
    expect(await ask(carrier['K-2'], query, foreign)).toEqual({ data: { a: foreign, b: foreign } });
  });

  it.each([
    ['carrierId', () => idOf('carrier', 'K-2')],
    ['supplierId', () => idOf('supplier', 'S-2')],
    ['id', () => idOf('shipment', 'SH-1003')],
    ['number', () => 'SH-1003'],
    ['trackingNumber', () => 'TRK1003'],
    ['search', () => 'SH-1003'],
  ])('cannot widen its view by %s', async (member, foreign) => {
    const query = 'query ($filter: ShipmentFilter) { shipments(filter: $filter) { totalCount nodes { number } } }';
    const filter = { [member]: await foreign() };
    expect(await ask(carrier['K-1'], query, { filter })).toEqual({ data: { shipments: { totalCount: 0, nodes: [] } } });
    expect((await ask(carrier['K-2'], query, { filter })).data).not.toEqual({ shipments: { totalCount: 0, nodes: [] } });
  });

  it('reads only its own events, wherever it begins', async () => {
    const own = ['SH-1000', 'SH-1002', 'SH-1004', 'SH-1006', 'SH-1008', 'SH-1010'];
    expect((await eventsOf(carrier['K-1'])).map(({ number }) => number)).toEqual(own);
    const foreign = (await eventsOf(carrier['K-2'])).find(({ number }) => number === 'SH-1003');
    expect((await eventsOf(carrier['K-1'], foreign?.cursor)).map(({ number }) => number)).toEqual(own.slice(2));
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
