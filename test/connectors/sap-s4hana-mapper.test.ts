import { ConnectorError } from '../../src/connectors/contract.js';
import { normalise } from '../../src/connectors/erp/sap-s4hana/mapper.js';
import type { Fact } from '../../src/domain/facts.js';
import { expectedFacts, readRecordFixtures, recordMessage, type RecordFixture } from '../support/record-fixtures.js';

const fixtures = readRecordFixtures('sap-s4hana');
const fixture = (name: string): RecordFixture => fixtures.find((one) => one.name === name)!;
const factOf = (name: string, changes: object): Fact | undefined => normalise(recordMessage(fixture(name).topic, { ...fixture(name).record, ...changes })).facts[0];

describe('records of S/4HANA become facts', () => {
  it.each(fixtures.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { facts, unmapped } = normalise(recordMessage(one.topic, one.record));
    // Through JSON: a member that is undefined was not said, which is as good as absent.
    expect(JSON.parse(JSON.stringify(facts))).toEqual(expectedFacts(one, { observedAt: new Date(0).toISOString() }));
    expect(unmapped).toEqual(one.unmapped);
  });

  it('tells a status it knows from every other one', () => {
    const statusOf = (changes: object): unknown => (factOf('sales-order-confirmed', changes) as { status?: string } | undefined)?.status;
    expect(statusOf({ OverallDeliveryStatus: 'B' })).toBe('CONFIRMED');
    // A delivery document is not yet goods that have left.
    expect(statusOf({ OverallDeliveryStatus: 'C' })).toBe('READY_TO_SHIP');
    expect(statusOf({ OverallDeliveryStatus: 'C', OverallSDProcessStatus: 'C' })).toBe('COMPLETED');
    expect(statusOf({ OverallSDDocumentRejectionSts: 'C' })).toBe('CANCELLED');
    expect(statusOf({ OverallDeliveryStatus: 'X' })).toBeUndefined();
    expect(statusOf({ OverallSDProcessStatus: 'toString' })).toBeUndefined();
  });

  it.each([
    ['01', 'DRAFT'], ['02', 'ISSUED'], ['03', 'PENDING_APPROVAL'], ['04', 'PENDING_APPROVAL'], ['05', 'ISSUED'], ['08', 'DRAFT'], ['', undefined], ['99', undefined],
  ])('the processing status %j of a purchase order is %s', (PurchasingProcessingStatus, status) => {
    expect(factOf('purchase-order-issued', { PurchasingProcessingStatus }) as object | undefined).toEqual(status === undefined ? undefined : expect.objectContaining({ status }));
  });

  it('follows a released order by its lines', () => {
    const [confirmed, , , received] = fixture('purchase-order-answered').record['to_PurchaseOrderItem'] as object[];
    const statusOf = (items: object[], changes: object = {}): unknown => (factOf('purchase-order-answered', { to_PurchaseOrderItem: items, ...changes }) as { status?: string }).status;
    expect(statusOf([confirmed!])).toBe('CONFIRMED');
    expect(statusOf([received!])).toBe('RECEIVED');
    expect(statusOf([{ ...confirmed, PurchasingDocumentDeletionCode: 'L' }])).toBe('CANCELLED');
    expect(statusOf([confirmed!], { PurchasingDocumentDeletionCode: 'L' })).toBe('CANCELLED');
    expect(statusOf([confirmed!], { PurchasingProcessingStatus: '03' })).toBe('PENDING_APPROVAL');
  });

  it('reads the same order alike with zeros before its numbers and without', () => {
    const { record } = fixture('delivery-waiting');
    const [item] = record['to_DeliveryDocumentItem'] as object[];
    const line = (changes: object): unknown => (factOf('delivery-waiting', { to_DeliveryDocumentItem: [{ ...item, ...changes }] }) as unknown as { lines?: object[] }).lines?.[0];
    expect(line({ ReferenceSDDocument: '815', ReferenceSDDocumentItem: '10' })).toEqual(line({}));
  });

  it('never turns a list that is missing into an order without lines', () => {
    for (const [name, list] of [['sales-order-confirmed', 'to_Item'], ['purchase-order-issued', 'to_PurchaseOrderItem'], ['goods-receipt', 'to_MaterialDocumentItem']] as const) {
      for (const value of [undefined, { __deferred: { uri: 'x' } }, 'https://host/to_Item']) {
        expect(() => factOf(name, { [list]: value })).toThrow(expect.objectContaining({ kind: 'contract', message: expect.stringContaining(list) as string }) as Error);
      }
    }
  });

  it('names what is wrong in a record', () => {
    const [item] = fixture('purchase-order-issued').record['to_PurchaseOrderItem'] as object[];
    const broken = { PurchaseOrderDate: '2023-02-29', to_PurchaseOrderItem: [{ ...item, OrderQuantity: 'ten' }] };
    expect(() => factOf('purchase-order-issued', broken)).toThrow(/A_PurchaseOrder: PurchaseOrderDate: no day of the calendar; to_PurchaseOrderItem\.0\.OrderQuantity: no decimal number/);
  });

  it.each([
    ['a topic of another system', 'sale.order', {}],
    ['a topic that every object has', 'constructor', {}],
    ['no record', 'A_SalesOrder', null],
  ])('refuses %s', (_, topic, record) => {
    expect(() => normalise(recordMessage(topic, record))).toThrow(ConnectorError);
  });
});
