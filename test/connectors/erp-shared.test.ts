import fc from 'fast-check';
import { ConnectorError } from '../../src/connectors/contract.js';
import { floatText } from '../../src/connectors/erp/shared/floats.js';
import { IdSet } from '../../src/connectors/erp/shared/ids.js';
import { issuedStatus } from '../../src/connectors/erp/shared/purchase-status.js';
import { isSweepDue, readPage } from '../../src/connectors/erp/shared/reading.js';
import { isSameZone, isZone, Zone } from '../../src/connectors/erp/shared/zone.js';

describe('floats that stand for decimals', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-2.5, '-2.5'],
    [0.1 + 0.2, '0.3'],
    [44.699999999999996, '44.7'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [123456789012345, '123456789012345'],
    [100, '100'],
  ])('%d is %s', (value, text) => expect(floatText(value)).toBe(text));

  it('gives back every decimal of up to 15 digits', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }), fc.integer({ min: 0, max: 15 }));
    fc.assert(
      fc.property(decimal, ([digits, scale]) => {
        const sign = digits < 0n ? '-' : '';
        const padded = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
        const fraction = padded.slice(padded.length - scale).replace(/0+$/, '');
        const whole = padded.slice(0, padded.length - scale);
        const text = `${sign}${whole}${scale > 0 && fraction !== '' ? `.${fraction}` : ''}`;
        expect(floatText(Number(text))).toBe(text);
      }),
    );
  });
});

describe('sets of ids', () => {
  const id = fc.integer({ min: 1, max: 40 });
  const steps = fc.array(fc.record({ id, add: fc.boolean() }), { maxLength: 80 });
  const build = (list: readonly { id: number; add: boolean }[]): [IdSet, Set<number>] => {
    const [ours, plain] = [new IdSet(), new Set<number>()];
    for (const step of list) {
      if (step.add) ours.add(step.id);
      else ours.delete(step.id);
      if (step.add) plain.add(step.id);
      else plain.delete(step.id);
    }
    return [ours, plain];
  };

  it('hold what a plain set holds, and survive being written', () => {
    fc.assert(
      fc.property(steps, steps, (first, second) => {
        const [ours, plain] = build(first);
        const [others, plainOthers] = build(second);
        const read = IdSet.parse(String(ours));
        for (let each = 0; each <= 41; each += 1) expect([ours.has(each), read.has(each)]).toEqual([plain.has(each), plain.has(each)]);
        const ascending = [...plain].filter((each) => !plainOthers.has(each)).sort((a, b) => a - b);
        expect([...ours.without(others)]).toEqual(ascending);
      }),
    );
  });

  it('stay short where ids follow each other', () => {
    const set = new IdSet();
    for (let each = 1; each <= 10_000; each += 1) set.add(each);
    set.delete(77);
    expect(String(set)).toBe('1-76,78-10000');
  });

  it.each(['1-', 'a', '1,,2', '1-2-3', '-1', '5-3', '1e3'])('are not read from %s', (text) => {
    expect(() => IdSet.parse(text)).toThrow(TypeError);
  });
});

describe('time zones', () => {
  it.each([
    ['Asia/Shanghai', '2026-01-15 08:00:00', '2026-01-15T08:00:00+08:00'],
    ['Europe/Berlin', '2026-03-29 01:59:59.5', '2026-03-29T01:59:59.5+01:00'],
    ['Europe/Berlin', '2026-03-29T03:00:00', '2026-03-29T03:00:00+02:00'],
    // Shown twice: the second time.
    ['Europe/Berlin', '2026-10-25 02:30:00', '2026-10-25T02:30:00+01:00'],
    ['America/St_Johns', '2026-01-15 08:00:00', '2026-01-15T08:00:00-03:30'],
    ['UTC', '0099-01-15 08:00:00', '0099-01-15T08:00:00+00:00'],
    ['UTC', '2023-02-29 08:00:00', null],
    ['UTC', '2026-01-15 08:00:00Z', null],
    ['UTC', 'noon', null],
  ])('in %s %s is %s', (zone, local, instant) => {
    expect(new Zone(zone).instantOf(local)).toBe(instant);
  });

  it('say on which day an instant is', () => {
    const at = Date.parse('2026-03-05T23:30:00Z');
    expect(new Zone('UTC').dateOf(at)).toBe('2026-03-05');
    expect(new Zone('Asia/Shanghai').dateOf(at)).toBe('2026-03-06');
    expect(new Zone('Pacific/Honolulu').dateOf(at)).toBe('2026-03-05');
  });

  it('are told from what is none, and known by several names', () => {
    expect([isZone('Europe/Berlin'), isZone('Mars/Olympus'), isZone('')]).toEqual([true, false, false]);
    expect([isSameZone('Asia/Calcutta', 'Asia/Kolkata'), isSameZone('Asia/Calcutta', 'UTC'), isSameZone('x', 'y')]).toEqual([true, false, false]);
  });
});

describe('reading by pages', () => {
  it('asks for less where an answer is too large, and gives up where one record is', async () => {
    const asked: number[] = [];
    const upTo = (most: number) => (limit: number): Promise<number[]> => {
      asked.push(limit);
      return limit > most ? Promise.reject(new ConnectorError('contract', 'too large')) : Promise.resolve(Array.from({ length: limit }, (_, index) => index));
    };
    expect(await readPage(100, upTo(10))).toMatchObject({ limit: 7, isLast: false, rows: { length: 7 } });
    expect(asked).toEqual([100, 25, 7]);
    await expect(readPage(4, upTo(0))).rejects.toMatchObject({ kind: 'contract' });
    expect(await readPage(5, () => Promise.resolve([1]))).toEqual({ limit: 5, isLast: true, rows: [1] });
  });

  it('does not ask again after other failures', async () => {
    let asked = 0;
    const failing = (): Promise<never> => {
      asked += 1;
      return Promise.reject(new ConnectorError('throttled', 'wait'));
    };
    await expect(readPage(100, failing)).rejects.toMatchObject({ kind: 'throttled' });
    expect(asked).toBe(1);
  });

  it('is to begin anew after some hours, unless it never is', () => {
    const ended = new Date('2026-03-05T00:00:00Z');
    const after = (hours: number): Date => new Date(ended.getTime() + hours * 3_600_000);
    expect([isSweepDue(ended, 24, after(23.9)), isSweepDue(ended, 24, after(24)), isSweepDue(ended, 0, after(999)), isSweepDue(null, 24, after(999))]).toEqual([false, true, false, false]);
  });
});

describe('what becomes of a purchase that was sent', () => {
  it.each([
    [[], 'ISSUED'],
    [[undefined, undefined], 'ISSUED'],
    [['ACCEPTED', undefined], 'PARTLY_CONFIRMED'],
    [['ACCEPTED', 'ACCEPTED'], 'CONFIRMED'],
    [['ACCEPTED', 'PARTLY_RECEIVED'], 'PARTLY_RECEIVED'],
    [['RECEIVED', undefined], 'PARTLY_RECEIVED'],
    [['RECEIVED', 'RECEIVED'], 'RECEIVED'],
  ] as const)('lines %j: %s', (statuses, expected) => {
    expect(issuedStatus(statuses.map((status) => ({ status })))).toBe(expected);
  });
});
