/** Crowds of a whole gateway: an event is read once for all who asked the same, and whoever is slow or may not ask stays out. */
import { companyFacts, tell } from '../../support/company.js';
import type { RecordedDatabase } from '../../support/recorded-database.js';
import { recorded } from '../../support/recorded-database.js';
import { freshDatabase } from '../../support/database.js';
import type { TestGateway } from '../../support/gateway.js';
import { startGateway } from '../../support/gateway.js';
import { Raw } from '../../support/raw-socket.js';
import { MovingCompany } from '../../support/status-changes.js';
import { until } from '../support.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
const statuses = ['IN_REVIEW', 'AWAITING_CUSTOMER', 'AWAITING_SIGNATURE', 'CONFIRMED', 'IN_PRODUCTION', 'IN_INSPECTION'];
let test: RecordedDatabase;
let gateway: TestGateway;
let company: MovingCompany;
const sockets: Raw[] = [];

beforeAll(async () => {
  test = recorded(await freshDatabase(now));
  gateway = await startGateway({ now, test });
  company = await MovingCompany.open(gateway, 4);
});
afterEach(() => {
  for (const { socket } of sockets.splice(0)) socket.terminate();
});
afterAll(async () => {
  await gateway.close();
  await test.close();
});

interface Change {
  readonly cursor: string;
  readonly to: string;
}

const changesOf = ({ frames }: Raw): Change[] => frames.filter(({ type }) => type === 'next').map(({ payload }) => (payload as { data: { orderStatusChanged: Change } }).data.orderStatusChanged);

async function connect(...roles: Parameters<TestGateway['staff']>): Promise<Raw> {
  const raw = await Raw.opened(gateway, await gateway.staff(...roles));
  sockets.push(raw);
  return raw;
}

/** Listens to the changes of one order after a cursor. */
function subscribe(raw: Raw, after: string, selection: string, number: string): void {
  const query = `subscription ($after: Cursor, $number: [String!]) { orderStatusChanged(after: $after, filter: { number: $number }) { cursor to order { ${selection} } } }`;
  raw.send({ type: 'subscribe', id: '1', payload: { query, variables: { after, number: [number] } } });
}

/** Until the gateway has had enough of somebody, as its metrics say. */
async function countedAsSlow(): Promise<void> {
  while (!/interline_slow_consumers_total 1/.test(await (await fetch(`${gateway.url}/metrics`)).text())) await new Promise((done) => setTimeout(done, 100));
}

const readsOfOrders = (): number => test.take().filter((sql) => sql.includes('from "orders"')).length;

it('reads an event once for fifty sockets', async () => {
  const crowd = await Promise.all(Array.from({ length: 50 }, () => connect('SALES')));
  const after = await company.head();
  for (const raw of crowd) subscribe(raw, after, 'number status customer { name }', 'O-1000');
  let moved = 0;
  const move = async (): Promise<number> => {
    test.take();
    await company.say('order', { id: '', number: 'O-1000' }, { status: statuses[moved % statuses.length] ?? '' });
    moved += 1;
    await until(() => crowd.every(({ frames }) => frames.length === moved));
    return readsOfOrders();
  };
  // Who comes with a cursor catches up alone, and is taken in soon after.
  await until(async () => (await move()) === 1);
  expect([await move(), await move(), await move()]).toEqual([1, 1, 1]);
  const [first] = crowd.map(changesOf);
  expect(first?.length).toBe(moved);
  for (const raw of crowd) expect(changesOf(raw)).toEqual(first);
});

it.each([
  { roles: ['SALES', 'ANALYST'] },
  { roles: ['ANALYST', 'SALES'] },
] as const)('takes nobody in who may not ask for a field that the others read: $roles', async ({ roles }) => {
  const after = await company.head();
  const raws = new Map<string, Raw>();
  for (const role of roles) {
    const raw = await connect(role);
    raws.set(role, raw);
    // E-mail addresses are for those who write to customers.
    subscribe(raw, after, 'number customer { email }', 'O-1001');
    await company.say('order', { id: '', number: 'O-1001' }, { status: role === 'SALES' ? 'IN_REVIEW' : 'AWAITING_CUSTOMER' });
    await until(() => raw.frames.length > 0);
  }
  await company.say('order', { id: '', number: 'O-1001' }, { status: 'IN_PRODUCTION' });
  const may = raws.get('SALES') as Raw;
  await until(() => changesOf(may).at(-1)?.to === 'IN_PRODUCTION');
  expect(raws.get('ANALYST')?.frames).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'FORBIDDEN', paths: ['orderStatusChanged.order.customer.email'] } }] }]);
  expect(JSON.stringify(may.frames)).toContain('@customer.example');
});

it('closes a client that does not read, and tells it the rest when it comes back, each change once', async () => {
  const number = 'O-1002';
  const large = 'x'.repeat(20_000);
  const selection = [1, 2, 3, 4, 5].map((n) => `l${n}: lines { description }`).join(' ');
  const order = companyFacts(4).find((fact) => fact.kind === 'order' && fact.number === number);
  if (order?.kind !== 'order') throw new Error('There is no such order.');
  const [quick, slow] = [await connect('SALES'), await connect('SALES')];
  const after = await company.head();
  for (const raw of [quick, slow]) subscribe(raw, after, selection, number);
  const tellAgain = async (n: number): Promise<void> => {
    const source = { ...order.source, version: String(100 + n), updatedAt: new Date(Date.parse('2026-03-03T00:00:00Z') + n * 1000).toISOString() };
    await tell(test.database, [{ ...order, source, status: n % 2 === 0 ? 'IN_REVIEW' : 'CONFIRMED', lines: order.lines.map((line) => ({ ...line, description: large })) }], now());
  };
  // Both are told by the crowd before one of them stops to read.
  for (let n = 0; n < 3; n += 1) {
    await tellAgain(n);
    await until(() => [quick, slow].every(({ frames }) => frames.length === n + 1));
  }
  slow.socket.pause();
  // More than the buffers of two ends of a connection take.
  const events = 80;
  for (let n = 3; n < events; n += 1) await tellAgain(n);
  await countedAsSlow();
  slow.socket.resume();
  expect(await slow.closed).toEqual({ code: 1013, reason: 'The client does not read fast enough' });
  await until(() => changesOf(quick).length === events);
  const seen = changesOf(slow);
  expect(seen.length).toBeLessThan(events);
  const again = await connect('SALES');
  subscribe(again, seen.at(-1)?.cursor ?? after, selection, number);
  await until(() => changesOf(again).length === events - seen.length);
  const cursors = (changes: readonly Change[]): string[] => changes.map(({ cursor }) => cursor);
  expect(cursors([...seen, ...changesOf(again)])).toEqual(cursors(changesOf(quick)));
});
