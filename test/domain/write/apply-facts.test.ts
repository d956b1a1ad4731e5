import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { apply, log, order, orderLine, parties, purchaseLine, purchaseOrder, receipt, rows, shipment, source } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, parties);
});
afterAll(() => test.close());

const counts = (): Promise<Record<string, string | null>[]> =>
  rows(test.database, `select (select count(*) from event_log) as events, (select count(*) from audit_entry) as audit`);

describe('applying facts', () => {
  it('takes a first sight in any state as one event, with totals, class, promises and due time', async () => {
    const fact = order('A1', {
      lines: [
        orderLine('A1-1', 1, { promisedDate: '2026-02-01', requestedDate: '2026-01-20' }),
        orderLine('A1-2', 2, { product: 'P2', quantity: '4', unitPrice: '100', promisedDate: '2026-02-03' }),
        orderLine('A1-3', 3, { quantity: '1000', cancelled: true, promisedDate: '2026-05-01' }),
      ],
    });
    expect(await apply(test.database, [fact])).toEqual({ applied: 1, unchanged: 0, parked: [] });
    const [row] = await rows(
      test.database,
      `select status, total_amount::text, product_class, first_promise::text, current_promise::text, requested_date::text,
         placed_at_offset::text, (due_at at time zone 'UTC')::text as due from orders where number = 'O-A1'`,
    );
    expect(row).toEqual({
      status: 'CONFIRMED',
      total_amount: '425.0000',
      product_class: 'HIGH_VALUE',
      first_promise: '2026-02-03',
      current_promise: '2026-02-03',
      requested_date: '2026-01-20',
      placed_at_offset: '480',
      // Placed on Monday the 5th in Shanghai; one working day ends with the 6th there.
      due: '2026-01-06 16:00:00',
    });
    expect(await log(test.database, 'O-A1')).toEqual(['O-A1: ->CONFIRMED']);
  });

  it('writes nothing for the same version, an older one, or an equal record without a version', async () => {
    const first = order('A2', { source: source('A2', 'v2', '2026-01-10T00:00:00Z') });
    const unversioned = order('A3', { source: source('A3', null, null) });
    await apply(test.database, [first, unversioned]);
    const before = await counts();
    const older = { ...first, status: 'RECEIVED', source: source('A2', 'v1', '2026-01-09T00:00:00Z') } as const;
    expect(await apply(test.database, [first, older, unversioned])).toEqual({ applied: 0, unchanged: 3, parked: [] });
    expect(await counts()).toEqual(before);
    const [row] = await rows(test.database, `select status, source_version from orders where number = 'O-A2'`);
    expect(row).toEqual({ status: 'CONFIRMED', source_version: 'v2' });
  });

  it('keeps the first promise when the current one moves, and forgets neither when the master holds none', async () => {
    const at = (promisedDate: string | null, version: string) =>
      order('A4', { source: source('A4', version), lines: [orderLine('A4-1', 1, { promisedDate })] });
    for (const [date, version] of [[null, '1'], ['2026-02-10', '2'], ['2026-02-20', '3'], [null, '4']] as const) {
      await apply(test.database, [at(date, version)]);
    }
    const [row] = await rows(
      test.database,
      `select o.first_promise::text as f, o.current_promise::text as c, l.first_promise::text as lf, l.current_promise::text as lc
         from orders o join order_line l on l.order_id = o.id where number = 'O-A4'`,
    );
    expect(row).toEqual({ f: '2026-02-10', c: '2026-02-20', lf: '2026-02-10', lc: '2026-02-20' });
  });

  it('lets lines swap numbers, come, and go as cancelled', async () => {
    const lines = (...list: [string, number][]) => list.map(([id, no]) => orderLine(id, no));
    await apply(test.database, [order('A5', { lines: lines(['A5-a', 1], ['A5-b', 2], ['A5-c', 3]) })]);
    const changed = order('A5', { source: source('A5', '2'), lines: lines(['A5-b', 1], ['A5-a', 2], ['A5-d', 3]) });
    expect(await apply(test.database, [changed])).toEqual({ applied: 1, unchanged: 0, parked: [] });
    const found = await rows(
      test.database,
      `select l.source_external_id as id, line_no::text as no, cancelled::text from order_line l join orders o on o.id = l.order_id
        where number = 'O-A5' order by line_no`,
    );
    expect(found.map(({ id, no, cancelled }) => `${id} ${no} ${cancelled}`)).toEqual([
      'A5-b 1 false',
      'A5-a 2 false',
      'A5-d 3 false',
      'A5-c 4 true',
    ]);
  });

  it('lets a purchase order that was cancelled stand anew, with its lines', async () => {
    const at = (version: string, status: 'ISSUED' | 'CANCELLED' | 'DRAFT') => purchaseOrder('A6', { source: source('A6', version), status, lines: [purchaseLine('A6-1', 1)] });
    for (const [version, status] of [['1', 'ISSUED'], ['2', 'CANCELLED'], ['3', 'DRAFT']] as const) await apply(test.database, [at(version, status)]);
    expect(await log(test.database, 'PO-A6')).toEqual(['PO-A6: ->ISSUED', 'PO-A6: ISSUED>CANCELLED', 'PO-A6: CANCELLED>DRAFT']);
    const [line] = await rows(test.database, `select l.status from purchase_order_line l join purchase_order p on p.id = l.purchase_order_id where p.number = 'PO-A6'`);
    expect(line).toEqual({ status: 'OPEN' });
  });

  it('takes a record back in time where it was seen so later, since its newest part is gone, and not otherwise', async () => {
    const seen = (version: string, updatedAt: string, observedAt: string, status: 'CONFIRMED' | 'RECEIVED') =>
      order('A7', { status, source: { ...source('A7', version, updatedAt), observedAt } });
    const results: string[] = [];
    for (const fact of [
      seen('1', '2026-01-10T00:00:00Z', '2026-03-01T00:00:00Z', 'CONFIRMED'),
      seen('2', '2026-01-09T00:00:00Z', '2026-03-03T00:00:00Z', 'RECEIVED'),
      // Read before that, and put aside until now.
      seen('0', '2026-01-08T00:00:00Z', '2026-02-28T00:00:00Z', 'CONFIRMED'),
    ]) {
      const { applied } = await apply(test.database, [fact], { now: new Date(Date.parse(fact.source.observedAt ?? '') + 1_000) });
      results.push(`${fact.source.version} ${applied}`);
    }
    expect(results).toEqual(['1 1', '2 1', '0 0']);
    expect(await log(test.database, 'O-A7')).toEqual(['O-A7: ->CONFIRMED', 'O-A7: CONFIRMED>RECEIVED']);
  });

  it('sets aside what refers to nothing or holds no value, and applies the rest', async () => {
    const result = await apply(test.database, [
      order('B1', { customer: 'nobody' }),
      order('B2', { placedAt: '2023-02-29T00:00:00Z' }),
      order('B3', { lines: [orderLine('B3-1', 1, { quantity: '-3' })] }),
      order('B4', { lines: [orderLine('B4-1', 1), orderLine('B4-1', 2)] }),
      { ...order('B5'), number: 'O-A1' },
      { kind: 'customer', source: source('B6'), number: 'B6', name: 'NUL\0here' },
      order('B8', { lines: [orderLine('B8-1', 1, { quantity: '99999999999', unitPrice: '99999999999' })] }),
      order('B7'),
    ]);
    expect(result).toMatchObject({ applied: 1, unchanged: 0 });
    expect(result.parked.map(({ reason, params }) => [reason, params])).toEqual([
      ['INSTANT_INVALID', { value: '2023-02-29T00:00:00Z', at: 'placedAt' }],
      ['QUANTITY_NOT_POSITIVE', { value: '-3', at: 'lines.0.quantity' }],
      ['LINE_TWICE', { line: 2 }],
      ['TEXT_INVALID', { at: 'name' }],
      ['QUANTITY_TOO_LARGE', { value: '9999999999800000000001', max: '10000000000000000', at: 'lines.0' }],
      ['UNKNOWN_CUSTOMER', { ref: 'nobody' }],
      ['NUMBER_TAKEN', { number: 'O-A1' }],
    ]);
    expect(await log(test.database, 'O-B')).toEqual(['O-B7: ->CONFIRMED']);
  });

  it('binds a system that is not the master to the transition table', async () => {
    const options = { system: 'shop', master: false };
    const parties = [{ kind: 'customer', source: source('C1'), number: 'C-1', name: 'A' }] as const;
    const at = (status: 'RECEIVED' | 'IN_REVIEW' | 'DELIVERED', version: string) =>
      order('N1', { status, source: source('N1', version), lines: [] });
    expect((await apply(test.database, [...parties, at('DELIVERED', '0')], options)).parked[0]?.reason).toBe('NOT_FIRST_STATE');
    await apply(test.database, [at('RECEIVED', '1')], options);
    expect((await apply(test.database, [at('DELIVERED', '2')], options)).parked[0]).toMatchObject({
      reason: 'TRANSITION_NOT_ALLOWED',
      params: { from: 'RECEIVED', to: 'DELIVERED' },
    });
    await apply(test.database, [at('IN_REVIEW', '3')], options);
    expect(await log(test.database, 'O-N1')).toEqual(['O-N1: ->RECEIVED', 'O-N1: RECEIVED>IN_REVIEW']);
  });

  it('audits what changed, without personal data', async () => {
    const renamed = { ...parties[0], source: source('C1', '2'), email: 'new@aurora.example', country: 'UG' } as (typeof parties)[0];
    await apply(test.database, [renamed]);
    const [row] = await rows(test.database, `select before::text, after::text from audit_entry where action = 'CUSTOMER_CHANGED'`);
    expect(JSON.parse(row?.['before'] ?? '')).toEqual({ email: '(personal)', country: 'KE' });
    expect(JSON.parse(row?.['after'] ?? '')).toEqual({ email: '(changed)', country: 'UG' });
  });
});

describe('receipts', () => {
  const line = async (id: string) =>
    (
      await rows(
        test.database,
        `select l.status, trim_scale(quantity_received)::text as received, trim_scale(quantity_rejected)::text as rejected,
           delivered_on::text as on from purchase_order_line l where source_external_id = $1::text`,
        id,
      )
    )[0];

  it('make lines and header follow; two punctual halves are complete on the later date', async () => {
    await apply(test.database, [purchaseOrder('P1')]);
    await apply(test.database, [receipt('R1', 'P1', '2026-01-20', [['P1-1', '5', '0']])]);
    expect(await line('P1-1')).toEqual({ status: 'PARTLY_RECEIVED', received: '5', rejected: '0', on: null });
    await apply(test.database, [receipt('R2', 'P1', '2026-01-25', [['P1-1', '5', '0'], ['P1-2', '4', null]])]);
    expect(await line('P1-1')).toEqual({ status: 'RECEIVED', received: '10', rejected: '0', on: '2026-01-25' });
    expect(await line('P1-2')).toEqual({ status: 'RECEIVED', received: '4', rejected: null, on: '2026-01-25' });
    expect(await log(test.database, 'PO-P1')).toEqual([
      'PO-P1: ->ISSUED',
      'PO-P1: ISSUED>PARTLY_RECEIVED',
      'PO-P1: PARTLY_RECEIVED>RECEIVED',
    ]);
  });

  it('do not count rejected goods as delivered, and can be corrected', async () => {
    await apply(test.database, [purchaseOrder('P2', { lines: [purchaseLine('P2-1', 1)] })]);
    await apply(test.database, [receipt('R3', 'P2', '2026-01-20', [['P2-1', '10', '2']])]);
    expect(await line('P2-1')).toEqual({ status: 'PARTLY_RECEIVED', received: '10', rejected: '2', on: null });
    await apply(test.database, [receipt('R3', 'P2', '2026-01-20', [], '2')]);
    expect(await line('P2-1')).toEqual({ status: 'OPEN', received: '0', rejected: null, on: null });
    await apply(test.database, [receipt('R3', 'P2', '2026-01-21', [['P2-1', '10', '0']], '3')]);
    expect(await log(test.database, 'PO-P2')).toEqual([
      'PO-P2: ->ISSUED',
      'PO-P2: ISSUED>PARTLY_RECEIVED',
      'PO-P2: PARTLY_RECEIVED>ISSUED',
      'PO-P2: ISSUED>RECEIVED',
    ]);
  });
});

describe('shipments', () => {
  it('carry an order forward over what its master says, and never behind it', async () => {
    const made = order('S1');
    await apply(test.database, [made]);
    await apply(test.database, [shipment('S1a', [['S1-1', '10']], { status: 'IN_TRANSIT', shippedAt: '2026-01-10T00:00:00Z' })]);
    await apply(test.database, [
      shipment('S1a', [['S1-1', '10']], { source: source('S1a', '2'), status: 'DELIVERED', deliveredOn: '2026-01-15' }),
      shipment('S1b', [['S1-2', '4']], { status: 'DELIVERED', deliveredOn: '2026-01-16' }),
    ]);
    // The ERP changes something else and repeats its own status.
    await apply(test.database, [{ ...made, source: source('S1', '2'), priority: 'URGENT' }]);
    await apply(test.database, [{ ...made, source: source('S1', '3'), status: 'COMPLETED' }]);
    expect(await log(test.database, 'O-S1')).toEqual([
      'O-S1: ->CONFIRMED',
      'O-S1: CONFIRMED>PARTLY_SHIPPED',
      'O-S1: PARTLY_SHIPPED>DELIVERED',
      'O-S1: DELIVERED>COMPLETED',
    ]);
    const [row] = await rows(test.database, `select delivered_on::text as on, priority from orders where number = 'O-S1'`);
    expect(row).toEqual({ on: '2026-01-16', priority: 'URGENT' });
  });

  it('complete a line with the shipment that brought the last missing piece', async () => {
    await apply(test.database, [
      order('S2', { lines: [orderLine('S2-1', 1)] }),
      shipment('S2a', [['S2-1', '5']], { status: 'DELIVERED', deliveredOn: '2026-01-20' }),
      shipment('S2b', [['S2-1', '5']], { status: 'DELIVERED', deliveredOn: '2026-01-18' }),
    ]);
    const [row] = await rows(
      test.database,
      `select l.delivered_on::text as on, s.number, trim_scale(l.quantity_delivered)::text as quantity
         from order_line l join shipment s on s.id = l.completed_by_id where l.source_external_id = 'S2-1'`,
    );
    expect(row).toEqual({ on: '2026-01-20', number: 'SH-S2a', quantity: '10' });
    expect(await log(test.database, 'O-S2')).toEqual(['O-S2: ->DELIVERED']);
  });

  it('count as delivered by the supplier where goods never pass our warehouse', async () => {
    await apply(test.database, [
      order('S3', { lines: [orderLine('S3-1', 1)] }),
      purchaseOrder('S3', { lines: [purchaseLine('S3p', 1, { orderLine: 'S3-1' })] }),
    ]);
    const lines = [{ externalId: 'x', orderLine: 'S3-1', purchaseOrderLine: 'S3p', quantity: '10' }];
    await apply(test.database, [shipment('S3a', [], { lines, status: 'DELIVERED', deliveredOn: '2026-01-20' })]);
    const [row] = await rows(
      test.database,
      `select l.status, l.delivered_on::text as on, o.number from purchase_order_line l join orders o on o.id = l.order_id
        where l.source_external_id = 'S3p'`,
    );
    expect(row).toEqual({ status: 'RECEIVED', on: '2026-01-20', number: 'O-S3' });
    expect(await log(test.database, 'PO-S3')).toEqual(['PO-S3: ->ISSUED', 'PO-S3: ISSUED>RECEIVED']);
  });
});
