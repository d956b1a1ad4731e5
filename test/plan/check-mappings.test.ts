/** A mapping that does not fit the schema or the tables stops the start, with every problem and its way out named at once. */
import type { MetadataStorage } from '@mikro-orm/core';
import type { GraphQLSchema } from 'graphql';
import { extendSchema, parse } from 'graphql';
import { createCatalogue } from '../../src/plan/index.js';
import { resolverClasses } from '../../src/resolvers/index.js';
import { buildGraph } from '../../src/schema/build.js';
import { column, connection, embedded, exists, list, money, oneOf, range, search } from '../../src/schema/mapping.js';
import type { TypeMapping } from '../../src/schema/mapping.js';
import { mappings } from '../../src/schema/mappings.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const staff = buildGraph(resolverClasses, () => ({}));
const state: { test?: TestDatabase; metadata?: MetadataStorage } = {};
beforeAll(async () => {
  state.test = await freshDatabase(undefined, null);
  state.metadata = state.test.database.em.getMetadata();
});
afterAll(() => state.test?.close());

/** What stops the start with these mappings; null where nothing does. */
function refusal(changed: readonly TypeMapping[], schema: GraphQLSchema = staff): string | null {
  try {
    createCatalogue(schema, changed, state.metadata as MetadataStorage);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

type Change = (mapping: TypeMapping) => Partial<TypeMapping>;

/** The mappings with that of one type changed. */
const withChange = (type: string, change: Change): TypeMapping[] => mappings.map((each) => (each.type === type ? { ...each, ...change(each) } : each));

const filters = (added: TypeMapping['filters']): Change => (mapping) => ({ filters: { ...mapping.filters, ...added } });
const fields = (added: TypeMapping['fields']): Change => (mapping) => ({ fields: { ...mapping.fields, ...added } });
const orderings = (added: TypeMapping['orderings']): Change => (mapping) => ({ orderings: { ...mapping.orderings, ...added } });
const without = (record: object | undefined, name: string): Record<string, never> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => key !== name)) as Record<string, never>;

it('lets the mappings pass as they are', () => {
  expect(refusal(mappings)).toBeNull();
});

const filterProblems: readonly (readonly [string, string, Change, string])[] = [
  ['a member without a mapping', 'Order', (m) => ({ filters: without(m.filters, 'channel') }), 'OrderFilter.channel has no mapping, so every row would pass it: add it to the filters of Order.'],
  ['a mapping without a member', 'Order', filters({ chanel: oneOf('channel') }), 'The filter "chanel" of Order is no member of OrderFilter'],
  ['filters that no list takes', 'OrderLine', filters({ id: oneOf('id') }), 'No list of OrderLine takes its filters'],
  ['a path to nowhere', 'Order', filters({ customerId: oneOf('buyer') }), 'OrderFilter.customerId: Order has no property buyer. Name'],
  ['a path over what is no relation', 'Order', filters({ customerId: oneOf('status.id') }), 'OrderFilter.customerId: Order.status is no relation.'],
  ['a range of nothing', 'Order', filters({ placedAt: range('orderedAt') }), 'OrderFilter.placedAt: Order has no property orderedAt.'],
  ['related rows of no table', 'Order', filters({ supplierId: exists('Lines', { by: 'order' }, 'supplier') }), 'OrderFilter.supplierId: A mapping names the entity Lines, which does not exist.'],
  ['related rows by nothing', 'Order', filters({ supplierId: exists('OrderLine', { by: 'orders' }, 'supplier') }), 'OrderFilter.supplierId: OrderLine has no property orders.'],
  ['related rows of others', 'Order', filters({ supplierId: exists('OrderLine', { by: 'product' }, 'supplier') }), 'OrderFilter.supplierId looks for rows of OrderLine by "product", which does not lead to Order'],
  ['a property that related rows lack', 'Order', filters({ supplierId: exists('OrderLine', { by: 'order' }, 'seller') }), 'OrderFilter.supplierId: OrderLine has no property seller.'],
  ['words of nothing', 'Order', filters({ search: search('buyer') }), 'OrderFilter.search: Order has no property buyer.'],
  ['words of what has none', 'AfterSalesCase', filters({ search: search('orderLine') }), 'AfterSalesCaseFilter.search searches "orderLine", which has no words'],
  ['no words at all', 'SupplierEvaluation', filters({ search: search() }), 'SupplierEvaluationFilter.search searches SupplierEvaluation, which has no words'],
  ['texts beside instants', 'Order', filters({ country: oneOf('placedAt') }), 'OrderFilter.country is of the type String!, not every value of which can be compared with a column of the type timestamptz'],
  ['texts beside numbers', 'Policy', filters({ key: oneOf('version') }), 'PolicyFilter.key is of the type String!, not every value of which can be compared with a column of the type int'],
  ['an enum beside an id', 'Order', filters({ status: oneOf('customer') }), 'OrderFilter.status is of the type OrderStatus!, not every value'],
  ['instants beside dates', 'Order', filters({ placedAt: range('deliveredOn') }), 'OrderFilter.placedAt.from is of the type DateTime, not every value'],
  ['a range taken for a list', 'Order', filters({ placedAt: oneOf('placedAt') }), 'OrderFilter.placedAt is compared with a list of values'],
  ['a list taken for a range', 'Order', filters({ status: range('placedAt') }), 'OrderFilter.status is a range: make it an input with "from" and "to" and nothing else.'],
  ['a list taken for words', 'Order', filters({ country: search() }), 'OrderFilter.country is searched for: make it a String.'],
];

const orderingProblems: readonly (readonly [string, string, Change, string])[] = [
  ['a value without an ordering', 'Order', (m) => ({ orderings: without(m.orderings, 'TOTAL') }), 'OrderOrderField.TOTAL orders by nothing: add it to the orderings of Order.'],
  ['an ordering without a value', 'Order', orderings({ RECEIVED_AT: 'receivedAt' }), 'The ordering RECEIVED_AT of Order is no value of OrderOrderField'],
  ['a list without orderings', 'Order', () => ({ orderings: {} }), 'Lists of Order have no order'],
  ['a text that may be null', 'Order', orderings({ NUMBER: 'country' }), 'The ordering NUMBER of Order goes by a column of the type text that may be null'],
  ['a number without checked keys', 'Policy', orderings({ KEY: 'version' }), 'The ordering KEY of Policy goes by a column of the type int, whose keys in page cursors are not checked'],
];

const scopeProblems: readonly (readonly [string, string, Change, string])[] = [
  ['a path to nowhere', 'Shipment', () => ({ scope: { supplier: 'purchaseOrder.supplier' } }), 'The scope of Shipment for a supplier, "purchaseOrder.supplier": Shipment has no property purchaseOrder.'],
  ['a path to somebody else', 'Shipment', () => ({ scope: { supplier: 'carrier' } }), 'The scope of Shipment for a supplier, "carrier", ends elsewhere than at the supplier'],
  ['a path that ends at a value', 'Shipment', () => ({ scope: { supplier: 'supplier.id' } }), 'The scope of Shipment for a supplier, "supplier.id": Supplier.id is no relation.'],
  ['oneself, of what is no partner', 'Customer', () => ({ scope: { supplier: 'self' } }), 'The scope of Customer for a supplier, "self", ends elsewhere'],
];

const fieldProblems: readonly (readonly [string, string, Change, string])[] = [
  ['a non-null member over a column that may be null', 'Shipment', fields({ freight: money('freightAmount', 'freightCurrency') }), 'Shipment.freight.currency is non-null in the schema, but "freightCurrency" may be null: let Shipment.freight be null when it is'],
  ['a non-null field over a column that may be null', 'Order', fields({ number: column('country') }), 'Order.number is non-null in the schema, but "country" may be null'],
  ['a non-null object that may be null', 'Order', fields({ total: embedded({ amount: 'totalAmount', currency: 'currency' }, 'country') }), 'Order.total is non-null in the schema, but "country" may be null'],
  ['a member without a source', 'TrackingEvent', fields({ place: embedded({ city: 'city' }) }), 'TrackingEvent.place.region has no source, and would always be null'],
  ['a member too many', 'Order', fields({ total: embedded({ amount: 'totalAmount', currency: 'currency', unit: 'country' }, 'totalAmount') }), 'The mapping of Order.total tells of "unit", which is no member of Money'],
  ['a line for no field', 'Order', fields({ amount: column('totalAmount') }), 'The mapping of Order tells of "amount", which is no field of it'],
  ['a value of another type', 'Order', fields({ country: column('placedAt') }), 'Order.country is of the type String, which "placedAt" of the type timestamptz is not shown as'],
  ['a member of another type', 'Order', fields({ total: embedded({ amount: 'number', currency: 'currency' }) }), 'Order.total.amount is of the type Decimal!, which "number" of the type text is not shown as'],
  ['a relation for a value', 'Order', fields({ country: list('OrderLine', 'order') }), 'Order.country is mapped as list, which does not fit its type'],
  ['a value for a relation', 'Order', fields({ customer: column('customer') }), 'Order.customer is mapped as column, which does not fit its type'],
  ['a list for a page', 'Order', fields({ cases: list('AfterSalesCase', 'order') }), 'Order.cases is mapped as list, which does not fit its type'],
  ['a page of another type', 'Order', fields({ cases: connection('Shipment', { through: 'ShipmentLine', from: 'order', to: 'shipment' }) }), 'Order.cases is mapped as connection, which does not fit its type'],
  ['a relation to another type', 'OrderLine', fields({ supplier: { kind: 'one', property: 'product' } }), 'OrderLine.supplier shows Supplier, but "product" leads elsewhere'],
  ['a list by a relation to others', 'Order', fields({ lines: list('OrderLine', 'product') }), 'Order.lines goes over {"by":"product"}, which does not join its rows to those of OrderLine'],
  ['a page over the wrong ends', 'Order', fields({ shipments: connection('Shipment', { through: 'ShipmentLine', from: 'shipment', to: 'order' }) }), 'Order.shipments goes over'],
];

describe.each([
  ['filters', filterProblems],
  ['orderings', orderingProblems],
  ['scopes', scopeProblems],
  ['fields', fieldProblems],
])('of %s', (_of, problems) => {
  it.each(problems)('refuses %s', (_name, type, change, message) => {
    expect(refusal(withChange(type, change))).toContain(message);
  });
});

describe('of the schema', () => {
  it.each([
    ['an argument that the plan does not read', 'extend type Query { late(days: Int): OrderConnection! }', 'Query.late takes the argument "days", which the plan would ignore'],
    ['an argument of a record', 'extend type Query { newest(number: String, customer: ID): Order }', 'Query.newest takes the argument "customer", which the plan would ignore'],
    ['a number of what has none', 'extend type Query { reviewed(number: String): PerformanceReview }', 'Query.reviewed(number:): PerformanceReview has no property number.'],
    ['a list without pages', 'extend type Query { allOrders: [Order!]! }', 'Query.allOrders is a list without pages: make it a connection.'],
    ['a page on an object of no table', 'extend type Viewer { orders: OrderConnection! }', 'Viewer.orders is a page on an object that no table has'],
    ['a filter of a second list', 'input Few { id: [ID!] vip: Boolean } extend type Query { few(filter: Few): OrderConnection! }', 'Few.vip has no mapping, so every row would pass it'],
    ['values that may be null', 'input Any { id: [ID] } extend type Query { any(filter: Any): OrderConnection! }', 'Any.id is compared with a list of values: make it a list whose members are non-null.'],
    ['an ordering without a direction', 'input By { field: OrderOrderField } extend type Query { by(orderBy: By): OrderConnection! }', 'Query.by(orderBy:) takes By, which lacks an enum "field" or an enum "direction"'],
  ])('refuses %s', (_name, addition, message) => {
    expect(refusal(mappings, extendSchema(staff, parse(addition)))).toContain(message);
  });
});

it('names all problems at once', () => {
  const changed = withChange('Order', (mapping) => ({
    filters: { ...without(mapping.filters, 'channel'), customerId: oneOf('buyer') },
    orderings: without(mapping.orderings, 'TOTAL'),
    scope: { supplier: 'self' },
  }));
  const problems = refusal(changed)?.split('\n').slice(1) ?? [];
  expect(problems.map((problem) => /^- (?:The scope of )?([\w.]+)/.exec(problem)?.[1])).toEqual(['Order', 'OrderFilter.channel', 'OrderFilter.customerId', 'OrderOrderField.TOTAL']);
});
