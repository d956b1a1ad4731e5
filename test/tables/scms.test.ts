import { readFile } from 'node:fs/promises';
import { scms } from '../../src/tables/profiles/scms.js';
import { collect, notesOf, ofKind, type Collected } from './collect.js';

const file = new URL('../fixtures/tables/scms.csv', import.meta.url);
const imported: Promise<Collected> = readFile(file).then((bytes) => collect(scms, bytes));

describe('the profile for the SCMS delivery history', () => {
  it('makes the project the customer and the vendor the supplier, but not the own warehouse', async () => {
    const { facts } = await imported;
    expect(ofKind(facts, 'customer').map(({ number, name, country }) => [number, name, country])).toEqual([
      ['900-CI-T09', "900-CI-T09 Côte d'Ivoire", 'CI'],
      ['901-ZM-T02', '901-ZM-T02 Zambia', 'ZM'],
      ['902-CD-T01', '902-CD-T01 Congo, DRC', 'CD'],
      ['903-XX-T01', '903-XX-T01 Atlantis', 'Atlantis'],
    ]);
    expect(ofKind(facts, 'supplier').map(({ name }) => name)).toEqual(['Example Pharma, Ltd', 'SAMPLE TRADING']);
    expect(ofKind(facts, 'product')).toHaveLength(4);
  });

  it('makes one order of the rows that share a number', async () => {
    const [order] = ofKind((await imported).facts, 'order');
    expect(order).toMatchObject({
      number: 'SCMS-1',
      customer: '900-CI-T09',
      status: 'DELIVERED',
      placedAt: '2011-03-04T00:00:00Z',
      requestedDate: null,
      promisedDate: '2011-06-22',
      lines: [
        {
          externalId: '901',
          lineNo: 1,
          quantity: '100',
          unitPrice: '2.505',
          amount: '250.5',
          supplier: 'Example Pharma, Ltd',
          promisedDate: '2011-06-20',
        },
        { externalId: '902', lineNo: 2, promisedDate: '2011-06-22' },
        { externalId: '903', lineNo: 3, promisedDate: '2011-06-20' },
      ],
    });
    const { products, lines } = { products: ofKind((await imported).facts, 'product'), lines: order!.lines };
    expect(lines[0]!.product).toBe(lines[2]!.product);
    expect(products.map((product) => product.number)).toContain(lines[0]!.product);
  });

  it('makes purchase orders of direct drops only, pegged to the order lines', async () => {
    const purchaseOrders = ofKind((await imported).facts, 'purchaseOrder');
    expect(
      purchaseOrders.map(({ number, supplier, orderedAt, issuedAt }) => [number, supplier, orderedAt, issuedAt]),
    ).toEqual([
      ['SCMS-1', 'Example Pharma, Ltd', '2011-04-15T00:00:00Z', '2011-04-15T00:00:00Z'],
      ['SCMS-9', 'SAMPLE TRADING', '2012-08-20T00:00:00Z', '2012-08-20T00:00:00Z'],
      ['SCMS-12', 'SAMPLE TRADING', '2012-10-01T00:00:00Z', null],
    ]);
    expect(purchaseOrders[0]).toMatchObject({
      status: 'RECEIVED',
      lines: [{ orderLine: '901', status: 'RECEIVED' }, { orderLine: '902' }, { orderLine: '903' }],
    });
  });

  it('makes shipments whose weight and freight are those of the whole, or unknown', async () => {
    const shipments = ofKind((await imported).facts, 'shipment');
    expect(
      shipments.map(({ number, mode, supplier, weightKg, freight }) => [
        number,
        mode,
        supplier,
        weightKg,
        freight?.amount,
      ]),
    ).toEqual([
      ['ASN-1', 'AIR', 'Example Pharma, Ltd', '40', '120.25'],
      ['ASN-2', 'SEA', 'Example Pharma, Ltd', null, undefined],
      ['DN-7', 'ROAD', null, null, undefined],
      ['ASN-9', null, 'SAMPLE TRADING', '2', '15'],
      ['ASN-12', 'AIR_CHARTER', 'SAMPLE TRADING', null, undefined],
    ]);
    expect(shipments[0]).toMatchObject({
      direction: 'OUTBOUND',
      carrier: null,
      trackingNumber: null,
      status: 'DELIVERED',
      deliveredOn: '2011-06-18',
      promisedDate: '2011-06-22',
      country: 'CI',
      lines: [
        { orderLine: '901', purchaseOrderLine: '901', quantity: '100' },
        { orderLine: '902', purchaseOrderLine: '902', quantity: '40' },
      ],
    });
    expect(shipments[2]!.lines.map((line) => line.purchaseOrderLine)).toEqual([null, null]);
  });

  it('refuses what it does not know, without a default', async () => {
    const { report, facts } = await imported;
    expect(notesOf(report, 'refused')).toEqual([
      [9, 'Shipment Mode', 'unknown word'],
      [9, 'PO Sent to Vendor Date', 'not a date'],
      [9, 'Scheduled Delivery Date', 'no such calendar date'],
      [9, 'Line Item Quantity', 'not a number'],
      [9, 'Weight (Kilograms)', 'number too small'],
      [9, 'Freight Cost (USD)', 'number too small'],
      [9, null, 'row without a value that it needs'],
    ]);
    expect(report.notes.find((note) => note.row === 9 && note.column === null)!.record).toBe('order SO-20');
    expect(facts.some((fact) => fact.source.externalId === 'SO-20' || fact.source.externalId === 'DN-20')).toBe(false);
  });

  it('names every doubt by row and column', async () => {
    const doubts = notesOf((await imported).report, 'doubtful');
    expect(doubts).toEqual([
      [4, 'Delivered to Client Date', 'more than 60 days late'],
      [5, 'Line Item Value', 'line value is zero'],
      [6, 'Line Item Value', 'line value is not quantity × pack price'],
      [7, 'PO Sent to Vendor Date', 'purchase order sent after delivery'],
      [7, 'PO Sent to Vendor Date', 'purchase order sent after the scheduled delivery'],
      [8, 'Country', 'country without a known code'],
      [8, 'Delivery Recorded Date', 'recorded on a later day than delivered'],
      [8, 'Country', 'the project code names another country'],
      [8, 'Weight (Kilograms)', 'refers to a line of another delivery'],
      [8, 'Freight Cost (USD)', 'refers to a line that is not in this table'],
      [5, 'PQ First Sent to Client Date', 'placed date inferred'],
      [5, 'Scheduled Delivery Date', 'placed date lies after a delivery'],
      [7, 'PQ First Sent to Client Date', 'placed date inferred'],
      [7, 'PO Sent to Vendor Date', 'placed date lies after a delivery'],
      [7, 'PO Sent to Vendor Date', 'placed date lies after the scheduled delivery'],
      [8, 'PQ First Sent to Client Date', 'placed date inferred'],
      [8, 'PO Sent to Vendor Date', 'no issue date: the order date is inferred'],
      [2, 'Scheduled Delivery Date', 'lines of one shipment have different schedules'],
      [5, 'Weight (Kilograms)', 'only a part of the figure is stated, so it is left out'],
    ]);
  });

  it('leaves the state open where a delivery date is missing', async () => {
    const text = (await readFile(file, 'utf8')).replace('22-Jun-11,18-Jun-11,18-Jun-11', '22-Jun-11,,');
    const { facts } = await collect(scms, text);
    expect(ofKind(facts, 'order')[0]!.status).toBe('PARTLY_DELIVERED');
    expect(ofKind(facts, 'purchaseOrder')[0]).toMatchObject({
      status: 'PARTLY_RECEIVED',
      lines: [{ status: 'RECEIVED' }, { status: 'OPEN' }, { status: 'RECEIVED' }],
    });
    const [partly, whole] = ofKind(facts, 'shipment');
    expect(partly!.deliveredOn).toBeNull();
    expect(partly).not.toHaveProperty('status');
    expect(whole).toMatchObject({ status: 'DELIVERED', deliveredOn: '2011-09-25' });
  });
});
