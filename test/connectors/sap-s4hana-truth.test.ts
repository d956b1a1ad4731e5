import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '../../src/connectors/erp/sap-s4hana/mapper.js';
import type { Fact, OrderFact, PurchaseOrderFact } from '../../src/domain/facts.js';
import { recordMessage } from '../support/record-fixtures.js';

/** Answers of SAP's sandbox, read where they lie: none of them is part of this project. Each file holds one list or record. */
const folder = join(process.env.INTERLINE_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'erp/sap');
const present = existsSync(folder);
if (!present) process.stderr.write(`recorded S/4HANA answers skipped: ${folder} is absent\n`);

type Row = Record<string, unknown>;

function rows(name: string): Row[] {
  const { message } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { message: Row | Row[] };
  return Array.isArray(message) ? message : [message];
}

function only<Kind extends Fact['kind']>(topic: string, kind: Kind, record: Row): Extract<Fact, { kind: Kind }> {
  const { facts, unmapped } = normalise(recordMessage(topic, record));
  expect(unmapped).toEqual([]);
  expect(facts.map((fact) => fact.kind)).toEqual([kind]);
  return facts[0] as Extract<Fact, { kind: Kind }>;
}

/** The day in UTC of whatever a recorded file writes for a date, worked out by other means than the connector's. */
function utcDay(value: unknown): string {
  const ticks = /\d{6,}/.exec(String(value))?.[0];
  return new Date(String(value).startsWith('/Date') ? Number(ticks) : String(value)).toISOString().slice(0, 10);
}

(present ? describe : describe.skip)('recorded answers of SAP', () => {
  it('give a purchase order with the days that it has in UTC and its numbers as they are', () => {
    const [header] = rows('purchase_order/purchase-order-header-01-sample.json') as [Row];
    const items = rows('purchase_order/purchase-order-header-02-item-sample.json');
    const whole = { ...header, confirmations: [], to_PurchaseOrderItem: items.map((item) => ({ ...item, to_ScheduleLine: [] })) };
    const fact: PurchaseOrderFact = only('A_PurchaseOrder', 'purchaseOrder', whole);
    expect(fact).toMatchObject({
      number: header['PurchaseOrder'], supplier: `supplier/${String(header['Supplier'])}`, currency: header['DocumentCurrency'],
      orderedAt: `${utcDay(header['PurchaseOrderDate'])}T00:00:00Z`,
      source: { updatedAt: `${utcDay(header['CreationDate'])}T00:00:00Z` },
      // Each of its items is delivered.
      status: 'RECEIVED',
    });
    expect(String(header['PurchaseOrderDate'])).toMatch(/^\/Date\(\d+\)\/$/);
    expect(fact.lines).toHaveLength(items.length);
    fact.lines.forEach((line, index) => {
      const item = items[index]!;
      expect(line).toMatchObject({ lineNo: Number(item['PurchaseOrderItem']), unit: item['PurchaseOrderQuantityUnit'], description: item['PurchaseOrderItemText'], status: 'RECEIVED' });
      expect(Number(line.quantity)).toBe(Number(item['OrderQuantity']));
      expect(Number(line.unitPrice)).toBe(Number(item['NetPriceAmount']));
      expect(line.unitPrice).not.toMatch(/\.\d*0$/);
    });
  });

  it('give a sales order with the days that it has in UTC, though they were written in another zone', () => {
    const [header] = rows('sales_order/sales-order-header-01-sample.json') as [Row];
    const items = rows('sales_order/sales-order-item-01-sample.json');
    expect(String(header['SalesOrderDate'])).toMatch(/\+09:00$/);
    const whole = { ...header, to_Item: items.map((item) => ({ ...item, to_ScheduleLine: [] })) };
    const fact: OrderFact = only('A_SalesOrder', 'order', whole);
    expect(fact).toMatchObject({
      number: header['SalesOrder'], customer: `customer/${String(header['SoldToParty'])}`, currency: header['TransactionCurrency'],
      placedAt: `${utcDay(header['SalesOrderDate'])}T00:00:00Z`,
      requestedDate: utcDay(header['RequestedDeliveryDate']),
      source: { updatedAt: `${utcDay(header['LastChangeDate'])}T00:00:00Z` },
    });
    expect(fact.lines.map(({ amount }) => Number(amount))).toEqual(items.map((item) => Number(item['NetAmount'])));
    expect(fact.lines.map(({ quantity }) => Number(quantity))).toEqual(items.map((item) => Number(item['RequestedQuantity'])));
  });

  it('give business partners as what they are', () => {
    const addresses = rows('supplier/business-partner-supplier-general-03-address-sample.json');
    for (const name of ['general-01', 'bpname-01']) {
      for (const partner of rows(`supplier/business-partner-supplier-${name}-sample.json`)) {
        const own = addresses.filter((address) => address['BusinessPartner'] === partner['BusinessPartner']).map((address): Row => ({ ...address, to_EmailAddress: [] }));
        const { facts, unmapped } = normalise(recordMessage('A_BusinessPartner', { ...partner, to_BusinessPartnerAddress: own }));
        expect(unmapped).toEqual([]);
        const roles = [...(partner['Customer'] === '' ? [] : ['customer']), ...(partner['Supplier'] === '' ? [] : ['supplier'])];
        expect(facts.map(({ kind }) => kind)).toEqual(roles);
        const [, hours, minutes, seconds] = /PT(\d+)H(\d+)M(\d+)S/.exec(String(partner['LastChangeTime']))!;
        for (const fact of facts) {
          expect(fact).toMatchObject({ name: String(partner['BusinessPartnerFullName']).trim(), country: own[0]?.['Country'] ?? null });
          expect(fact.source.updatedAt).toBe(`${utcDay(partner['LastChangeDate'])}T${hours}:${minutes}:${seconds}Z`);
        }
      }
    }
  });

  it('are refused where a list is only a link: it is for the reader to follow', () => {
    const headers = readdirSync(join(folder, 'purchase_order')).filter((name) => name.includes('header-01'));
    for (const row of headers.flatMap((name) => rows(`purchase_order/${name}`))) {
      expect(() => normalise(recordMessage('A_PurchaseOrder', row))).toThrow(/to_PurchaseOrderItem/);
    }
  });
});
