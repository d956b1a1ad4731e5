import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '../../src/connectors/erp/business-central/mapper.js';
import { recordMessage } from '../support/record-fixtures.js';

/** Bodies of Microsoft's reference, read where they lie: each member has the name of its type in place of a value. */
const folder = join(process.env.INTERLINE_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'erp/business_central');
const present = existsSync(folder);
if (!present) process.stderr.write(`reference bodies of Business Central skipped: ${folder} is absent\n`);

/** A value of each type that the reference names. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  GUID: '6c1f0a10-0000-4000-8000-0000000000c1', string: 'ABC', date: '2024-02-29', datetime: '2024-02-29T23:30:00.5Z', decimal: 2.5, integer: 10000, boolean: false,
};

function body(name: string, values: Record<string, unknown>): Record<string, unknown> {
  const types = JSON.parse(readFileSync(join(folder, `${name}_0.json`), 'utf8')) as Record<string, string>;
  return Object.fromEntries(Object.entries(types).map(([member, type]) => {
    const value = Object.hasOwn(values, member) ? values[member] : SAMPLES[type];
    if (value === undefined && !type.startsWith('NAV.')) throw new Error(`${name}.${member}: no sample of ${type}`);
    return [member, value ?? ' '];
  }));
}

(present ? describe : describe.skip)('bodies of the reference', () => {
  const line = { lineType: 'Item', currencyCode: 'EUR' };

  it('give an order with all that it says', () => {
    const order = { ...body('salesorder', { status: 'Open', currencyCode: 'EUR' }), salesOrderLines: [body('salesorderline', line)] };
    expect(normalise(recordMessage('salesOrders', order))).toMatchObject({
      facts: [
        {
          kind: 'order', number: 'ABC', status: 'PARTLY_SHIPPED', placedAt: '2024-02-29T00:00:00Z', requestedDate: '2024-02-29', source: { updatedAt: '2024-02-29T23:30:00.5Z' },
          lines: [{ lineNo: 10000, quantity: '2.5', unitPrice: '2.5', amount: '2.5', unit: 'ABC', product: `items(${String(SAMPLES['GUID'])})` }],
        },
      ],
      unmapped: [],
    });
  });

  it('give a purchase order with all that it says', () => {
    const order = { ...body('purchaseorder', { status: 'Open', currencyCode: 'EUR' }), promise: 'expected', purchaseOrderLines: [body('purchaseorderline', { ...line, receivedQuantity: 0 })] };
    expect(normalise(recordMessage('purchaseOrders', order))).toMatchObject({
      facts: [
        {
          kind: 'purchaseOrder', number: 'ABC', status: 'CONFIRMED', orderedAt: '2024-02-29T00:00:00Z', supplier: `vendors(${String(SAMPLES['GUID'])})`,
          lines: [{ lineNo: 10000, quantity: '2.5', unitPrice: '2.5', requestedDate: '2024-02-29', promisedDate: '2024-02-29', status: 'ACCEPTED' }],
        },
      ],
      unmapped: [],
    });
  });

  it('have no place for what is read only where a custom API adds it', () => {
    const members = [...Object.keys(body('purchaseorder', { currencyCode: 'EUR' })), ...Object.keys(body('purchaseorderline', {})), ...Object.keys(body('salesorderline', {}))];
    for (const name of ['vendorOrderNumber', 'promisedReceiptDate', 'promisedDeliveryDate']) expect(members).not.toContain(name);
  });

  it('give a supplier', () => {
    expect(normalise(recordMessage('vendors', body('vendor', {})))).toMatchObject({ facts: [{ kind: 'supplier', number: 'ABC', name: 'ABC', country: 'ABC', email: 'ABC' }], unmapped: [] });
  });
});
