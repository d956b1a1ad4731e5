import { businessCentral } from '../../src/connectors/erp/business-central/index.js';
import type { Connection, HttpClient, Message, PurchaseOrderConfirmationCommand, RawRequest } from '../../src/connectors/contract.js';
import { COMPANY, FakeBusinessCentral } from '../support/business-central.js';
import { connectErp, pullAll, recordIn } from '../support/erp-connection.js';
import { serveOData, type Call, type ODataServer } from '../support/odata-server.js';

const { signal } = new AbortController();
const NOW = new Date('2024-03-20T12:00:00Z');
const SECRET = 'a client state of our own';
const noHttp: HttpClient = { request: () => Promise.reject(new Error('no call was expected')) };

describe('Business Central over HTTP', () => {
  let erp: FakeBusinessCentral;
  let server: ODataServer;

  beforeEach(async () => {
    erp = new FakeBusinessCentral();
    server = await serveOData((call) => erp.answer(call));
  });
  afterEach(() => server.close());

  const connect = (env: Record<string, string> = {}): Connection =>
    connectErp(businessCentral, {
      env: { URL: `${server.url}/api/v2.0`, TOKEN_URL: `${server.url}/token`, CLIENT_ID: 'app', CLIENT_SECRET: 'secret', COMPANY, ...env },
      http: server.http,
      now: () => NOW,
    });
  const records = (messages: readonly Message[], topic: string): unknown[] => messages.filter((message) => message.topic === topic).map((message) => recordIn(message)['number']);
  const asked = (part: string): Call[] => server.calls.filter(({ target }) => target.includes(part));

  describe('pulling', () => {
    it('asks for each kind of record with its lines, in pages that the service cuts', async () => {
      const { messages } = await pullAll(connect({ PAGE_SIZE: '50' }));
      expect(messages.map(({ topic }) => topic)).toEqual(['purchaseOrders', 'purchaseReceipts']);
      expect(recordIn(messages[0]!)).toMatchObject({ number: 'EK-2042', promise: 'promised', purchaseOrderLines: [{ sequence: 10000 }, { sequence: 20000 }] });
      const [orders] = asked('/purchaseOrders?');
      expect(orders!.target).toBe(`/api/v2.0/companies(${COMPANY})/purchaseOrders?$expand=purchaseOrderLines&$orderby=number`);
      expect(orders!.headers).toMatchObject({ prefer: 'odata.maxpagesize=50', authorization: 'Bearer T1' });
      expect(asked('/token')).toHaveLength(1);
    });

    it('asks next for what was modified since', async () => {
      const { cursor } = await pullAll(connect());
      await pullAll(connect(), cursor);
      const since = (JSON.parse(cursor) as { collections: Record<string, { since: string }> }).collections['vendors']!.since;
      expect(asked('/vendors?').at(-1)!.target).toContain(`$filter=lastModifiedDateTime ge ${new Date(Date.parse(since) - 300_000).toISOString()}&`);
    });

    it('leaves out at first what was posted for orders that are gone, and tells of it as it happens', async () => {
      erp.receipts = ['EK-2042', 'EK-0001', ''];
      const { messages, cursor } = await pullAll(connect());
      expect(records(messages, 'purchaseReceipts')).toEqual(['WE-3000']);
      expect(records((await pullAll(connect(), cursor)).messages, 'purchaseReceipts')).toEqual(['WE-3000', 'WE-3001', 'WE-3002']);
    });

    it('fetches another token where the one has ended', async () => {
      const connection = connect();
      await pullAll(connection);
      erp.tokens += 1;
      expect((await pullAll(connection)).messages).toHaveLength(2);
      expect(asked('/token')).toHaveLength(2);
    });

    it('says whom it reached, and what may not be read', async () => {
      expect(await connect().check(signal)).toEqual({ ok: true, detail: `Business Central at ${server.url}/api/v2.0, company Kites & Co, as app` });
      const answer = erp.answer.bind(erp);
      erp.answer = (call) => (call.target.includes('/items?') ? { status: 403, body: {} } : answer(call));
      expect(await connect().check(signal)).toEqual({ ok: false, detail: expect.stringMatching(/cannot read items$/) as string });
    });
  });

  describe('confirming', () => {
    type Answer = PurchaseOrderConfirmationCommand['lines'][number];
    const answerTo = (sequence: number, answer: Partial<Answer> = {}): Answer => ({ externalId: `purchaseOrders/EK-2042/${sequence}`, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null, ...answer });
    const confirm = (connection: Connection, lines: Answer[], version: string | null = null): Promise<{ version: string | null }> =>
      connection.commands!.confirmPurchaseOrder!({ idempotencyKey: 'answer-1', purchaseOrder: { externalId: 'purchaseOrders/EK-2042', version, number: 'PO-1' }, supplierReference: 'SO-88', note: null, lines }, signal);
    const stored = async (connection: Connection): Promise<{ version: string; fact: object }> => {
      const { messages } = await pullAll(connection);
      const fact = connection.normalise(messages[0]!).facts[0]!;
      return { version: fact.source.version!, fact };
    };
    const batches = (): Call[] => asked('/$batch');

    it('writes the dates in one transaction, reads them back, and does it once', async () => {
      const connection = connect({ PROMISE: 'expected' });
      const { version } = await stored(connection);
      const lines = [answerTo(10000, { promisedDate: '2024-03-28' }), answerTo(20000)];
      const first = await confirm(connection, lines, version);
      expect(batches()[0]!.headers).toMatchObject({ isolation: 'snapshot' });
      expect(JSON.parse(batches()[0]!.body)).toEqual({
        requests: [
          {
            method: 'PATCH', id: '1', url: `companies(${COMPANY})/purchaseOrderLines(${String(erp.lines[0]!['id'])})`,
            headers: { 'content-type': 'application/json', 'if-match': 'W/"l10000"' }, body: { expectedReceiptDate: '2024-03-28' },
          },
        ],
      });
      const after = await stored(connection);
      expect(first.version).toBe(after.version);
      expect(after.fact).toMatchObject({ status: 'CONFIRMED', lines: [{ promisedDate: '2024-03-28' }, { promisedDate: '2024-03-20' }] });
      expect(await confirm(connection, lines, version)).toEqual(first);
      expect(batches()).toHaveLength(1);
    });

    it('writes the promised date and the supplier\'s number where the API has a place for them', async () => {
      erp.header['vendorOrderNumber'] = '';
      for (const line of erp.lines) line['promisedReceiptDate'] = '0001-01-01';
      const connection = connect();
      await confirm(connection, [answerTo(10000, { promisedDate: '2024-03-28' }), answerTo(20000)]);
      const { requests } = JSON.parse(batches()[0]!.body) as { requests: { body: object }[] };
      expect(requests.map(({ body }) => body)).toEqual([
        { vendorOrderNumber: 'SO-88' },
        { promisedReceiptDate: '2024-03-28', expectedReceiptDate: '2024-03-28' },
        { promisedReceiptDate: '2024-03-20' },
      ]);
      expect((await stored(connection)).fact).toMatchObject({ status: 'CONFIRMED', supplierReference: 'SO-88' });
    });

    it('refuses where the order is no longer what it was, with the version that stands', async () => {
      const connection = connect();
      const { version } = await stored(connection);
      erp.header['purchaser'] = 'somebody else';
      const now = (await stored(connection)).version;
      await expect(confirm(connection, [answerTo(10000, { promisedDate: '2024-03-28' })], version)).rejects.toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true, version: now } } });
      expect(batches()).toEqual([]);
    });

    it('takes a change between reading and writing (412) for a conflict, and nothing is written', async () => {
      erp.beforeWrite = () => void (erp.lines[1]!['@odata.etag'] = 'W/"other"');
      const lines = [answerTo(10000, { promisedDate: '2024-03-28' }), answerTo(20000, { promisedDate: '2024-03-28' })];
      await expect(confirm(connect(), lines)).rejects.toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true } } });
      expect(erp.lines.map(({ expectedReceiptDate: date }) => date)).toEqual(['2024-03-20', '2024-03-20']);
    });

    it.each([
      ['there is no purchaseOrders/EK-2042/70000', [answerTo(70000)]],
      ['2023-02-29 is no date', [answerTo(10000, { promisedDate: '2023-02-29' })]],
      ['the answer to purchaseOrders/EK-2042/20000 is more than a date', [answerTo(10000, { promisedDate: '2024-03-28' }), answerTo(20000, { answer: 'REFUSE' })]],
      ['more than a date', [answerTo(10000, { answer: 'BACKORDER', promisedDate: '2024-05-01' })]],
      ['more than a date', [answerTo(10000, { answer: 'CHANGE', quantity: '40' })]],
      ['more than a date', [answerTo(10000, { answer: 'CHANGE', unitPrice: '70' })]],
    ])('refuses, as a whole, what says: %s', async (message, lines) => {
      await expect(confirm(connect(), lines)).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(message) as string });
      expect(batches()).toEqual([]);
    });

    it('takes the quantity and price that stand there for no change', async () => {
      await confirm(connect(), [answerTo(10000, { answer: 'CHANGE', quantity: '50.00', unitPrice: '61.2500', promisedDate: '2024-03-28' })]);
      expect(erp.lines[0]!['expectedReceiptDate']).toBe('2024-03-28');
    });

    it('says that an order is not there', async () => {
      const command = { idempotencyKey: 'answer-1', purchaseOrder: { externalId: 'purchaseOrders/EK-9', version: null, number: 'PO-1' }, supplierReference: null, note: null, lines: [] };
      await expect(connect().commands!.confirmPurchaseOrder!(command, signal)).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('no purchase order EK-9') as string });
    });
  });
});

describe('webhooks of Business Central', () => {
  const env = { URL: 'https://bc.example.com/api/v2.0', TOKEN_URL: 'https://login.example.com/token', CLIENT_ID: 'app', CLIENT_SECRET: 'secret', COMPANY, WEBHOOK_SECRET: SECRET };
  const { webhook, normalise } = connectErp(businessCentral, { env, http: noHttp });
  const request = (body: string, url = ''): RawRequest => ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(body), receivedAt: NOW });
  const notification = (clientState?: string, changeType = 'updated'): object => ({ subscriptionId: 's1', resource: 'api/v2.0/companies(1)/items(2)', changeType, ...(clientState === undefined ? {} : { clientState }) });
  const sent = (...value: object[]): RawRequest => request(JSON.stringify({ value }));

  it('repeat the token of a subscription\'s address check', () => {
    expect(webhook!.handshake!(request('', '?validationToken=abc%2Fdef%3D'))).toEqual({ status: 200, contentType: 'text/plain; charset=utf-8', body: 'abc/def=' });
    expect(webhook!.handshake!(request('{}', ''))).toBeNull();
    expect(webhook!.handshake!(request('{}', '?other=1'))).toBeNull();
  });

  it.each(['', 'with%20blank', '%0d%0aSet-Cookie:x', 'x'.repeat(2049), '%C3%BC'])('do not repeat %j', (token) => {
    expect(() => webhook!.handshake!(request('', `?validationToken=${token}`))).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it('are taken with the state of our subscriptions, give no facts, ask for a pull, and are the same message each time', () => {
    const message = webhook!.verify(sent(notification(SECRET), notification(SECRET, 'deleted')));
    expect(message.topic).toBe('notifications');
    expect(webhook!.verify(sent(notification(SECRET), notification(SECRET, 'deleted'))).messageId).toBe(message.messageId);
    expect(normalise(message)).toEqual({ facts: [], unmapped: [{ path: 'value[1].changeType', value: 'deleted api/v2.0/companies(1)/items(2)' }], isNotice: true });
  });

  it.each([['deleted', false], ['collection', true], ['renamed', true]])('that say %s and nothing else ask for a pull: %s', (changeType, isNotice) => {
    expect(normalise(webhook!.verify(sent(notification(SECRET, changeType))))).toMatchObject({ facts: [], isNotice });
  });

  it.each([
    ['without a state', sent(notification())],
    ['with another state', sent(notification('guessed'))],
    ['of which one has another state', sent(notification(SECRET), notification('guessed'))],
    ['of which one has none', sent(notification(SECRET), notification())],
    ['with no notification', sent()],
    ['that is no JSON', request(SECRET)],
  ])('refuse a body %s', (_, raw) => {
    expect(() => webhook!.verify(raw)).toThrow(expect.objectContaining({ kind: 'auth' }) as Error);
  });

  it('are not taken without a secret; that nothing is signed is warned of, and a short one too', () => {
    const { WEBHOOK_SECRET: _, ...without } = env;
    expect(connectErp(businessCentral, { env: without, http: noHttp }).webhook).toBeUndefined();
    const warnings: string[] = [];
    const log = { info: () => undefined, error: () => undefined, warn: (_: object, text: string) => void warnings.push(text) };
    businessCentral.connect(businessCentral.parseConfig({ ...env, WEBHOOK_SECRET: 'short' }), { http: noHttp, now: () => NOW, log, watched: () => Promise.resolve([]) });
    expect(warnings).toEqual([expect.stringContaining('not signed'), expect.stringContaining('shorter than 16')]);
  });
});

describe('settings of Business Central', () => {
  const cloud = { TENANT: 'kites.example', CLIENT_ID: 'app', CLIENT_SECRET: 'secret', COMPANY: COMPANY.toUpperCase() };

  it('name the cloud by tenant and environment', () => {
    expect(businessCentral.parseConfig({ ...cloud, ENVIRONMENT: 'Sand box' })).toMatchObject({
      api: 'https://api.businesscentral.dynamics.com/v2.0/kites.example/Sand%20box/api/v2.0',
      login: { tokenUrl: 'https://login.microsoftonline.com/kites.example/oauth2/v2.0/token', scope: 'https://api.businesscentral.dynamics.com/.default' },
      company: COMPANY, promise: 'promised', webhookSecret: null, pageSize: 100, overlapSeconds: 300, sweepHours: 24,
    });
  });

  it.each([
    [{ COMPANY: 'CRONUS' }, 'COMPANY must be the id (GUID) of a company'],
    [{ PROMISE: 'maybe' }, 'PROMISE must be one of promised, expected'],
    [{ TENANT: '', URL: 'https://bc.example.com' }, 'TENANT is missing'],
  ])('name what is wrong with %j', (env, message) => expect(() => businessCentral.parseConfig({ ...cloud, ...env })).toThrow(message));
});
