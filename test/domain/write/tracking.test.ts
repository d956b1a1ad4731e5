import fc from 'fast-check';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import type { ShipmentStatus } from '../../../src/entities/enums.js';
import type { TrackingFact } from '../../../src/domain/facts.js';
import { apply, event, log, now, order, orderLine, parties, rows, shipment, source, tracking } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, parties);
});
afterAll(() => test.close());

const carrier = { system: 'kite', master: false };
const state = async (number: string): Promise<Record<string, string | null> | undefined> =>
  (
    await rows(
      test.database,
      `select s.status, delivered_on::text as on, delivered_at_offset::text as offset, signed_by as signer,
         (estimated_delivery at time zone 'UTC')::text as eta, (select count(*)::text from tracking_event e where e.shipment_id = s.id) as events
       from shipment s where number = $1::text`,
      number,
    )
  )[0];

describe('tracking', () => {
  it('moves the shipment and its order, on the local date of the event', async () => {
    await apply(test.database, [order('A', { lines: [orderLine('A-1', 1)] }), shipment('A', [['A-1', '10']])]);
    await apply(test.database, [tracking('TNA', [event('1', '2026-01-10T10:00:00+08:00', 'IN_TRANSIT')])], carrier);
    const delivered = tracking('TNA', [event('2', '2026-01-12T07:30:00+09:00', 'DELIVERED')], { signedBy: 'J. Doe', snapshotAt: '2026-01-12T01:00:00Z' });
    await apply(test.database, [delivered], carrier);
    expect(await state('SH-A')).toEqual({ status: 'DELIVERED', on: '2026-01-12', offset: '540', signer: 'J. Doe', eta: null, events: '2' });
    expect(await log(test.database, 'SH-A')).toEqual(['SH-A: ->CREATED', 'SH-A: CREATED>IN_TRANSIT', 'SH-A: IN_TRANSIT>DELIVERED']);
    expect(await log(test.database, 'O-A')).toEqual(['O-A: ->CONFIRMED', 'O-A: CONFIRMED>SHIPPED', 'O-A: SHIPPED>DELIVERED']);
    expect(await apply(test.database, [delivered], carrier)).toEqual({ applied: 0, unchanged: 1, parked: [] });

    // The carrier takes the delivery back: the order goes back with it.
    await apply(test.database, [tracking('TNA', [event('3', '2026-01-12T11:00:00+09:00', null, { retracts: '2' })])], carrier);
    expect(await state('SH-A')).toMatchObject({ status: 'IN_TRANSIT', on: null, events: '3' });
    expect((await log(test.database, 'O-A')).at(-1)).toBe('O-A: DELIVERED>SHIPPED');
  });

  it('goes with the records that it speaks of, in one call, and survives half a character', async () => {
    const told = tracking('TNB', [event('1', '2026-01-11T10:00:00Z', 'DELIVERED', { description: 'left at door \ud83d', city: '苏州' })]);
    const mixed = [told, shipment('B', [['B-1', '10']]), order('B', { lines: [orderLine('B-1', 1)] })];
    expect(await apply(test.database, mixed)).toEqual({ applied: 3, unchanged: 0, parked: [] });
    const [row] = await rows(test.database, `select description, city from tracking_event e join shipment s on s.id = e.shipment_id where number = 'SH-B'`);
    expect(row).toEqual({ description: 'left at door \ufffd', city: '苏州' });
    expect(await log(test.database, 'SH-B')).toEqual(['SH-B: ->CREATED', 'SH-B: CREATED>DELIVERED']);
    expect(await log(test.database, 'O-B')).toEqual(['O-B: ->CONFIRMED', 'O-B: CONFIRMED>DELIVERED']);
  });

  it('lets partners see their shipment in the log', async () => {
    await apply(test.database, [shipment('V', [], { supplier: 'S1' })]);
    const [row] = await rows(
      test.database,
      `select s.number as supplier, c.number as carrier from event_log e join supplier s on s.id = supplier_id join carrier c on c.id = carrier_id
        where e.number = 'SH-V'`,
    );
    expect(row).toEqual({ supplier: 'S-1', carrier: 'KITE' });
  });

  it('parks what speaks of no shipment', async () => {
    const result = await apply(test.database, [tracking('TN-none', [])], carrier);
    expect(result.parked[0]).toMatchObject({ reason: 'UNKNOWN_SHIPMENT', params: { trackingNumber: 'TN-none' } });
  });

  it('tells shipments with the same number apart: who knows the event, the carrier, still under way, the newest', async () => {
    const same = { trackingNumber: 'TN-again' };
    await apply(test.database, [shipment('old', [], same)], { now: new Date('2025-01-01T00:00:00Z') });
    const first = tracking('TN-again', [event('1', '2025-01-03T00:00:00Z', 'DELIVERED')]);
    await apply(test.database, [first], carrier);
    await apply(test.database, [shipment('swan', [], { ...same, carrier: 'K2' }), shipment('new', [], same)]);
    await apply(test.database, [tracking('TN-again', [event('2', '2026-02-03T00:00:00Z', 'IN_TRANSIT')])], carrier);
    await apply(test.database, [tracking('TN-again', [event('3', '2026-02-04T00:00:00Z', 'CUSTOMS')], { carrier: 'swan lines' })], carrier);
    await apply(test.database, [{ ...first, snapshotAt: '2025-01-04T00:00:00Z' }], carrier);
    expect(await state('SH-old')).toMatchObject({ status: 'DELIVERED', events: '1' });
    expect(await state('SH-new')).toMatchObject({ status: 'IN_TRANSIT', events: '1' });
    expect(await state('SH-swan')).toMatchObject({ status: 'CUSTOMS', events: '1' });
  });

  it('believes a master that the goods have arrived where tracking stopped before, until a later event', async () => {
    await apply(test.database, [shipment('M', [], { status: 'IN_TRANSIT' })]);
    await apply(test.database, [tracking('TNM', [event('1', '2026-01-10T10:00:00Z', 'OUT_FOR_DELIVERY')])], carrier);
    const record = (version: string, more: object) => shipment('M', [], { source: source('M', version, `2026-01-1${version}T00:00:00Z`), ...more });
    await apply(test.database, [record('2', { status: 'DELIVERED', deliveredOn: '2026-01-11' })]);
    expect(await state('SH-M')).toMatchObject({ status: 'DELIVERED', on: '2026-01-11' });
    await apply(test.database, [tracking('TNM', [event('0', '2026-01-09T10:00:00Z', 'IN_TRANSIT')])], carrier);
    expect(await state('SH-M')).toMatchObject({ status: 'DELIVERED', on: '2026-01-11' });
    await apply(test.database, [tracking('TNM', [event('2', '2026-01-14T10:00:00Z', 'RETURNING')])], carrier);
    expect(await state('SH-M')).toMatchObject({ status: 'RETURNING', on: null });
    expect(await log(test.database, 'SH-M')).toEqual([
      'SH-M: ->IN_TRANSIT',
      'SH-M: IN_TRANSIT>OUT_FOR_DELIVERY',
      'SH-M: OUT_FOR_DELIVERY>DELIVERED',
      'SH-M: DELIVERED>RETURNING',
    ]);
  });

  it('comes to one end state whatever the order of messages, doubled or in one batch', async () => {
    let run = 0;
    const milestones = ['CREATED', 'PICKED_UP', 'IN_TRANSIT', 'CUSTOMS', 'DELIVERED', 'RETURNING', 'UNKNOWN', null] as const;
    const told = fc.record({
      key: fc.integer({ min: 0, max: 5 }),
      hour: fc.integer({ min: 0, max: 5 }),
      milestone: fc.integer({ min: 0, max: milestones.length - 1 }),
      retracts: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 6 }),
    });
    const snapshots = fc.uniqueArray(
      fc.record({ at: fc.integer({ min: 10, max: 20 }), status: fc.integer({ min: 0, max: milestones.length - 1 }), events: fc.uniqueArray(told, { maxLength: 4, selector: ({ key }) => key }) }),
      { minLength: 1, maxLength: 4, selector: ({ at }) => at },
    );
    // A carrier closes a parcel as delivered, and a later event of another kind comes late.
    const late = [
      { at: 16, status: 4, events: [{ key: 0, hour: 2, milestone: 4, retracts: null }] },
      { at: 15, status: 1, events: [{ key: 4, hour: 5, milestone: 2, retracts: null }] },
    ];
    await fc.assert(
      fc.asyncProperty(snapshots, fc.func(fc.integer()), fc.boolean(), async (list, shuffle, asBatch) => {
        run += 1;
        // The same key always tells the same happening, as with a carrier's own event ids.
        const canon = new Map(list.flatMap(({ events }) => events.map((each) => [each.key, each] as const)));
        const factsOf = (tn: string): TrackingFact[] =>
          list.map(({ at, status, events }) =>
            tracking(
              tn,
              events.map(({ key }) => {
                const { hour, milestone, retracts } = canon.get(key) ?? { hour: 0, milestone: 0, retracts: null };
                return event(`k${key}`, `2026-01-10T0${hour}:00:00Z`, milestones[milestone] ?? null, { retracts: retracts === null ? null : `k${retracts}` });
              }),
              { snapshotAt: `2026-01-10T${at}:00:00Z`, snapshotStatus: (milestones[status] ?? null) as ShipmentStatus | null, estimatedDelivery: `2026-02-${at}T00:00:00Z` },
            ),
          );
        const ids = [`q${run}a`, `q${run}b`];
        await apply(test.database, ids.map((id) => shipment(id, [])));
        const [straight, mixed] = [factsOf(`TN${ids[0]}`), factsOf(`TN${ids[1]}`)];
        for (const fact of straight) await apply(test.database, [fact], carrier);
        const doubled = [...mixed, ...mixed].map((fact, index) => ({ fact, key: shuffle(index, run) })).sort((a, b) => a.key - b.key).map(({ fact }) => fact);
        if (asBatch) await apply(test.database, doubled, carrier);
        else for (const fact of doubled) await apply(test.database, [fact], carrier);
        expect(await state(`SH-${ids[1]}`)).toEqual(await state(`SH-${ids[0]}`));
      }),
      { numRuns: 15, endOnFailure: true, examples: [[late, (n: number) => -n, true]] },
    );
  });
});

describe('the event log under concurrent writers', () => {
  it('tells for every object each event from where the last one led to, and no event twice', async () => {
    const ids = Array.from({ length: 10 }, (_, n) => `W${n}`);
    await apply(test.database, ids.flatMap((id) => [order(id, { lines: [orderLine(`${id}-1`, 1)] }), shipment(id, [[`${id}-1`, '10']])]));
    const steps: readonly ShipmentStatus[] = ['PICKED_UP', 'IN_TRANSIT', 'CUSTOMS', 'OUT_FOR_DELIVERY', 'DELIVERED', 'EXCEPTION'];
    // 64 writers, each over several shipments in an order of its own, many telling the same events.
    await Promise.all(
      Array.from({ length: 64 }, async (_, writer) => {
        for (let step = 0; step < 3; step += 1) {
          const number = (writer * 7 + step * 3) % steps.length;
          const facts = [0, 1, 2].map((offset) => {
            const id = ids[(writer + offset * (1 + (writer % 3))) % ids.length];
            return tracking(`TN${id}`, [event(`e${number}`, `2026-01-1${number}T00:00:00Z`, steps[number] ?? null)]);
          });
          await apply(test.database, facts, { ...carrier, now });
        }
      }),
    );
    const broken = await rows(
      test.database,
      `select number, from_status, before from (
         select number, from_status, lag(to_status) over (partition by object_id order by xid, seq) as before from event_log
       ) as chain where from_status is distinct from before`,
    );
    expect(broken).toEqual([]);
    const twice = await rows(test.database, `select shipment_id, event_key from tracking_event group by 1, 2 having count(*) > 1`);
    expect(twice).toEqual([]);
    const ends = await rows(test.database, `select distinct status from shipment where number like 'SH-W%'`);
    expect(ends).toEqual([{ status: 'EXCEPTION' }]);
  });
});
