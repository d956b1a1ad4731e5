/** A supplier's answer on its way into an ERP that a mapping profile describes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError, type Connection, type PurchaseOrderConfirmationCommand } from '../../src/connectors/contract.js';
import { rest } from '../../src/connectors/erp/rest/index.js';
import { createHttpClient } from '../../src/http/client.js';
import { pullConnectorsJob } from '../../src/jobs/pull-connectors.js';
import { runJob } from '../../src/jobs/run-job.js';
import { sendCommandsJob } from '../../src/jobs/send-commands.js';
import { OutgoingCommand } from '../../src/entities/index.js';
import { connect, readFixture, settings } from '../fixtures/rest/shared.js';
import { ConfirmDocument } from '../generated/partner.js';
import { DecideDocument } from '../generated/staff.js';
import { serve, type TestServer } from '../http/server.js';
import { contextOn } from '../jobs/context.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { troubles } from '../support/troubles.js';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'interline-confirm-'));
const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
afterAll(() => {
  http.close();
  rmSync(folder, { recursive: true });
});

interface Profile extends Record<string, unknown> {
  confirm: Record<string, unknown>;
}
const valid = (): Profile => JSON.parse(readFixture('confirm-profile.json')) as Profile;

function connectTo(upstream: string, profile: object = valid()): Connection {
  const path = join(folder, 'profile.json');
  writeFileSync(path, JSON.stringify(profile));
  return connect({ ...settings(upstream), PROFILE: path }, { http });
}

interface Purchase extends Record<string, unknown> {
  changed: string;
  items: Record<string, unknown>[];
}

interface Seen {
  readonly call: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

/** An ERP with purchases, which takes a change under If-Match alone, and one with a key that it knows once. */
class Erp {
  readonly purchases = new Map<string, Purchase>();
  readonly writes: Seen[] = [];
  readonly reads: string[] = [];
  readonly #taken = new Map<string, string>();
  changes = 0;
  loses = 0;
  /** Called between reading and writing. */
  meanwhile: (() => void) | null = null;
  server!: TestServer;

  static async start(): Promise<Erp> {
    const erp = new Erp();
    erp.server = await serve((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        const [, list = '', id] = decodeURIComponent(request.url ?? '').split('/');
        const reply = (status: number, content: unknown, etag = ''): void =>
          void response.writeHead(status, { 'content-type': 'application/json', ...(etag !== '' && { etag }) }).end(JSON.stringify(content));
        if (request.method === 'GET' && list === 'suppliers') return reply(200, { data: [{ id: 'V-1', name: 'Pine Works' }] });
        if (request.method === 'GET' && id === undefined) return reply(200, { data: [...erp.purchases.values()] });
        const purchase = erp.purchases.get(id ?? '');
        if (!purchase) return reply(404, {});
        if (request.method === 'GET') {
          erp.reads.push(id!);
          reply(200, { data: purchase }, etagOf(purchase));
          erp.meanwhile?.();
          return;
        }
        erp.writes.push({ call: `${request.method} ${request.url}`, headers: request.headers, body: JSON.parse(body) });
        const key = String(request.headers['idempotency-key']);
        if (!erp.#taken.has(key)) {
          if (request.headers['if-match'] !== etagOf(purchase)) return reply(412, {});
          erp.change(id!, JSON.parse(body) as Partial<Purchase>);
          erp.#taken.set(key, purchase.changed);
        }
        if ((erp.loses -= 1) >= 0) return void response.destroy();
        reply(200, { data: { changed: erp.#taken.get(key) } });
      })();
    });
    return erp;
  }

  add(id: string): void {
    const items = [1, 2].map((pos) => ({ pos, text: `Part ${pos}`, qty: 10 * pos, price: '1.5', due: null }));
    this.purchases.set(id, { id, no: `PO-${id}`, vendor: 'V-1', state: 'open', ordered: '2026-03-01T08:00:00Z', vendorOrder: null, changed: '2026-03-01T08:00:00Z', items });
  }

  change(id: string, { items = [], ...head }: Partial<Purchase>): void {
    const purchase = this.purchases.get(id)!;
    this.changes += 1;
    Object.assign(purchase, head, { changed: new Date(Date.parse(purchase.changed) + 60_000).toISOString() });
    for (const { pos, ...item } of items) Object.assign(purchase.items.find((each) => each['pos'] === pos)!, item);
  }
}

const etagOf = ({ changed }: Purchase): string => `"${changed}"`;

describe('through the gateway', () => {
  let erp: Erp;
  let gateway: TestGateway;
  let supplier: string;
  let buyer: string;
  let connection: Connection;

  beforeAll(async () => {
    erp = await Erp.start();
    for (const id of ['7', '8', '9']) erp.add(id);
    const now = (): Date => new Date('2026-03-03T01:00:00Z');
    connection = connectTo(erp.server.url);
    gateway = await startGateway({ now });
    await run('pull-connectors', '2026-03-03');
    supplier = await gateway.partner('SUPPLIER', 'V-1');
    buyer = await gateway.staff('PROCUREMENT');
  });
  afterAll(async () => {
    await gateway.close();
    await erp.server.close();
  });
  beforeEach(() => {
    erp.writes.length = 0;
    erp.changes = 0;
  });

  /** One of the jobs, on a day; each attempt that failed is due again on the day after. */
  const run = (job: 'pull-connectors' | 'send-commands', day: string): Promise<object> => {
    const { pull, commands, normalise } = connection;
    return runJob([pullConnectorsJob, sendCommandsJob], job, contextOn(gateway.test.database, day, { connectors: [{ id: 'erp', pull, commands, understanding: { normalise, master: true } }] }));
  };

  const said = async (id: string): Promise<object[]> =>
    (await gateway.test.database.em.fork().find(OutgoingCommand, {}, { orderBy: { createdAt: 'desc' }, limit: 1 })).map(({ status, attempts, lastError, answer }) => ({ id, status, attempts, lastError, answer }));

  /** The supplier answers both lines, the second as `second` says, and the buyer agrees where he has to. */
  async function answer(number: string, second: object): Promise<void> {
    const { data } = await gateway.graphql<{ purchaseOrder: { id: string; lines: { id: string }[] } }>(buyer, `{ purchaseOrder(number: "${number}") { id lines { id } } }`);
    const { id, lines } = data!.purchaseOrder;
    const answers = lines.map((line, index) => ({ lineId: line.id, answer: 'ACCEPT' as const, dateUnknown: false, promisedDate: '2026-04-01', ...(index === 1 ? second : {}) }));
    const told = await gateway.graphql(supplier, ConfirmDocument, { input: { purchaseOrderId: id, supplierReference: 'SO-1', note: null, supersedes: null, lines: answers }, key: null } as never, { path: '/partner/graphql' });
    const { errors, purchaseOrder } = (told.data as unknown as { confirmPurchaseOrder: { errors: object[]; purchaseOrder: { confirmations: { lines: { id: string; decision: string }[] }[] } } }).confirmPurchaseOrder;
    expect(errors).toEqual([]);
    const decisions = purchaseOrder.confirmations.flatMap((each) => each.lines).filter(({ decision }) => decision === 'PENDING').map((line) => ({ confirmationLineId: line.id, accept: true }));
    if (decisions.length > 0) expect((await gateway.graphql(buyer, DecideDocument, { input: { purchaseOrderId: id, decisions } } as never)).data).toMatchObject({ decideProposals: { errors: [] } });
  }

  it('it arrives in their words, under a key and the ETag that was read, once', async () => {
    await answer('PO-7', { answer: 'CHANGE', quantity: '12.5', promisedDate: '2026-04-20', unitPrice: '1.60', reason: 'Mill closed.' });
    const etag = etagOf(erp.purchases.get('7')!);
    expect(await run('send-commands', '2026-03-03')).toEqual({ erp: { planned: 1, done: 1, failed: 0 } });
    expect(erp.writes).toMatchObject([
      {
        call: 'PATCH /purchases/7',
        headers: { authorization: 'Bearer a token for tests', 'content-type': 'application/merge-patch+json', 'if-match': etag, 'idempotency-key': expect.stringMatching(/^confirmation-[0-9a-f-]{36}-[0-9a-f]{32}$/) as string },
      },
    ]);
    // What was not said is left out.
    expect(erp.writes[0]?.body).toEqual({
      state: 'confirmed',
      vendorOrder: 'SO-1',
      items: [{ pos: 1, said: 'yes', due: '2026-04-01' }, { pos: 2, said: 'changed', qty: 12.5, price: '1.6', due: '2026-04-20' }],
    });
    expect(await said('7')).toMatchObject([{ status: 'DONE', answer: { version: erp.purchases.get('7')!.changed } }]);
    expect(await run('send-commands', '2026-03-04')).toEqual({ erp: { planned: 0, done: 0, failed: 0 } });
    expect(erp.writes).toHaveLength(1);
    // What comes back with the next pull is no other word of the supplier's.
    await run('pull-connectors', '2026-03-04');
    const { data } = await gateway.graphql(buyer, '{ purchaseOrder(number: "PO-7") { status supplierReference currentPromise lines { status quantity unitPrice currentPromise } } }');
    expect(data?.['purchaseOrder']).toEqual({
      ...{ status: 'CONFIRMED', supplierReference: 'SO-1', currentPromise: '2026-04-20' },
      lines: [
        { status: 'ACCEPTED', quantity: '10', unitPrice: '1.5', currentPromise: '2026-04-01' },
        { status: 'ACCEPTED', quantity: '12.5', unitPrice: '1.6', currentPromise: '2026-04-20' },
      ],
    });
  });

  it('whose answer was lost is written once: looked at first, and sent under the same key', async () => {
    await answer('PO-8', {});
    erp.loses = 1;
    expect(await run('send-commands', '2026-03-04')).toEqual({ erp: { planned: 1, done: 0, failed: 1 } });
    // Their record is another one than was answered, as far as we know: the next pull tells.
    expect(await run('send-commands', '2026-03-05')).toEqual({ erp: { planned: 0, done: 0, failed: 1 } });
    expect(await said('8')).toMatchObject([{ status: 'PENDING', attempts: 2, lastError: '8 was changed there since it was read' }]);
    await run('pull-connectors', '2026-03-05');
    expect(await run('send-commands', '2026-03-06')).toEqual({ erp: { planned: 0, done: 1, failed: 0 } });
    expect(new Set(erp.writes.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect([erp.writes.length, erp.changes]).toEqual([2, 1]);
  });

  it('to an order that was changed over there waits for the next pull, also where it is changed while we write', async () => {
    await answer('PO-9', {});
    erp.change('9', { remark: 'by the buyer' });
    expect(await run('send-commands', '2026-03-06')).toMatchObject({ erp: { failed: 1 } });
    expect(erp.writes).toEqual([]);
    await run('pull-connectors', '2026-03-06');
    erp.meanwhile = () => erp.change('9', { remark: 'by the buyer again' });
    expect(await run('send-commands', '2026-03-07')).toMatchObject({ erp: { failed: 1 } });
    expect(await said('9')).toMatchObject([{ status: 'PENDING', lastError: expect.stringContaining('412') as string }]);
    erp.meanwhile = null;
    await run('pull-connectors', '2026-03-07');
    expect(await run('send-commands', '2026-03-08')).toMatchObject({ erp: { done: 1 } });
    expect(erp.purchases.get('9')).toMatchObject({ state: 'confirmed', remark: 'by the buyer again', items: [{ due: '2026-04-01' }, { due: '2026-04-01' }] });
  });
});

describe('the command', () => {
  const servers: TestServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  type Line = PurchaseOrderConfirmationCommand['lines'][number];
  const line = (lineNo: number, more: Partial<Line> = {}): Line => ({ externalId: `7/${lineNo}`, lineNo, answer: 'ACCEPT', quantity: null, promisedDate: '2026-04-01', unitPrice: null, ...more });
  const tell = (connection: Connection, lines: readonly Line[] = [line(1)]): Promise<{ version: string | null }> =>
    connection.commands!.confirmPurchaseOrder!({ idempotencyKey: 'k', purchaseOrder: { externalId: '7', version: null, number: 'PO 7' }, supplierReference: 'SO-1', note: null, lines }, signal);

  /** Answers with what `answer` says to each call; notes them all. */
  async function upstream(answer: (seen: Seen) => { status?: number; etag?: string; content?: unknown } = () => ({})): Promise<{ url: string; seen: Seen[] }> {
    const seen: Seen[] = [];
    const server = await serve((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        const one = { call: `${request.method} ${request.url}`, headers: request.headers, body: body === '' ? null : (JSON.parse(body) as unknown) };
        seen.push(one);
        const { status = 200, etag, content = {} } = answer(one);
        response.writeHead(status, { 'content-type': 'application/json', ...(etag !== undefined && { etag }) }).end(status === 204 ? '' : JSON.stringify(content));
      })();
    });
    servers.push(server);
    return { url: server.url, seen };
  }

  const items = { $each: 'lines', $as: { no: '{line}', due: '{promisedDate}' } };
  const withConfirm = (confirm: object): Profile => ({ ...valid(), confirm: { method: 'PUT', path: '/purchases/{number}', body: { fixed: null, items }, ...confirm } });
  const byLine = { per: 'line', path: '/purchases/{number}/items/{line}', query: { company: '10', no: '{lineNo}' }, body: { due: '{promisedDate}' } };

  it('goes line by line where the profile says so, each under its own ETag and key', async () => {
    let version = 0;
    const server = await upstream(({ call }) => (call.startsWith('GET') ? { etag: `W/"${version}"` } : ((version += 1), { status: 204 })));
    const profile = withConfirm({ ...byLine, read: { path: '/purchases/{number}' }, method: 'POST', idempotencyHeader: 'X-Once' });
    expect(await tell(connectTo(server.url, profile), [line(1), line(2)])).toEqual({ version: null });
    expect(server.seen.map(({ call, headers, body }) => [call, headers['if-match'], body])).toEqual([
      ['GET /purchases/PO%207', undefined, null],
      ['POST /purchases/PO%207/items/7%2F1?company=10&no=1', 'W/"0"', { due: '2026-04-01' }],
      ['GET /purchases/PO%207', undefined, null],
      ['POST /purchases/PO%207/items/7%2F2?company=10&no=2', 'W/"1"', { due: '2026-04-01' }],
    ]);
    const keys = server.seen.flatMap(({ headers }) => headers['x-once'] ?? []);
    await tell(connectTo(server.url, profile), [line(1), line(2, { promisedDate: '2026-04-02' })]);
    const again = server.seen.slice(4).flatMap(({ headers }) => headers['x-once'] ?? []);
    expect([new Set(keys).size, again[0] === keys[0], again[1] === keys[1]]).toEqual([2, true, false]);
  });

  it('is one request without anything read where the profile reads nothing', async () => {
    const server = await upstream();
    await tell(connectTo(server.url, withConfirm({})), [line(1), line(2, { promisedDate: null })]);
    expect(server.seen.map(({ call }) => call)).toEqual(['PUT /purchases/PO%207']);
    expect(server.seen[0]?.body).toEqual({ fixed: null, items: [{ no: '7/1', due: '2026-04-01' }, { no: '7/2' }] });
  });

  it('says nothing of a line of which there is nothing to say', async () => {
    const server = await upstream();
    await tell(connectTo(server.url, withConfirm(byLine)), [line(1, { promisedDate: null }), line(2)]);
    expect(server.seen.map(({ call }) => call)).toEqual(['PUT /purchases/PO%207/items/7%2F2?company=10&no=2']);
  });

  it.each<[string, Partial<Line>, string]>([
    ['a no', { answer: 'REFUSE', promisedDate: null }, '7/2: answer'],
    ['a later date without a word', { answer: 'BACKORDER' }, '7/2: answer'],
    ['another quantity and price', { answer: 'CHANGE', quantity: '3', unitPrice: '2' }, '7/2: quantity, unitPrice'],
  ])('is refused as a whole with %s, for which the profile has no place', async (_, more, problem) => {
    const server = await upstream();
    await expect(tell(connectTo(server.url, withConfirm(byLine)), [line(1), line(2, more)])).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(problem) as string });
    expect(server.seen).toEqual([]);
  });

  it('is refused with a word that their table lacks, before they hear of it', async () => {
    const server = await upstream();
    await expect(tell(connectTo(server.url), [line(1), line(2, { answer: 'REFUSE' })])).rejects.toMatchObject({ kind: 'rejected', message: 'items[1].said: table answers has no word for "REFUSE"' });
    expect(server.seen).toEqual([]);
  });

  it.each<[string, object, { etag?: string; content?: unknown }, object]>([
    ['without an ETag', { read: { path: '/p' } }, {}, { kind: 'contract', message: expect.stringContaining('without an ETag') as string }],
    ['that is another', { read: { path: '/p', ifMatch: false, as: 'purchases' } }, { content: { id: '8', no: 'PO-8', vendor: 'V-1', state: 'open', ordered: '2026-03-01T08:00:00Z', changed: null, items: [] } }, { kind: 'contract', message: '/p answered with 8 in the place of 7' }],
    ['that cannot be read', { read: { path: '/p', as: 'purchases' } }, { etag: '"1"' }, { kind: 'contract', message: expect.stringContaining('missing id (id)') as string }],
  ])('writes nothing to a record %s', async (_, confirm, answer, problem) => {
    const server = await upstream(() => answer);
    await expect(tell(connectTo(server.url, withConfirm(confirm)))).rejects.toMatchObject(problem);
    expect(server.seen).toHaveLength(1);
  });

  it.each([409, 412, 423, 428])('answered with %i is a conflict', async (status) => {
    const server = await upstream(() => ({ status }));
    await expect(tell(connectTo(server.url, withConfirm({})))).rejects.toMatchObject({ kind: 'rejected', details: { status: 409 }, cause: { conflict: true, version: null } });
  });

  it.each(troubles)('whose write meets %s ends in its kind', async (_, expected, listener) => {
    const server = await serve((request, response) => {
      if (request.method !== 'GET') return listener(request, response);
      response.writeHead(200, { 'content-type': 'application/json', etag: '"1"' }).end('{}');
    });
    servers.push(server);
    await expect(tell(connectTo(server.url, withConfirm({ read: { path: '/p' }, version: 'changed' })))).rejects.toMatchObject(expected);
  });
});

describe('a profile', () => {
  const problemsOf = (profile: object): string[] => {
    try {
      connectTo('https://erp.example', profile);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(ConnectorError);
      return (error as Error).message.split('; ');
    }
  };

  it('that writes back names every problem at once, by its place in the file', () => {
    const profile = valid();
    Object.assign(profile, { records: (profile['records'] as object[]).slice(0, 1) });
    const read = { path: '/purchases/{id}', query: { q: '{note}' }, ifMatch: false, record: 'a[' };
    profile.confirm = { per: 'line', read, method: 'POST', path: '/purchases', body: { a: '{price}', b: { $value: 'answer', table: 'none' }, c: { $each: 'lines', $as: {} } }, version: 'b[' };
    expect(problemsOf(profile)).toEqual([
      expect.stringMatching(/^PROFILE at confirm: needs a record of kind purchaseOrder/),
      'PROFILE at confirm.read.path: there is no value id, only purchaseOrder, number, line, lineNo',
      'PROFILE at confirm.read.query.q: there is no value note, only purchaseOrder, number, line, lineNo',
      expect.stringMatching(/^PROFILE at confirm\.body\.a: there is no value price, only purchaseOrder, .*unitPrice$/),
      'PROFILE at confirm.body.b.table: there is no table none in this profile',
      expect.stringMatching(/^PROFILE at confirm\.body\.c: must have \$each/),
      expect.stringMatching(/^PROFILE at confirm: says nowhere which purchase order is meant/),
      expect.stringMatching(/^PROFILE at confirm: says nowhere which line is meant/),
      expect.stringMatching(/^PROFILE at confirm\.idempotencyHeader: is missing: a POST/),
      expect.stringMatching(/^PROFILE at confirm\.read: needs ifMatch or as/),
      expect.stringMatching(/^PROFILE at confirm\.read\.record: "a\[" is no path/),
      expect.stringMatching(/^PROFILE at confirm\.version: "b\[" is no path/),
    ]);
  });

  it.each([
    ['a method that reads', { method: 'GET' }, /^PROFILE at confirm\.method: /],
    ['a header that is none', { idempotencyHeader: 'a b' }, /^PROFILE at confirm\.idempotencyHeader: is no name of a header$/],
    ['records of another kind to compare with', { read: { path: '/p/{number}', as: 'suppliers' } }, /^PROFILE at confirm\.read\.as: there is no suppliers of kind purchaseOrder/],
    ['a member that there is not', { colour: 1 }, /^PROFILE at confirm: .*colour/],
  ])('is refused with %s', (_, change, problem) => {
    const profile = valid();
    Object.assign(profile.confirm, change);
    expect(problemsOf(profile)).toEqual([expect.stringMatching(problem)]);
  });

  it('reads nothing anew because it writes otherwise', () => {
    const path = (name: string, content: object): string => (writeFileSync(join(folder, name), JSON.stringify(content)), join(folder, name));
    const { confirm: _, ...reading } = valid();
    const [one, other] = [reading, valid()].map((profile, index) => rest.parseConfig({ ...settings('https://erp.example'), PROFILE: path(`${index}.json`, profile) }).profile.digest);
    expect(one).toBe(other);
  });
});
