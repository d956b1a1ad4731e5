/** What is told of stock: one level for each product, warehouse and system, as it was last. */
import type { StockLevelFact } from '../../../src/domain/facts.js';
import { receiveMany } from '../../../src/domain/inbox.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { apply, now, parties, rows, source, system } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, parties);
});
afterAll(() => test.close());

function level(product: string, warehouse: string, onHand: string | null, asOf: string | null, more: Partial<StockLevelFact> = {}): StockLevelFact {
  const version = JSON.stringify([onHand, asOf]);
  return { kind: 'stockLevel', source: source(`${product}@${warehouse}`, version), product, warehouse, onHand, asOf, ...more };
}

async function held(warehouse: string): Promise<string[]> {
  const found = await rows(
    test.database,
    `select p.number || ' ' || coalesce(trim_scale(l.on_hand)::text, '?') || ' ' || coalesce(l.unit, '-') || ' ' || coalesce(l.warehouse_name, '-') || ' ' ||
       coalesce(to_char(l.as_of at time zone 'UTC', 'DD.MM. HH24:MI'), '-') as line
     from stock_level l join product p on p.id = l.product_id where l.warehouse = $1 order by p.number, l.source_system`,
    warehouse,
  );
  return found.map(({ line }) => line ?? '');
}

describe('stock levels', () => {
  it('are held as they are told: exact, negative, or not known', async () => {
    const told = [
      level('P1', 'A', '12.345678', '2026-03-01T08:00:00+08:00', { unit: 'pc', warehouseName: 'Pudong' }),
      level('P2', 'A', '-3', '2026-03-01T08:00:00Z'),
      level('P1', 'B', null, null),
      level('P2', 'B', '0', null),
    ];
    expect(await apply(test.database, told)).toEqual({ applied: 4, unchanged: 0, parked: [] });
    expect(await held('A')).toEqual(['P-1 12.345678 pc Pudong 01.03. 00:00', 'P-2 -3 - - 01.03. 08:00']);
    expect(await held('B')).toEqual(['P-1 ? - - -', 'P-2 0 - - -']);
    expect(await apply(test.database, told)).toEqual({ applied: 0, unchanged: 4, parked: [] });
    expect(await rows(test.database, `select count(*)::text as events from event_log`)).toEqual([{ events: '0' }]);
  });

  it('give way to what was so later, and to nothing else', async () => {
    const [at, before, after] = ['2026-03-01T10:00:00Z', '2026-03-01T09:59:59Z', '2026-03-01T10:00:01Z'];
    await apply(test.database, [level('P1', 'C', '5', at, { unit: 'pc' })]);
    expect(await apply(test.database, [level('P1', 'C', '9', before)])).toMatchObject({ applied: 0, unchanged: 1 });
    expect(await held('C')).toEqual(['P-1 5 pc - 01.03. 10:00']);
    // A unit that is not told stays.
    expect(await apply(test.database, [level('P1', 'C', '4', after)])).toMatchObject({ applied: 1 });
    expect(await apply(test.database, [level('P1', 'C', null, '2026-03-01T11:00:00Z')])).toMatchObject({ applied: 1 });
    expect(await held('C')).toEqual(['P-1 ? pc - 01.03. 11:00']);
    const trail = await rows(test.database, `select action || ' ' || (after ->> 'onHand') as line from audit_entry a join stock_level l on l.id = a.object_id where l.warehouse = 'C' order by seq`);
    expect(trail.map(({ line }) => line)).toEqual(['STOCK_LEVEL_CREATED 5.000000', 'STOCK_LEVEL_CHANGED 4.000000', null]);
  });

  it('are one of a product and warehouse, by whatever id they are told', async () => {
    const one = level('P1', 'D', '5', '2026-03-01T10:00:00Z');
    const other = level('P1', 'D', '6', '2026-03-01T10:00:01Z', { source: source('made anew', 'v') });
    expect(await apply(test.database, [one, other])).toMatchObject({ applied: 2, parked: [] });
    expect(await held('D')).toEqual(['P-1 6 - - 01.03. 10:00']);
  });

  it('are another matter where another system tells of its own product', async () => {
    await apply(test.database, [level('P1', 'E', '5', null)]);
    const product = { kind: 'product', source: source('P1'), number: 'P-1', name: 'Lens', unit: 'pc' } as const;
    expect(await apply(test.database, [product, level('P1', 'E', '7', null)], { system: 'wms' })).toMatchObject({ applied: 2, parked: [] });
    expect(await held('E')).toEqual(['P-1 5 - - -', 'P-1 7 - - -']);
  });

  it.each([
    ['an unknown product', level('P9', 'F', '1', null), 'UNKNOWN_PRODUCT', { ref: 'P9' }],
    ['no warehouse', level('P1', ' ', '1', null), 'REQUIRED', { at: 'warehouse' }],
    ['a quantity that is none', level('P1', 'F', '1,5', null), 'DECIMAL_INVALID', { value: '1,5', at: 'onHand' }],
    ['one that is too fine', level('P1', 'F', '0.0000001', null), 'DECIMAL_TOO_FINE', { value: '0.0000001', scale: 6, at: 'onHand' }],
    ['one that is too large', level('P1', 'F', '-100000000000000', null), 'QUANTITY_TOO_LARGE', { value: '-100000000000000', max: '100000000000000', at: 'onHand' }],
    ['no instant', level('P1', 'F', '1', '2026-03-01'), 'INSTANT_INVALID', { at: 'asOf' }],
  ])('with %s are set aside', async (_what, fact, reason, params) => {
    const { parked } = await apply(test.database, [fact, level('P2', 'F', '1', null)]);
    expect(parked).toMatchObject([{ reason, params }]);
    expect(await held('F')).toEqual(['P-2 1 - - -']);
  });

  it('stand again as before where a pull reads them so', async () => {
    const message = (onHand: string, minute: number) => ({
      messageId: `level:${onHand}`,
      topic: 'level',
      body: Buffer.from(onHand),
      contentType: 'text/plain',
      receivedAt: new Date(now.getTime() + minute * 60_000),
    });
    const normalise = ({ body, receivedAt }: { body: Uint8Array; receivedAt: Date }) => ({
      facts: [level('P1', 'G', Buffer.from(body).toString(), receivedAt.toISOString(), { source: source('P1@G', Buffer.from(body).toString()) })],
      unmapped: [],
    });
    for (const [minute, onHand] of [[0, '5'], [1, '6'], [2, '5'], [3, '5']] as const) {
      await receiveMany(test.database, { connectorId: system, normalise, master: true, now, cursor: String(minute) }, [message(onHand, minute)]);
    }
    expect(await held('G')).toEqual(['P-1 5 - - 02.03. 08:02']);
  });

  it('of one product and warehouse are told by two at once, and none is lost', async () => {
    const told = Array.from({ length: 6 }, (_, n) => level('P2', 'H', String(n), `2026-03-01T10:00:0${n}Z`, { source: source(`row ${n}`, 'v') }));
    await Promise.all(told.map((fact) => apply(test.database, [fact])));
    expect(await held('H')).toEqual(['P-2 5 - - 01.03. 10:00']);
  });
});
