import type { Connection, PurchaseOrderConfirmationCommand } from '../../src/connectors/contract.js';
import type { PurchaseOrderFact } from '../../src/domain/facts.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import type { TestServer } from '../http/server.js';
import { FakeOdoo } from '../support/fake-odoo.js';
import { connectOdoo } from '../support/odoo-connection.js';
import { fillOdoo } from '../support/odoo-company.js';
import { normaliseAll, pullAll } from '../support/pulling.js';

type Line = PurchaseOrderConfirmationCommand['lines'][number];

const NOW = new Date('2026-03-05T12:00:00Z');
const { signal } = new AbortController();

describe.each(['json2', 'jsonrpc'] as const)("writing a supplier's confirmation into Odoo by %s", (api) => {
  let odoo: FakeOdoo;
  let server: TestServer;
  let http: ClosableHttpClient;
  let connection: Connection;

  beforeEach(async () => {
    odoo = new FakeOdoo(api);
    fillOdoo(odoo, 1);
    server = await odoo.start();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    connection = connectOdoo({ API: api, URL: server.url, DATABASE: 'main', USERNAME: 'gateway' }, http, () => NOW);
  });

  afterEach(async () => {
    http.close();
    await server.close();
  });

  const purchase = async (): Promise<PurchaseOrderFact> => {
    const { facts } = normaliseAll(connection, (await pullAll(connection)).messages);
    return facts.find((fact): fact is PurchaseOrderFact => fact.kind === 'purchaseOrder')!;
  };
  const confirm = (command: PurchaseOrderConfirmationCommand): Promise<{ version: string | null }> => connection.commands!.confirmPurchaseOrder!(command, signal);
  const writes = (): string[] => odoo.calls.map(({ method }) => method).filter((method) => method === 'write' || method === 'message_post');
  const field = api === 'json2' ? 'acknowledged' : 'mail_reception_confirmed';

  it('is read again as it was given, and the same command does nothing a second time', async () => {
    const order = await purchase();
    const command = commandFor(order, [answer(800, { promisedDate: '2026-04-10' }), answer(801, {})], 'Goods leave <soon>');
    const { version } = await confirm(command);
    const after = await purchase();
    expect(after.source.version).toBe(version);
    expect(after).toMatchObject({
      status: 'CONFIRMED',
      supplierReference: 'AB-4711',
      lines: [
        { promisedDate: '2026-04-10', status: 'ACCEPTED' },
        { promisedDate: '2026-04-02', status: 'ACCEPTED' },
      ],
    });
    expect(odoo.row('purchase.order', 80)).toMatchObject({ [field]: true, partner_ref: 'AB-4711' });
    expect(odoo.row('purchase.order.line', 800)).toMatchObject({ date_planned: '2026-04-10 12:00:00' });
    expect([...odoo.tables.get('mail.message')!.values()]).toMatchObject([{ res_id: 80, body: expect.stringContaining("Supplier's answer: Goods leave ‹soon›") as string }]);
    expect(writes()).toEqual(['write', 'message_post']);
    // With the version that it bore the first time: what is done already is no conflict.
    expect(await confirm(command)).toEqual({ version });
    expect(writes()).toEqual(['write', 'message_post']);
  });

  it('writes agreed dates alone; proposals and refusals are notes, and take a yes back', async () => {
    const order = await purchase();
    await confirm(commandFor(order, [answer(800, {}), answer(801, {})]));
    await confirm(commandFor(await purchase(), [answer(800, { answer: 'BACKORDER', quantity: '5', promisedDate: '2026-05-01' }), answer(801, { answer: 'REFUSE', promisedDate: '2026-05-02' })]));
    const after = await purchase();
    expect(after.status).toBe('ISSUED');
    expect(after.lines.map(({ status, promisedDate, requestedDate }) => [status, promisedDate, requestedDate])).toEqual([[undefined, undefined, undefined], [undefined, undefined, undefined]]);
    expect(odoo.row('purchase.order.line', 800)['date_planned']).toBe('2026-04-02 10:00:00');
    const notes = [...odoo.tables.get('mail.message')!.values()].map(({ body }) => body);
    expect(notes).toEqual([
      expect.stringMatching(/^<p>Supplier's answer: Blue ink: backordered, quantity 5, 2026-05-01 \[[0-9a-f]{12}\]<\/p>$/),
      expect.stringMatching(/Blue ink: refused \[/),
    ]);
  });

  it('leaves the whole unacknowledged while a line has no answer', async () => {
    await confirm(commandFor(await purchase(), [answer(800, { promisedDate: '2026-04-10' })]));
    expect(odoo.row('purchase.order', 80)[field] ?? odoo.row('purchase.order', 80)['acknowledged']).toBe(false);
    expect(odoo.row('purchase.order.line', 800)['date_planned']).toBe('2026-04-10 12:00:00');
  });

  it('is refused where a line was changed since it was read, naming the version that stands', async () => {
    const order = await purchase();
    Object.assign(odoo.row('purchase.order.line', 801), { product_qty: 41, write_date: '2026-03-05 11:00:00' });
    const error = await confirm(commandFor(order, [answer(800, { promisedDate: '2026-04-10' })])).catch((caught: unknown) => caught);
    const again = await purchase();
    expect(error).toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true, version: again.source.version } } });
    expect(writes()).toEqual([]);
    await expect(confirm(commandFor(again, [answer(800, { promisedDate: '2026-04-10' })]))).resolves.toBeDefined();
  });

  it('keeps a change that somebody makes to other fields between reading and writing', async () => {
    const order = await purchase();
    odoo.meddle = () => {
      odoo.meddle = null;
      Object.assign(odoo.row('purchase.order.line', 801), { product_qty: 55 });
    };
    await confirm(commandFor(order, [answer(800, { promisedDate: '2026-04-10' })]));
    expect((await purchase()).lines[1]).toMatchObject({ quantity: '55' });
  });

  it.each<[string, (order: PurchaseOrderFact) => Partial<PurchaseOrderConfirmationCommand>, RegExp]>([
    ['an unknown purchase', () => ({ purchaseOrder: { externalId: 'purchase.order,999', version: null, number: 'PO-1' } }), /no purchase purchase\.order,999/],
    ['the id of something else', () => ({ purchaseOrder: { externalId: 'sale.order,1', version: null, number: 'PO-1' } }), /no purchase sale\.order,1/],
    ['a line of another purchase', () => ({ lines: [answer(810, {})] }), /has no purchase\.order\.line,810/],
    ['a date that does not exist', () => ({ lines: [answer(800, { promisedDate: '2026-02-29' })] }), /2026-02-29 is no date/],
  ])('refuses %s', async (_what, change, problem) => {
    const order = await purchase();
    await expect(confirm({ ...commandFor(order, []), ...change(order) })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(problem) as string });
    expect(writes()).toEqual([]);
  });

  it('takes none for a cancelled purchase', async () => {
    odoo.row('purchase.order', 80)['state'] = 'cancel';
    await expect(confirm(commandFor(await purchase(), []))).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('cancelled') as string });
  });
});

function answer(id: number, given: Partial<Line>): Line {
  return { externalId: `purchase.order.line,${id}`, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null, ...given };
}

function commandFor(order: PurchaseOrderFact, lines: readonly Line[], note: string | null = null): PurchaseOrderConfirmationCommand {
  const { externalId, version } = order.source;
  return { idempotencyKey: 'answer-1', purchaseOrder: { externalId, version, number: 'PO-1' }, supplierReference: 'AB-4711', note, lines };
}
