import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { servicesOn, openTerminal, type Terminal } from './terminal.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const header =
  'Order;Line;Ordered on;Customer;Customer name;Country;Channel;Item;Description;Quantity;Unit;Unit price;Currency;Requested date;Promised date\n';
const row = (order: string, line: number, quantity = '12', price = '3.50'): string =>
  `${order};${line};2026-01-05;C-9;Aurora Clinics;Kenya;Web;I-9;Bracket;${quantity};pcs;${price};EUR;2026-02-01;2026-02-03\n`;

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
});
afterAll(() => test.close());

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal(servicesOn(test.database));
});
afterEach(() => terminal.remove());

function table(rows: string, name = 'orders.csv'): string {
  const path = join(terminal.dataDir, name);
  writeFileSync(path, header + rows);
  return path;
}

async function written(): Promise<Record<string, string | null> | undefined> {
  const [counts] = await test.database.reader.rows(
    `select (select count(*) from event_log)::text as events, (select count(*) from audit_entry)::text as audit,
       (select count(*) from orders)::text as orders, (select count(*) from inbox_message)::text as messages`,
    [],
  );
  return counts;
}

describe('import', () => {
  it('brings a table in, and the second time changes nothing', async () => {
    const file = table(row('A-1', 1) + row('A-1', 2) + row('A-2', 1));
    const first = await terminal.run('import', 'orders', file);
    expect(first.out).toContain('Rows: 3 read, 3 applied, 0 refused');
    expect(first.out).toContain('Records: 4 applied, 0 unchanged, 0 parked\n');
    expect(first.err).toMatch(/^4 records in [\d.]+ s, \d+ per second\n$/);
    expect(first.code).toBe(0);

    const before = await written();
    expect(before).toMatchObject({ events: '2', orders: '2', messages: '0' });
    const second = await terminal.run('import', 'orders', file);
    expect(second.out).toContain('Records: 0 applied, 4 unchanged, 0 parked: nothing changed\n');
    expect(second.code).toBe(0);
    expect(await written()).toEqual(before);
  });

  it('changes what a corrected table corrects', async () => {
    await terminal.run('import', 'orders', table(row('B-1', 1) + row('B-2', 1)));
    const { out } = await terminal.run('import', 'orders', table(row('B-1', 1) + row('B-2', 1, '13')));
    expect(out).toContain('Records: 1 applied, 3 unchanged, 0 parked\n');
    const rows = await test.database.reader.rows(
      `select o.number, l.quantity::text from order_line l join orders o on o.id = l.order_id where o.number like 'B-%' order by 1`,
      [],
    );
    expect(rows.map(({ number, quantity }) => [number, Number(quantity)])).toEqual([['B-1', 12], ['B-2', 13]]);
  });

  it('brings in what it can, says so by its exit code, and writes the whole report', async () => {
    const report = join(terminal.dataDir, 'report.ndjson');
    const { code, out } = await terminal.run('import', 'orders', table(row('D-1', 1) + row('', 2) + row('D-2', 1)), '--report', report);
    expect(code).toBe(3);
    expect(out).toContain('Rows: 3 read, 2 applied, 1 refused');
    const lines = readFileSync(report, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ type: 'import', profile: 'orders', rowsRead: 3, rowsRefused: 1 });
    expect(lines).toContainEqual(expect.objectContaining({ type: 'note', row: 3, severity: 'refused', reason: 'row without a value that it needs' }));
    expect(lines.at(-1)).toEqual({ type: 'result', facts: 4, applied: 2, unchanged: 2, parked: 0 });
  });

  it('keeps what cannot be applied, and says where it is', async () => {
    const report = join(terminal.dataDir, 'report.ndjson');
    // Each number is one, but no amount has as many digits as their product.
    const file = table(row('E-1', 1) + row('E-2', 1, '9999999999', '9999999999'));
    const { code, out } = await terminal.run('import', 'orders', file, '--report', report);
    expect(code).toBe(3);
    expect(out).toMatch(/Records: \d applied, \d unchanged, 1 parked\n/);
    expect(out).toContain('      1  order: QUANTITY_TOO_LARGE (E-2)\n');
    const lines = readFileSync(report, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const stored = await test.database.reader.rows(`select id::text, status from inbox_message where message_id = 'order:E-2'`, []);
    expect(stored).toEqual([{ id: expect.any(String), status: 'PARKED' }]);
    expect(lines.at(-1)).toMatchObject({ type: 'parked', kind: 'order', externalId: 'E-2', inboxId: stored[0]?.['id'] });
  });

  it('goes in as many portions as it takes, and stops between two of them when told to', async () => {
    const rows = Array.from({ length: 700 }, (_, n) => row(`F-${n}`, 1)).join('');
    const stop = new AbortController();
    const services = servicesOn(test.database);
    const stopping = async () => ({ ...services, now: () => (stop.abort(), new Date('2026-03-02T08:00:00Z')), close: async () => {} });
    const ended = await terminal.runWith({ signal: stop.signal, openServices: stopping }, 'import', 'orders', table(rows));
    expect(ended).toMatchObject({ code: 130, err: 'Stopped. 301 records are in, each of them whole; import the file again to go on.\n' });

    const times = { opened: 0, closed: 0 };
    const counting = async () => {
      times.opened += 1;
      return { ...services, close: async () => void (times.closed += 1) };
    };
    const again = await terminal.runWith({ openServices: counting }, 'import', 'orders', table(rows));
    expect(again.code).toBe(0);
    expect(again.out).toContain('Records: 401 applied, 301 unchanged, 0 parked\n');
    expect(times).toEqual({ opened: 1, closed: 1 });
  });
});

describe('import that needs no database', () => {
  beforeEach(() => {
    terminal.remove();
    terminal = openTerminal(null);
  });

  it('reads and reports, and writes nothing, in a dry run', async () => {
    const { code, out } = await terminal.run('import', 'orders', table(row('A-1', 1)), '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('Facts: 1 customer, 1 product, 1 order');
    expect(out).toContain('Dry run: nothing was written.');
  });

  it('refuses a table that is not what the profile reads', async () => {
    const report = join(terminal.dataDir, 'report.ndjson');
    const file = join(terminal.dataDir, 'other.csv');
    writeFileSync(file, 'a,b\n1,2\n');
    const { code, out } = await terminal.run('import', 'orders', file, '--report', report);
    expect(code).toBe(2);
    expect(out).toContain('NOT IMPORTED:\n  missing columns');
    expect(JSON.parse(readFileSync(report, 'utf8').split('\n')[0] ?? '')).toMatchObject({ fatal: [expect.stringContaining('missing columns')] });
  });

  it.each([
    ['an unknown profile', ['import', 'sales', 'x.csv'], 'There is no profile sales. The profiles are:\n  orders'],
    ['a missing file', ['import', 'orders', '/nowhere/x.csv'], 'There is no file /nowhere/x.csv'],
    ['a folder', ['import', 'orders', '/'], '/ is a folder.'],
    ['a missing word', ['import', 'orders'], "missing required argument 'file'"],
    ['an unknown option', ['import', 'orders', 'x.csv', '--force'], "unknown option '--force'"],
  ])('refuses %s', async (_what, args, message) => {
    const { code, err } = await terminal.run(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it('writes its report neither over the table nor where nothing can be written', async () => {
    const file = table(row('A-1', 1));
    const over = await terminal.run('import', 'orders', file, '--report', file);
    expect(over).toMatchObject({ code: 2, err: 'The report would overwrite the table itself.\n' });
    expect(readFileSync(file, 'utf8')).toBe(header + row('A-1', 1));
    expect(await terminal.run('import', 'orders', file, '--report', terminal.dataDir)).toMatchObject({
      code: 2,
      err: expect.stringContaining('The report cannot be written'),
    });
  });

  it('finds a file from where the user stands, though npm has changed the folder', async () => {
    const sub = join(terminal.dataDir, 'sub');
    mkdirSync(sub);
    writeFileSync(join(sub, 'mine.csv'), header + row('A-1', 1));
    const { code } = await terminal.runWith({ env: { INIT_CWD: sub } }, 'import', 'orders', 'mine.csv', '--dry-run');
    expect(code).toBe(0);
  });

  it('says every mistake of the settings, and no secret', async () => {
    const env = { PORT: 'high', DATABASE_URL: 'mysql://me:hush@db/x' };
    const { code, err } = await terminal.runWith({ env }, 'import', 'orders', table(row('A-1', 1)));
    expect(code).toBe(2);
    expect(err).toMatch(/PORT must be[^]*DATABASE_URL must/);
    expect(err).not.toContain('hush');
  });

  it('refuses a profile that a connector is called after', async () => {
    const env = { CONNECTORS: 'orders:easypost', ORDERS_WEBHOOK_SECRET: 'a secret for tests', ORDERS_API_KEY: 'k' };
    const { code, err } = await terminal.runWith({ env }, 'import', 'orders', table(row('A-1', 1)));
    expect(err).toContain('A connector is called orders too');
    expect(code).toBe(2);
  });
});
