import { ConnectorError } from '../../src/connectors/contract.js';
import { normalise } from '../../src/connectors/erp/business-central/mapper.js';
import type { Fact } from '../../src/domain/facts.js';
import { expectedFacts, readRecordFixtures, recordMessage, type RecordFixture } from '../support/record-fixtures.js';

const fixtures = readRecordFixtures('business-central');
const fixture = (name: string): RecordFixture => fixtures.find((one) => one.name === name)!;
const factOf = (name: string, changes: object): Fact | undefined => normalise(recordMessage(fixture(name).topic, { ...fixture(name).record, ...changes })).facts[0];

describe('records of Business Central become facts', () => {
  it.each(fixtures.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { facts, unmapped } = normalise(recordMessage(one.topic, one.record));
    // Through JSON: a member that is undefined was not said, which is as good as absent.
    expect(JSON.parse(JSON.stringify(facts))).toEqual(expectedFacts(one));
    expect(unmapped).toEqual(one.unmapped);
  });

  it.each([
    ['sales-order-partly-shipped', { Draft: 'RECEIVED', 'In Review': 'IN_REVIEW', In_x0020_Review: 'IN_REVIEW', Open: 'PARTLY_SHIPPED', Released: undefined, toString: undefined }],
    ['purchase-order-issued', { Draft: 'DRAFT', 'In Review': 'PENDING_APPROVAL', In_x0020_Review: 'PENDING_APPROVAL', Open: 'ISSUED', open: undefined }],
  ])('%s: tells a status it knows from every other one', (name, statuses: Record<string, string | undefined>) => {
    for (const [status, ours] of Object.entries(statuses)) expect((factOf(name, { status }) as { status?: string } | undefined)?.status).toBe(ours);
  });

  it('follows an order by what was shipped', () => {
    const [line] = fixture('sales-order-partly-shipped').record['salesOrderLines'] as object[];
    const statusOf = (shippedQuantity: number, fullyShipped: boolean): unknown =>
      (factOf('sales-order-partly-shipped', { fullyShipped, salesOrderLines: [{ ...line, shippedQuantity }] }) as { status?: string }).status;
    expect([statusOf(0, false), statusOf(1, false), statusOf(4, true)]).toEqual(['CONFIRMED', 'PARTLY_SHIPPED', 'SHIPPED']);
  });

  it('follows a purchase order by what was received and promised', () => {
    const [received, promised, part] = fixture('purchase-order-promised-and-received').record['purchaseOrderLines'] as object[];
    const statusOf = (...lines: (object | undefined)[]): unknown => (factOf('purchase-order-promised-and-received', { purchaseOrderLines: lines }) as { status?: string }).status;
    expect([statusOf(received), statusOf(promised), statusOf(part), statusOf(received, promised)]).toEqual(['RECEIVED', 'CONFIRMED', 'PARTLY_RECEIVED', 'PARTLY_RECEIVED']);
  });

  it('names what is wrong in a record', () => {
    expect(() => factOf('purchase-order-issued', { orderDate: '2023-02-29' })).toThrow(/purchaseOrders: orderDate: no day of the calendar/);
    expect(() => factOf('purchase-order-issued', { purchaseOrderLines: undefined })).toThrow(/purchaseOrderLines/);
    expect(factOf('purchase-order-issued', { orderDate: '0001-01-01' })).toBeUndefined();
  });

  it.each([
    ['a topic of another system', 'sale.order', {}],
    ['a topic that every object has', 'constructor', {}],
    ['no record', 'salesOrders', null],
    ['no notifications', 'notifications', { value: 'x' }],
  ])('refuses %s', (_, topic, record) => {
    expect(() => normalise(recordMessage(topic, record))).toThrow(ConnectorError);
  });
});
