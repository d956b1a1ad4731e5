/** A supplier's own system tells his answers and despatches, by our numbers. */
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import type { Fact, PurchaseOrderConfirmationFact, ShipmentFact } from '../../../src/domain/facts.js';
import { seedPolicies } from '../../../src/domain/policies.js';
import type { ApplyResult } from '../../../src/domain/apply/index.js';
import { apply, log, now, order, parties, purchaseLine, purchaseOrder, receipt, rows, source } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await seedPolicies(test.database, now);
  await apply(test.database, parties);
});
afterAll(() => test.close());

type Line = PurchaseOrderConfirmationFact['lines'][number];

function line(lineNo: number, answer: Line['answer'], more: Partial<Line> = {}): Line {
  return { lineNo, answer, quantity: null, promisedDate: null, unitPrice: null, reason: null, dateUnknown: false, ...more };
}

function answer(purchaseOrderNumber: string, lines: readonly Line[], more: Partial<PurchaseOrderConfirmationFact> = {}): PurchaseOrderConfirmationFact {
  return { kind: 'purchaseOrderConfirmation', source: source(`A-${purchaseOrderNumber}`, null), supplierNumber: 'S-1', purchaseOrderNumber, lines, ...more };
}

function despatch(number: string, lines: ShipmentFact['lines'], more: Partial<ShipmentFact> = {}): ShipmentFact {
  const parties = { supplierNumber: 'S-1', carrierNumber: 'KITE' };
  return { kind: 'shipment', source: source(number), number, direction: 'INBOUND', carrier: null, despatch: parties, trackingNumber: `T${number}`, mode: null, lines, ...more };
}

/** As the supplier's connector tells it: another system than the one that holds the orders, and no master. */
const tell = (facts: readonly Fact[], at = now): Promise<ApplyResult> => apply(test.database, facts, { system: 'acme', master: false, now: at });
const reasons = async (facts: readonly Fact[]): Promise<string[]> => (await tell(facts)).parked.map(({ reason, params }) => `${reason} ${JSON.stringify(params)}`);

const linesOf = (number: string): Promise<Record<string, string | null>[]> =>
  rows(
    test.database,
    `select l.line_no::text as no, l.status, trim_scale(l.quantity_confirmed)::text as confirmed, l.current_promise::text as promise
       from purchase_order_line l join purchase_order p on p.id = l.purchase_order_id where p.number = $1::text order by l.line_no`,
    number,
  );
const kept = (number: string): Promise<Record<string, string | null>[]> =>
  rows(
    test.database,
    `select c.source_system as system, c.source_external_id as ref, c.supplier_reference as reference, c.channel, cl.answer, cl.decision
       from confirmation_line cl join purchase_order_confirmation c on c.id = cl.confirmation_id join purchase_order p on p.id = c.purchase_order_id
      where p.number = $1::text order by cl.id`,
    number,
  );

describe('an answer from the supplier’s own system', () => {
  it('moves lines, header and log, and is kept with its source', async () => {
    await apply(test.database, [purchaseOrder('A1')]);
    const said = answer('PO-A1', [line(1, 'ACCEPT', { promisedDate: '2026-02-10' }), line(2, 'CHANGE', { quantity: '3' })], { supplierReference: 'SO-1' });
    expect(await tell([said])).toMatchObject({ applied: 1, unchanged: 0, parked: [] });
    expect(await linesOf('PO-A1')).toEqual([
      { no: '1', status: 'ACCEPTED', confirmed: '10', promise: '2026-02-10' },
      { no: '2', status: 'CHANGE_PROPOSED', confirmed: null, promise: null },
    ]);
    expect(await log(test.database, 'PO-A1')).toEqual(['PO-A1: ->ISSUED', 'PO-A1: ISSUED>COUNTER_PROPOSED']);
    expect(await kept('PO-A1')).toEqual([
      { system: 'acme', ref: 'A-PO-A1', reference: 'SO-1', channel: 'test', answer: 'ACCEPT', decision: 'NOT_NEEDED' },
      { system: 'acme', ref: 'A-PO-A1', reference: 'SO-1', channel: 'test', answer: 'CHANGE', decision: 'PENDING' },
    ]);
  });

  it('changes nothing when it is told again, also beside a new line', async () => {
    await apply(test.database, [purchaseOrder('A2')]);
    const first = line(1, 'ACCEPT', { quantity: '10.0' });
    await tell([answer('PO-A2', [first])]);
    expect(await tell([answer('PO-A2', [{ ...first, quantity: '10' }])])).toMatchObject({ applied: 0, unchanged: 1, parked: [] });
    // Goods have come for the line that was answered: the repetition is no second answer to it.
    await apply(test.database, [receipt('A2', 'A2', '2026-02-01', [['A2-1', '10', '0']])]);
    expect(await tell([answer('PO-A2', [first, line(2, 'REFUSE', { reason: 'no more made' })])])).toMatchObject({ applied: 1, parked: [] });
    expect((await linesOf('PO-A2')).map(({ status }) => status)).toEqual(['RECEIVED', 'REFUSED']);
    expect(await kept('PO-A2')).toHaveLength(2);
  });

  it('replaces an earlier one, never a later one, and each line for itself', async () => {
    await apply(test.database, [purchaseOrder('A3')]);
    const at = (updatedAt: string, lines: readonly Line[]): Fact => answer('PO-A3', lines, { source: source('A3', null, updatedAt) });
    await tell([at('2026-03-01T12:00:00Z', [line(1, 'CHANGE', { quantity: '8' })])]);
    await tell([at('2026-03-01T13:00:00Z', [line(1, 'ACCEPT')])]);
    expect((await kept('PO-A3')).map(({ answer: said, decision }) => [said, decision])).toEqual([
      ['CHANGE', 'NOT_NEEDED'],
      ['ACCEPT', 'NOT_NEEDED'],
    ]);
    const late = await tell([at('2026-03-01T12:30:00Z', [line(1, 'CHANGE', { quantity: '7' }), line(2, 'ACCEPT')])]);
    expect(late).toMatchObject({ applied: 1, parked: [] });
    expect((await linesOf('PO-A3')).map(({ status }) => status)).toEqual(['ACCEPTED', 'ACCEPTED']);
  });

  it('is parked with its reason where the rules refuse it, and then changes nothing', async () => {
    await apply(test.database, [purchaseOrder('A4'), purchaseOrder('A5', { status: 'DRAFT' })]);
    expect(await reasons([answer('PO-A4', [line(1, 'ACCEPT'), line(9, 'ACCEPT')])])).toEqual(['LINE_UNKNOWN {"line":9,"at":"lines.1.lineNo"}']);
    expect(await reasons([answer('PO-A4', [line(1, 'REFUSE')])])).toEqual(['REASON_REQUIRED {"at":"lines.0.reason"}']);
    expect(await reasons([answer('PO-A4', [])])).toEqual(['LIST_EMPTY {"at":"lines"}']);
    expect(await reasons([answer('PO-A4', [line(1, 'ACCEPT', { promisedDate: '2023-02-29' })])])).toEqual([
      'DATE_INVALID {"value":"2023-02-29","at":"lines.0.promisedDate"}',
    ]);
    expect(await reasons([answer('PO-A5', [line(1, 'ACCEPT')])])).toEqual(['PURCHASE_ORDER_NOT_ANSWERABLE {"status":"DRAFT"}']);
    expect(await kept('PO-A4')).toEqual([]);
    expect(await log(test.database, 'PO-A4')).toEqual(['PO-A4: ->ISSUED']);
  });

  it('answers nobody else’s purchase orders, nor one that is not certain', async () => {
    await apply(test.database, [purchaseOrder('A6'), purchaseOrder('A7')]);
    expect(await reasons([answer('PO-A6', [line(1, 'ACCEPT')], { supplierNumber: 'S-2' })])).toEqual(['UNKNOWN_PURCHASE_ORDER {"ref":"PO-A6"}']);
    expect(await reasons([answer('PO-none', [line(1, 'ACCEPT')])])).toEqual(['UNKNOWN_PURCHASE_ORDER {"ref":"PO-none"}']);
    await apply(test.database, [...parties, purchaseOrder('A7')], { system: 'erp-2' });
    expect(await reasons([answer('PO-A7', [line(1, 'ACCEPT')])])).toEqual(['PURCHASE_ORDER_AMBIGUOUS {"ref":"PO-A7"}']);
  });
});

describe('a despatch by the supplier', () => {
  const shipped = (number: string): Promise<Record<string, string | null>[]> =>
    rows(
      test.database,
      `select s.status, c.number as carrier, v.number as supplier, p.number as po, l.line_no::text as line, o.number as "order", trim_scale(sl.quantity)::text as quantity
         from shipment s join shipment_line sl on sl.shipment_id = s.id left join carrier c on c.id = s.carrier_id left join supplier v on v.id = s.supplier_id
         left join purchase_order p on p.id = sl.purchase_order_id left join purchase_order_line l on l.id = sl.purchase_order_line_id left join orders o on o.id = sl.order_id
        where s.number = $1::text order by l.line_no`,
      number,
    );

  it('becomes a shipment of the lines that it names', async () => {
    await apply(test.database, [purchaseOrder('D1')]);
    const fact = despatch('DN-1', [{ externalId: '1', ordered: { purchaseOrderNumber: 'PO-D1', lineNo: 2 }, quantity: '4' }], { shippedAt: '2026-03-01T08:00:00+08:00' });
    expect(await tell([fact])).toMatchObject({ applied: 1, parked: [] });
    expect(await shipped('DN-1')).toEqual([{ status: 'CREATED', carrier: 'KITE', supplier: 'S-1', po: 'PO-D1', line: '2', order: null, quantity: '4' }]);
    expect(await tell([fact])).toMatchObject({ applied: 0, unchanged: 1 });
  });

  it('moves the customer’s order where the goods go straight to the customer', async () => {
    await apply(test.database, [order('D2'), purchaseOrder('D2', { lines: [purchaseLine('D2-1p', 1, { orderLine: 'D2-1' })] })]);
    const lines = [{ externalId: '1', ordered: { purchaseOrderNumber: 'PO-D2', lineNo: 1 }, quantity: '10' }];
    expect(await tell([despatch('DN-2', lines, { direction: 'OUTBOUND', shippedAt: '2026-03-01T08:00:00+08:00' })])).toMatchObject({ applied: 1, parked: [] });
    expect(await shipped('DN-2')).toMatchObject([{ po: 'PO-D2', line: '1', order: 'O-D2' }]);
    expect(await log(test.database, 'O-D2')).toEqual(['O-D2: ->CONFIRMED', 'O-D2: CONFIRMED>PARTLY_SHIPPED']);
  });

  it('is parked where a number is not known', async () => {
    await apply(test.database, [purchaseOrder('D3')]);
    const of = (purchaseOrderNumber: string, lineNo: number): ShipmentFact['lines'] => [{ externalId: '1', ordered: { purchaseOrderNumber, lineNo }, quantity: '1' }];
    expect(await reasons([despatch('DN-3', of('PO-D3', 7))])).toEqual(['UNKNOWN_PURCHASE_ORDER_LINE {"ref":"PO-D3/7"}']);
    expect(await reasons([despatch('DN-3', of('PO-none', 1))])).toEqual(['UNKNOWN_PURCHASE_ORDER {"ref":"PO-none"}']);
    expect(await reasons([despatch('DN-3', of('PO-D3', 1), { despatch: { supplierNumber: 'S-1', carrierNumber: 'OWL' } })])).toEqual(['UNKNOWN_CARRIER {"ref":"OWL"}']);
    expect(await shipped('DN-3')).toEqual([]);
  });
});
