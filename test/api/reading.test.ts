/** Reading the graph: every query here goes both ways (see support/gateway.ts). */
import { OrderInFullDocument, OrdersPageDocument, SuppliersWithPurchaseOrdersDocument } from '../generated/staff.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let staff: string;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(30), now());
  staff = await gateway.staff('SALES', 'ANALYST');
});
afterAll(() => gateway.close());

const page = (variables: Record<string, unknown>) => gateway.graphql(staff, OrdersPageDocument, variables as never);

describe('one record', () => {
  it('answers an order with everything around it', async () => {
    const { data, errors } = await gateway.graphql(staff, OrderInFullDocument, { number: 'O-1004' });
    expect(errors).toBeUndefined();
    expect(data?.order).toMatchObject({
      number: 'O-1004',
      placedAt: '2026-01-05T09:30:00+08:00',
      total: { amount: '112.75', currency: 'CNY' },
      customer: { number: 'C-1', name: 'Aurora Instruments' },
      firstPromise: '2026-03-05',
    });
    expect(data?.order?.lines.map((line) => [line.lineNo, line.quantity, line.supplier?.number])).toEqual([
      [1, '5', 'S-1'],
      [2, '6', 'S-2'],
    ]);
    expect(data?.order?.purchaseOrders.nodes.map((po) => po.number).sort()).toEqual(['PO-1004-1', 'PO-1004-2']);
    expect(data?.order?.shipments.nodes).toMatchObject([{ number: 'SH-1004', carrier: { number: 'K-1' } }]);
    expect(data?.order?.source).toMatchObject({ system: 'test-erp', externalId: 'order,4' });
  });

  it('has nothing for an unknown id, number, or what cannot be an id', async () => {
    const { data } = await gateway.graphql(staff, '{ a: order(number: "O-9") { id } b: order(id: "0198c0de-0000-7000-8000-000000000000") { id } c: order(id: "x\'; drop") { id } }');
    expect(data).toEqual({ a: null, b: null, c: null });
  });

  it('asks for one way to name a record', async () => {
    const { errors } = await gateway.graphql(staff, '{ order { id } }');
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('either an "id" or a "number"'), extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('pages', () => {
  it.each([
    [{ first: 7 }],
    [{ first: 7, orderBy: { field: 'NUMBER', direction: 'ASC' } }],
    [{ first: 4, orderBy: { field: 'CURRENT_PROMISE', direction: 'ASC' } }],
    [{ first: 11, orderBy: { field: 'TOTAL', direction: 'DESC' }, filter: { channel: ['ERP'] } }],
  ])('walks forwards and backwards through the same rows: %j', async (variables) => {
    const all = await walk(variables, 'after');
    const { data } = await page({ ...variables, first: 100 });
    expect(all).toEqual(data?.orders.nodes.map(({ number }) => number));
    expect(all.length).toBe(data?.orders.totalCount);
    const { first, ...rest } = variables;
    expect(await walk({ ...rest, last: first }, 'before')).toEqual(all);
  });

  async function walk(variables: Record<string, unknown>, side: 'after' | 'before'): Promise<string[]> {
    const numbers: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const { data } = await page({ ...variables, [side]: cursor });
      const orders = data?.orders;
      if (!orders) throw new Error('no page');
      const seen = orders.nodes.map(({ number }) => number);
      if (side === 'after') numbers.push(...seen);
      else numbers.unshift(...seen);
      const more = side === 'after' ? orders.pageInfo.hasNextPage : orders.pageInfo.hasPreviousPage;
      if (!more) return numbers;
      cursor = (side === 'after' ? orders.pageInfo.endCursor : orders.pageInfo.startCursor) ?? null;
    }
  }

  it('filters by status, party, date and words', async () => {
    const count = async (filter: object): Promise<number | undefined> => (await page({ filter })).data?.orders.totalCount;
    expect(await count({ status: ['CONFIRMED'] })).toBe(10);
    expect(await count({ status: ['CONFIRMED', 'RECEIVED'] })).toBe(20);
    expect(await count({ status: [] })).toBe(0);
    expect(await count({ search: 'auro' })).toBe(15);
    expect(await count({ search: '晨光' })).toBe(15);
    expect(await count({ search: 'o-1007' })).toBe(1);
    expect(await count({ search: "'; --" })).toBe(0);
    expect(await count({ placedAt: { from: '2026-01-03T00:00:00Z', to: '2026-01-04T00:00:00Z' } })).toBe(2);
    expect(await count({ currentPromise: { from: '2026-03-20' } })).toBe(8);
    expect(await count({ country: ['DE'], channel: ['ERP'] })).toBe(0);
    const supplier = (await gateway.graphql<{ supplier: { id: string } }>(staff, '{ supplier(number: "S-1") { id } }')).data?.supplier.id;
    expect(await count({ supplierId: [supplier] })).toBe(30);
    expect(await count({ supplierId: ['nonsense'] })).toBe(0);
  });

  it.each([
    [{ first: 101 }, 'between 0 and 100'],
    [{ first: -1 }, 'between 0 and 100'],
    [{ first: 1, last: 1 }, 'either "first" or "last"'],
    [{ after: 'nonsense' }, 'not a page cursor'],
    [{ after: Buffer.from('["PLACED_AT_DESC","2026-13-99 00:00:00+00","0198c0de-0000-7000-8000-000000000000"]').toString('base64') }, 'Pass one from pageInfo'],
    [{ after: Buffer.from('["NUMBER_ASC","x","0198c0de-0000-7000-8000-000000000000"]').toString('base64') }, 'another ordering'],
  ])('says what is wrong with %j', async (variables, message) => {
    const { errors } = await page(variables);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('shapes of queries', () => {
  it('answers suppliers with their purchase orders', async () => {
    const { data, errors } = await gateway.graphql(staff, SuppliersWithPurchaseOrdersDocument, { first: 5, orders: 3 });
    expect(errors).toBeUndefined();
    expect(data?.suppliers.nodes.map(({ number, purchaseOrders }) => [number, purchaseOrders.nodes.length, purchaseOrders.pageInfo.hasNextPage])).toEqual([
      ['S-2', 3, true],
      ['S-1', 3, true],
    ]);
  });

  it('merges fields, spreads fragments, follows directives and defaults', async () => {
    const document = `
      query Shapes($with: Boolean = true, $without: Boolean!, $n: Int = 2, $missing: String) {
        __typename
        first: orders(first: $n, after: $missing) { ...Numbers nodes { status @skip(if: $without) } nodes { __typename lines { lineNo } } }
        second: orders(first: 1) @include(if: $with) { ...Numbers totalCount ... on OrderConnection { again: totalCount } }
        none: orders(first: 1) @skip(if: $with) { totalCount }
        empty: order(number: "O-1001") { id @skip(if: true) }
      }
      fragment Numbers on OrderConnection { nodes { n: number lines { q: quantity } total { currency c: currency __typename } } }`;
    const { data, errors } = await gateway.graphql(staff, document, { without: true });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ __typename: 'Query', first: { nodes: [{ __typename: 'Order', lines: [{ q: '27', lineNo: 1 }, { q: '28' }] }, {}] }, second: { totalCount: 30, again: 30 }, empty: {} });
    expect(data).not.toHaveProperty('none');
  });

  it('takes aliases of any length, also those that SQL would cut', async () => {
    const long = 'a'.repeat(70);
    const { data } = await gateway.graphql(staff, `{ ${long}1: orders(first: 1) { ${long}2: nodes { ${long}3: number } } ${long}4: orders(first: 1) { totalCount } }`);
    expect(data).toEqual({ [`${long}1`]: { [`${long}2`]: [{ [`${long}3`]: expect.stringMatching(/^O-/) }] }, [`${long}4`]: { totalCount: 30 } });
  });

  it('mixes planned and computed fields', async () => {
    const { data } = await gateway.graphql(staff, '{ viewer { name roles } orders(first: 1) { totalCount } events(first: 3) { events { objectType from to } hasMore } }');
    expect(data).toMatchObject({ viewer: { roles: ['SALES', 'ANALYST'] }, orders: { totalCount: 30 }, events: { hasMore: true } });
  });
});

it('answers figures without evidence as text, by the same values as the resolvers', async () => {
  // Asked twice: a query that recurs goes past Apollo. Asked otherwise: one plan must not answer another question.
  const questions = [['MONTH', 'SUPPLIER'], ['MONTH', 'SUPPLIER'], ['MONTH', 'COUNTRY'], ['MONTH'], ['YEAR', 'CUSTOMER'], []];
  for (const by of questions) {
    const { data } = await gateway.graphql(
      staff,
      `query ($by: [DeliveryDimension!]!) {
        a: deliveryPerformance(subject: ORDER, groupBy: $by) { __typename rows { ...F keys { dimension v: value label } } t: totals { ...F cycle { count meanDays medianDays } } notYetDue provisional }
        deliveryPerformance(subject: PURCHASE_ORDER) { rows { rate } totals { rate } excluded { reason figure count } }
      }
      fragment F on DeliveryFigure { numerator denominator rate meanDelayDays __typename }`,
      { by },
    );
    expect(data).toMatchObject({ a: { __typename: 'DeliveryPerformance', t: { __typename: 'DeliveryFigure' } } });
  }
});

it('shows of a figure what was selected, by whatever names', async () => {
  const { data } = await gateway.graphql<{ total: Record<string, unknown> }>(
    staff,
    `query ($no: Boolean = false) {
      total: deliveryPerformance(subject: ORDER, groupBy: [SUPPLIER, MONTH]) {
        figures: rows { key1: rate total: numerator figures: denominator key2: keys { named1: label value: value key1: dimension } count: cycle { key2: count } }
        o: totals { l: rate @include(if: $no) } total: totals { l: keys { __typename } o: __typename } answer: notYetDue
        exclusions: excluded { figure: reason reason: figure exclusions: count }
      }
    }`,
  );
  expect(Object.keys(data?.total ?? {})).toEqual(['figures', 'o', 'total', 'answer', 'exclusions']);
  expect(data?.total).toMatchObject({ o: {}, total: { l: [], o: 'DeliveryFigure' } });
});
