import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { chineseCalendar } from '../../../src/domain/calendar.js';
import { changeCaseStatus, changeOrderStatus, changePurchaseOrderStatus } from '../../../src/domain/commands/change-status.js';
import type { CommandContext } from '../../../src/domain/commands/command.js';
import { type ConfirmPurchaseOrderInput, confirmPurchaseOrder } from '../../../src/domain/commands/confirm-purchase-order.js';
import { decideProposals } from '../../../src/domain/commands/decide-proposals.js';
import { disputeEvaluation, finaliseEvaluation } from '../../../src/domain/commands/evaluations.js';
import { openCase } from '../../../src/domain/commands/open-case.js';
import { seedPolicies } from '../../../src/domain/policies.js';
import { transact } from '../../../src/domain/transaction.js';
import type { Viewer } from '../../../src/domain/viewer.js';
import type { Role } from '../../../src/entities/enums.js';
import { SupplierEvaluation } from '../../../src/entities/index.js';
import { apply, by, log, now, order, orderLine, parties, purchaseLine, purchaseOrder, receipt, rows, shipment, source } from './facts.js';

let test: TestDatabase;
let suppliers: Record<string, string>;
beforeAll(async () => {
  test = await freshDatabase();
  await seedPolicies(test.database, now);
  await apply(test.database, parties);
  const found = await rows(test.database, 'select number, id::text as id from supplier');
  suppliers = Object.fromEntries(found.map(({ number, id }) => [number ?? '', id ?? '']));
});
afterAll(() => test.close());

function staff(...roles: Role[]): Viewer {
  return { kind: 'staff', roles, subject: `user:${roles[0]}`, supplierId: null, carrierId: null, name: 'Staff' };
}

function supplier(number: string): Viewer {
  return { kind: 'supplier', roles: ['SUPPLIER'], subject: `client:${number}`, supplierId: suppliers[number] ?? '', carrierId: null, name: number };
}

function as(viewer: Viewer, idempotencyKey: string | null = null, at = now): CommandContext {
  const zone = 'Asia/Shanghai';
  return { database: test.database, now: at, by: { actor: viewer.subject, channel: 'test' }, viewer, idempotencyKey, zone, calendar: chineseCalendar };
}

const idOf = async (table: string, number: string): Promise<string> =>
  (await rows(test.database, `select id::text as id from ${table} where number = $1::text`, number))[0]?.['id'] ?? '';

const lineId = async (ref: string): Promise<string> =>
  (await rows(test.database, `select id::text as id from purchase_order_line where source_external_id = $1::text`, ref))[0]?.['id'] ?? '';

const lineOf = async (ref: string): Promise<Record<string, string | null> | undefined> =>
  (
    await rows(
      test.database,
      `select status, trim_scale(quantity_confirmed)::text as confirmed, trim_scale(unit_price)::text as price, first_promise::text as first,
         current_promise::text as current from purchase_order_line where source_external_id = $1::text`,
      ref,
    )
  )[0];

const problemsOf = (result: { ok: boolean; problems?: readonly { code: string; path: readonly string[] }[] }): string[] =>
  (result.problems ?? []).map(({ code, path }) => `${code} ${path.join('.')}`);

describe('confirming a purchase order', () => {
  it('takes a partial answer, keeps it as it came, and moves lines, header, log and audit', async () => {
    await apply(test.database, [purchaseOrder('C1')]);
    const purchaseOrderId = await idOf('purchase_order', 'PO-C1');
    const first = await lineId('C1-1');
    const result = await confirmPurchaseOrder(as(supplier('S-1')), {
      purchaseOrderId,
      supplierReference: 'SO-9',
      lines: [{ lineId: first, answer: 'ACCEPT', promisedDate: '2026-02-10' }],
    });
    expect(result).toMatchObject({ ok: true, id: purchaseOrderId });
    expect(await lineOf('C1-1')).toEqual({ status: 'ACCEPTED', confirmed: '10', price: '1.5', first: '2026-02-10', current: '2026-02-10' });
    expect(await lineOf('C1-2')).toMatchObject({ status: 'OPEN', first: null });
    expect(await log(test.database, 'PO-C1')).toEqual(['PO-C1: ->ISSUED', 'PO-C1: ISSUED>PARTLY_CONFIRMED']);
    const [kept] = await rows(
      test.database,
      `select c.supplier_reference as reference, p.supplier_reference as header, l.answer, l.promised_date::text as date, l.decision
         from purchase_order_confirmation c join confirmation_line l on l.confirmation_id = c.id join purchase_order p on p.id = c.purchase_order_id
        where p.id = $1::text::uuid`,
      purchaseOrderId,
    );
    expect(kept).toEqual({ reference: 'SO-9', header: 'SO-9', answer: 'ACCEPT', date: '2026-02-10', decision: 'NOT_NEEDED' });
    const [trail] = await rows(test.database, `select actor, after::text as after from audit_entry where object_id = $1::text::uuid order by seq desc limit 1`, purchaseOrderId);
    expect(trail?.['actor']).toBe('client:S-1');
    expect(JSON.parse(trail?.['after'] ?? '')).toMatchObject({ status: 'PARTLY_CONFIRMED', 'lines.1.status': 'ACCEPTED', 'lines.1.currentPromise': '2026-02-10' });
  });

  it('names every problem at once, by the place in the input', async () => {
    await apply(test.database, [purchaseOrder('C2'), purchaseOrder('C2x')]);
    const [first, other] = [await lineId('C2-1'), await lineId('C2x-1')];
    const result = await confirmPurchaseOrder(as(supplier('S-1')), {
      purchaseOrderId: await idOf('purchase_order', 'PO-C2'),
      note: 'with\0NUL',
      lines: [
        { lineId: first, answer: 'CHANGE', quantity: '-1', promisedDate: '2023-02-29' },
        { lineId: first, answer: 'ACCEPT' },
        { lineId: other, answer: 'ACCEPT' },
        { lineId: 'no id', answer: 'REFUSE' },
      ],
    });
    expect(problemsOf(result)).toEqual([
      'TEXT_INVALID note',
      'QUANTITY_NOT_POSITIVE lines.0.quantity',
      'DATE_INVALID lines.0.promisedDate',
      'LINE_TWICE lines.1.lineId',
      'LINE_UNKNOWN lines.2.lineId',
      'LINE_UNKNOWN lines.3.lineId',
    ]);
    expect(await rows(test.database, `select 1 from purchase_order_confirmation c join purchase_order p on p.id = c.purchase_order_id where p.number = 'PO-C2'`)).toEqual([]);
  });

  it('does not tell another supplier’s order from an unknown one', async () => {
    await apply(test.database, [purchaseOrder('C3')]);
    const input = async (purchaseOrderId: string): Promise<ConfirmPurchaseOrderInput> => ({ purchaseOrderId, lines: [{ lineId: await lineId('C3-1'), answer: 'ACCEPT' }] });
    const foreign = await confirmPurchaseOrder(as(supplier('S-2')), await input(await idOf('purchase_order', 'PO-C3')));
    const unknown = await confirmPurchaseOrder(as(supplier('S-2')), await input('0198c0de-0000-7000-8000-00000000dead'));
    const nonsense = await confirmPurchaseOrder(as(supplier('S-2')), await input('PO-C3'));
    expect(problemsOf(foreign)).toEqual(['NOT_FOUND purchaseOrderId']);
    expect(unknown).toEqual(foreign);
    expect(nonsense).toEqual(foreign);
  });

  it('lets exactly one of many concurrent answers win; the next one must have seen it', async () => {
    await apply(test.database, [purchaseOrder('C4')]);
    const purchaseOrderId = await idOf('purchase_order', 'PO-C4');
    const line = await lineId('C4-1');
    const lines = [{ lineId: line, answer: 'ACCEPT' } as const];
    const results = await Promise.all(Array.from({ length: 12 }, () => confirmPurchaseOrder(as(supplier('S-1')), { purchaseOrderId, lines })));
    const won = results.filter(({ ok }) => ok) as { confirmationId: string }[];
    expect(won).toHaveLength(1);
    expect(new Set(results.flatMap(problemsOf))).toEqual(new Set(['CONFLICT supersedes']));
    expect(await log(test.database, 'PO-C4')).toEqual(['PO-C4: ->ISSUED', 'PO-C4: ISSUED>PARTLY_CONFIRMED']);

    const refusal = { purchaseOrderId, lines: [{ lineId: line, answer: 'REFUSE', reason: 'no stock' } as const] };
    const stale = await confirmPurchaseOrder(as(supplier('S-1')), { ...refusal, supersedes: purchaseOrderId });
    expect(problemsOf(stale)).toEqual(['CONFLICT supersedes']);
    expect(await confirmPurchaseOrder(as(supplier('S-1')), { ...refusal, supersedes: won[0]?.confirmationId })).toMatchObject({ ok: true });
    expect(await lineOf('C4-1')).toMatchObject({ status: 'REFUSED', confirmed: null });
  });

  it('does a command with a key once, and refuses the key for another one', async () => {
    await apply(test.database, [purchaseOrder('C5')]);
    const purchaseOrderId = await idOf('purchase_order', 'PO-C5');
    const input: ConfirmPurchaseOrderInput = { purchaseOrderId, lines: [{ lineId: await lineId('C5-1'), answer: 'ACCEPT' }] };
    const first = await confirmPurchaseOrder(as(supplier('S-1'), 'key-1'), input);
    expect(first.ok).toBe(true);
    expect(await confirmPurchaseOrder(as(supplier('S-1'), 'key-1'), { lines: input.lines, purchaseOrderId })).toEqual(first);
    await expect(confirmPurchaseOrder(as(supplier('S-1'), 'key-1'), { ...input, note: 'other' })).rejects.toThrow(/IDEMPOTENCY_KEY_REUSED/);
    // Another actor's key of the same name is another key.
    expect(problemsOf(await confirmPurchaseOrder(as(supplier('S-2'), 'key-1'), input))).toEqual(['NOT_FOUND purchaseOrderId']);

    const together = await Promise.allSettled(Array.from({ length: 6 }, () => confirmPurchaseOrder(as(supplier('S-1'), 'key-2'), { ...input, lines: [{ lineId: input.lines[0]?.lineId ?? '', answer: 'REFUSE', reason: 'x' }] })));
    const given = together.filter((each) => each.status === 'fulfilled').map(({ value }) => JSON.stringify(value));
    expect(new Set(given).size).toBe(1);
    for (const each of together) if (each.status === 'rejected') expect(String(each.reason)).toMatch(/IDEMPOTENCY_IN_FLIGHT/);
  });

  it('waits for the buyer on a proposal; what he accepts is agreed, what he refuses is open again', async () => {
    await apply(test.database, [purchaseOrder('C6')]);
    const purchaseOrderId = await idOf('purchase_order', 'PO-C6');
    const [first, second] = [await lineId('C6-1'), await lineId('C6-2')];
    await confirmPurchaseOrder(as(supplier('S-1')), {
      purchaseOrderId,
      lines: [
        { lineId: first, answer: 'CHANGE', quantity: '8', unitPrice: '1.75', promisedDate: '2026-02-20' },
        { lineId: second, answer: 'BACKORDER', promisedDate: '2026-04-01' },
      ],
    });
    const proposals = await rows(
      test.database,
      `select c.id::text as id, decision from confirmation_line c join purchase_order_line l on l.id = c.line_id
        where l.purchase_order_id = $1::text::uuid order by l.line_no`,
      purchaseOrderId,
    );
    expect(proposals.map(({ decision }) => decision)).toEqual(['PENDING', 'PENDING']);
    const decisions = [
      { confirmationLineId: proposals[0]?.['id'] ?? '', accept: true },
      { confirmationLineId: proposals[1]?.['id'] ?? '', accept: false, reason: 'too late' },
    ];
    expect(problemsOf(await decideProposals(as(staff('SALES')), { purchaseOrderId, decisions }))).toEqual(['FORBIDDEN ']);
    expect(await decideProposals(as(staff('PROCUREMENT')), { purchaseOrderId, decisions })).toEqual({ ok: true, id: purchaseOrderId });
    expect(await lineOf('C6-1')).toEqual({ status: 'ACCEPTED', confirmed: '8', price: '1.75', first: '2026-02-20', current: '2026-02-20' });
    expect(await lineOf('C6-2')).toMatchObject({ status: 'OPEN', first: null });
    expect(problemsOf(await decideProposals(as(staff('PROCUREMENT')), { purchaseOrderId, decisions }))).toEqual([
      'PROPOSAL_NOT_PENDING decisions.0',
      'PROPOSAL_NOT_PENDING decisions.1',
    ]);
    const [total] = await rows(test.database, `select total_amount::text as total from purchase_order where number = 'PO-C6'`);
    expect(total).toEqual({ total: '23.5000' });
    expect(await log(test.database, 'PO-C6')).toEqual(['PO-C6: ->ISSUED', 'PO-C6: ISSUED>COUNTER_PROPOSED', 'PO-C6: COUNTER_PROPOSED>PARTLY_CONFIRMED']);
    // The ERP, which knows nothing of it, takes nothing back.
    await apply(test.database, [purchaseOrder('C6', { source: source('C6', '2'), supplierReference: 'x' })]);
    expect(await lineOf('C6-1')).toMatchObject({ status: 'ACCEPTED', confirmed: '8', current: '2026-02-20' });
    await apply(test.database, [receipt('C6r', 'C6', '2026-02-19', [['C6-1', '8', '0'], ['C6-2', '4', '0']])]);
    expect(await lineOf('C6-1')).toMatchObject({ status: 'RECEIVED' });
  });
});

describe('moving purchase orders and orders', () => {
  it('issues with a due time for the answer, and cancels with a reason', async () => {
    await apply(test.database, [purchaseOrder('M1', { status: 'APPROVED', issuedAt: null, lines: [purchaseLine('M1-1', 1)] })]);
    const purchaseOrderId = await idOf('purchase_order', 'PO-M1');
    const to = (status: 'ISSUED' | 'CANCELLED', reason?: string, role: Role = 'PROCUREMENT') =>
      changePurchaseOrderStatus(as(staff('ANALYST', role)), { purchaseOrderId, to: status, reason });
    expect(problemsOf(await to('ISSUED', undefined, 'SALES'))).toEqual(['TRANSITION_NOT_YOURS to']);
    expect(await to('ISSUED')).toMatchObject({ ok: true });
    const [due] = await rows(test.database, `select (confirmation_due_at at time zone 'UTC')::text as due from purchase_order where number = 'PO-M1'`);
    // Issued on Monday the 2nd of March in Shanghai: two working days end with the 4th.
    expect(due).toEqual({ due: '2026-03-04 16:00:00' });
    expect(problemsOf(await to('CANCELLED', ' '))).toEqual(['REASON_REQUIRED reason']);
    expect(await to('CANCELLED', 'not needed')).toMatchObject({ ok: true });
    expect(await lineOf('M1-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await log(test.database, 'PO-M1')).toEqual(['PO-M1: ->APPROVED', 'PO-M1: APPROVED>ISSUED', 'PO-M1: ISSUED>CANCELLED']);
  });

  it('moves an order by table and role, marks the cycles, keeps the reason in the trail', async () => {
    await apply(test.database, [order('M2', { status: 'IN_REVIEW', lines: [orderLine('M2-1', 1)] })]);
    const orderId = await idOf('orders', 'O-M2');
    const sales = (to: 'AWAITING_CUSTOMER' | 'DELIVERED' | 'NEEDS_REVISION', reason?: string) => changeOrderStatus(as(staff('SALES')), { orderId, to, reason });
    expect(problemsOf(await sales('DELIVERED'))).toEqual(['TRANSITION_NOT_ALLOWED to']);
    expect(problemsOf(await sales('NEEDS_REVISION'))).toEqual(['REASON_REQUIRED reason']);
    expect(await sales('AWAITING_CUSTOMER')).toEqual({ ok: true, id: orderId });
    expect(await sales('NEEDS_REVISION', 'wrong size')).toMatchObject({ ok: true });
    const [row] = await rows(test.database, `select (processed_at = $1::text::timestamptz)::text as marked from orders where number = 'O-M2'`, now.toISOString());
    expect(row).toEqual({ marked: 'true' });
    const trail = await rows(test.database, `select after::text as after from audit_entry where object_id = $1::text::uuid order by seq desc limit 1`, orderId);
    expect(JSON.parse(trail[0]?.['after'] ?? '')).toMatchObject({ status: 'NEEDS_REVISION', statusReason: 'wrong size' });
  });

  it('keeps a person’s word over what shipments say once the order has ended', async () => {
    await apply(test.database, [order('M3', { lines: [orderLine('M3-1', 1)] })]);
    const orderId = await idOf('orders', 'O-M3');
    await changeOrderStatus(as(staff('SALES')), { orderId, to: 'CANCELLED', reason: 'customer asked' });
    await apply(test.database, [shipment('M3', [['M3-1', '10']], { status: 'DELIVERED', deliveredOn: '2026-02-01' })]);
    expect(await log(test.database, 'O-M3')).toEqual(['O-M3: ->CONFIRMED', 'O-M3: CONFIRMED>CANCELLED']);
  });
});

describe('after-sales cases', () => {
  it('opens with the goods’ customer and supplier, and gives seven working days after the approval', async () => {
    await apply(test.database, [order('A1', { lines: [orderLine('A1-1', 1, { supplier: 'S2' })] })]);
    const [line] = await rows(test.database, `select id::text as id from order_line where source_external_id = 'A1-1'`);
    const opened = await openCase(as(staff('CUSTOMER_SERVICE')), { kind: 'RETURN', orderLineId: line?.['id'], subject: 'scratched', reason: 'scratched lens', quantity: '2' });
    const caseId = opened.ok ? opened.id : '';
    const [row] = await rows(
      test.database,
      `select c.status, s.number as supplier, k.number as customer, o.number as order from after_sales_case c join supplier s on s.id = c.supplier_id
         join customer k on k.id = c.customer_id join orders o on o.id = c.order_id where c.id = $1::text::uuid`,
      caseId,
    );
    expect(row).toEqual({ status: 'REQUESTED', supplier: 'S-2', customer: 'C-1', order: 'O-A1' });

    const to = (status: 'IN_REVIEW' | 'APPROVED' | 'REFUSED' | 'GOODS_RECEIVED') => changeCaseStatus(as(staff('CUSTOMER_SERVICE')), { caseId, to: status });
    await to('IN_REVIEW');
    expect(problemsOf(await to('REFUSED'))).toEqual(['REASON_REQUIRED reason']);
    expect(problemsOf(await to('GOODS_RECEIVED'))).toEqual(['TRANSITION_NOT_ALLOWED to']);
    await to('APPROVED');
    const [due] = await rows(test.database, `select return_by::text as by, decided_at is not null as decided from after_sales_case where id = $1::text::uuid`, caseId);
    expect(due?.['by']).toBe('2026-03-11');
    expect((await rows(test.database, `select from_status as f, to_status as t from event_log where object_id = $1::text::uuid order by xid, seq`, caseId)).map(({ f, t }) => `${f}>${t}`)).toEqual([
      'null>REQUESTED',
      'REQUESTED>IN_REVIEW',
      'IN_REVIEW>APPROVED',
    ]);
  });

  it('names what is missing or foreign', async () => {
    const opened = await openCase(as(staff('CUSTOMER_SERVICE')), { kind: 'RETURN', orderId: 'nonsense', subject: ' ', quantity: '0' });
    expect(problemsOf(opened)).toEqual(['REQUIRED subject', 'REASON_REQUIRED reason', 'QUANTITY_NOT_POSITIVE quantity', 'NOT_FOUND orderId']);
    expect(problemsOf(await openCase(as(staff('CUSTOMER_SERVICE')), { kind: 'INQUIRY', subject: 'where is it' }))).toEqual(['REQUIRED customerId']);
  });
});

describe('supplier evaluations', () => {
  it('are disputed by their own supplier alone, and made final by procurement', async () => {
    const evaluationId = '0198c0de-0000-7000-8000-0000000000e1';
    await transact(test.database, { now, by, locks: () => [] }, async ({ em }) => {
      em.create(SupplierEvaluation, {
        id: evaluationId,
        supplier: suppliers['S-1'] as never,
        periodKind: 'MONTH',
        periodFrom: '2026-01-01',
        periodTo: '2026-02-01',
        status: 'PROVISIONAL',
        policyVersion: 1,
        computedAt: now,
      });
    });
    const reason = 'two receipts were booked late';
    expect(problemsOf(await disputeEvaluation(as(supplier('S-2')), { evaluationId, reason }))).toEqual(['NOT_FOUND evaluationId']);
    expect(problemsOf(await disputeEvaluation(as(supplier('S-1')), { evaluationId, reason: '' }))).toEqual(['REASON_REQUIRED reason']);
    expect(problemsOf(await finaliseEvaluation(as(supplier('S-1')), { evaluationId }))).toEqual(['TRANSITION_NOT_YOURS ']);
    expect(await disputeEvaluation(as(supplier('S-1')), { evaluationId, reason })).toEqual({ ok: true, id: evaluationId });
    expect(await finaliseEvaluation(as(staff('PROCUREMENT')), { evaluationId })).toEqual({ ok: true, id: evaluationId });
    const events = await rows(test.database, `select from_status as f, to_status as t, supplier_id::text as s from event_log where object_id = $1::text::uuid order by xid, seq`, evaluationId);
    expect(events.map(({ f, t, s }) => [f, t, s === suppliers['S-1']])).toEqual([
      ['PROVISIONAL', 'DISPUTED', true],
      ['DISPUTED', 'FINAL', true],
    ]);
  });
});
