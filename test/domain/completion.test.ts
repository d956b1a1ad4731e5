import fc from 'fast-check';
import { OrderStatus } from '../../src/entities/enums.js';
import { completingDelivery, completionDate, followGoods, goodsStatus, hasWhollyLeft, type LineProgress } from '../../src/domain/completion.js';
import { add } from '../../src/domain/decimal.js';

describe('completion of a line', () => {
  it('is the date on which the accepted quantity reached the promised one', () => {
    const halves = [
      { on: '2026-03-09', quantity: '5' },
      { on: '2026-03-02', quantity: '5' },
    ];
    expect(completionDate('10', halves)).toBe('2026-03-09');
    expect(completionDate('10.000001', halves)).toBeNull();
    expect(completionDate('5', halves)).toBe('2026-03-02');
    expect(completionDate('10', [])).toBeNull();
    expect(completionDate('10', [{ on: '2026-03-02', quantity: '0' }])).toBeNull();
  });

  it('adds exactly', () => {
    const tenths = Array.from({ length: 10 }, (_, day) => ({ on: `2026-03-1${day}`, quantity: '0.1' }));
    expect(completionDate('1', tenths)).toBe('2026-03-19');
  });

  it('names the delivery that did it', () => {
    const deliveries = [
      { id: 'c', on: '2026-03-05', quantity: '1' },
      { id: 'a', on: '2026-03-01', quantity: '1' },
      { id: 'b', on: '2026-03-03', quantity: '3' },
    ];
    expect(completingDelivery('4', deliveries)?.id).toBe('b');
    expect(deliveries[0]?.id).toBe('c');
  });

  it('does not depend on the order of the deliveries, nor on how they were split', () => {
    const delivery = fc.record({
      on: fc.integer({ min: 10, max: 28 }).map((day) => `2026-03-${day}`),
      quantity: fc.integer({ min: 0, max: 5_000_000 }).map((units) => (units / 1e6).toFixed(6)),
    });
    const given = fc
      .array(delivery, { maxLength: 8 })
      .chain((all) => fc.record({ all: fc.constant(all), other: fc.shuffledSubarray(all, { minLength: all.length }) }));
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 20 }), ({ all, other }, quantity) => {
        const date = completionDate(String(quantity), all);
        expect(completionDate(String(quantity), other)).toBe(date);
        const split = all.flatMap(({ on, quantity: whole }) => [
          { on, quantity: '0.000000' },
          { on, quantity: whole },
        ]);
        expect(completionDate(String(quantity), split)).toBe(date);
        const until = (last: string): number => all.filter(({ on }) => on <= last).reduce((total, each) => total + Math.round(Number(each.quantity) * 1e6), 0);
        if (date === null) expect(until('9999-12-31')).toBeLessThan(quantity * 1e6);
        else {
          expect(until(date)).toBeGreaterThanOrEqual(quantity * 1e6);
          const before = all.map(({ on }) => on).filter((on) => on < date).sort().at(-1);
          if (before) expect(until(before)).toBeLessThan(quantity * 1e6);
        }
      }),
    );
  });
});

const line = (quantityShipped: string, quantityDelivered: string, more: Partial<LineProgress> = {}): LineProgress => ({
  quantity: '10',
  quantityShipped,
  quantityDelivered,
  cancelled: false,
  ...more,
});

describe('an order by its goods', () => {
  it.each<[string, LineProgress[], string | null]>([
    ['nothing left', [line('0', '0'), line('0', '0')], null],
    ['a part left', [line('10', '0'), line('0', '0')], 'PARTLY_SHIPPED'],
    ['a part of a line left', [line('4.5', '0')], 'PARTLY_SHIPPED'],
    ['all left', [line('10', '0'), line('12', '0')], 'SHIPPED'],
    ['a part arrived', [line('10', '3'), line('10', '0')], 'PARTLY_DELIVERED'],
    ['a part arrived before the rest left', [line('10', '10'), line('0', '0')], 'PARTLY_DELIVERED'],
    ['all arrived', [line('10', '10'), line('10', '10.0')], 'DELIVERED'],
    ['delivered without a shipment being told', [line('0', '10')], 'DELIVERED'],
    ['the rest cancelled', [line('10', '10'), line('0', '0', { cancelled: true })], 'DELIVERED'],
    ['all cancelled', [line('10', '10', { cancelled: true })], null],
    ['no lines', [], null],
  ])('%s', (_, lines, expected) => {
    expect(goodsStatus(lines)).toBe(expected);
  });

  it('moves on when goods leave and back when a delivery is taken back', () => {
    expect(followGoods('CONFIRMED', [line('10', '0')])).toBe('SHIPPED');
    expect(followGoods('DELIVERED', [line('10', '0')])).toBe('SHIPPED');
    expect(followGoods('SHIPPED', [line('0', '0')])).toBe('READY_TO_SHIP');
    expect(followGoods('IN_PRODUCTION', [line('0', '0')])).toBe('IN_PRODUCTION');
  });

  it('has wholly left when its last part has, and stays so when the order is completed', () => {
    expect(hasWhollyLeft('PARTLY_DELIVERED', [line('10', '10'), line('0', '0')])).toBe(false);
    expect(hasWhollyLeft('PARTLY_DELIVERED', [line('10', '10'), line('10', '0'), line('0', '0', { cancelled: true })])).toBe(true);
    expect(hasWhollyLeft('PARTLY_SHIPPED', [line('10', '0'), line('0', '0')])).toBe(false);
    expect(hasWhollyLeft('COMPLETED', [line('0', '10')])).toBe(true);
    expect(hasWhollyLeft('CANCELLED', [line('0', '0', { cancelled: true })])).toBe(false);
  });

  it('leaves an order that has ended', () => {
    for (const status of ['COMPLETED', 'LAPSED', 'CANCELLED'] as const) {
      expect(followGoods(status, [line('10', '4')])).toBe(status);
    }
  });

  it('is settled at once, and never goes down as more arrives', () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 4 });
    const rank = ['READY_TO_SHIP', 'PARTLY_SHIPPED', 'SHIPPED', 'PARTLY_DELIVERED', 'DELIVERED'];
    fc.assert(
      fc.property(amounts, fc.nat(3), fc.constantFrom(...Object.values(OrderStatus)), (all, index, current) => {
        const lines = all.map(([shipped, delivered]) => line(String(shipped), String(delivered)));
        const status = followGoods(current, lines);
        expect(followGoods(status, lines)).toBe(status);
        const more = lines.map((each, at) => (at === index ? { ...each, quantityDelivered: add(each.quantityDelivered, '1') } : each));
        expect(rank.indexOf(followGoods('READY_TO_SHIP', more))).toBeGreaterThanOrEqual(rank.indexOf(followGoods('READY_TO_SHIP', lines)));
      }),
    );
  });
});
