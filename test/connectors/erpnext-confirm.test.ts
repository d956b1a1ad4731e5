import type { Connection, PurchaseOrderConfirmationCommand } from '../../src/connectors/contract.js';
import type { PurchaseOrderFact } from '../../src/domain/facts.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import type { TestServer } from '../http/server.js';
import { connectErpnext } from '../support/erpnext-connection.js';
import { fillErpnext } from '../support/erpnext-company.js';
import { FakeErpnext, type Doc } from '../support/fake-erpnext.js';
import { normaliseAll, pullAll } from '../support/pulling.js';

type Line = PurchaseOrderConfirmationCommand['lines'][number];

const NOW = new Date('2026-03-05T23:30:00Z');
const { signal } = new AbortController();

describe("writing a supplier's confirmation into ERPNext", () => {
  let erpnext: FakeErpnext;
  let server: TestServer;
  let http: ClosableHttpClient;
  let connection: Connection;

  beforeEach(async () => {
    erpnext = new FakeErpnext();
    fillErpnext(erpnext, 1);
    server = await erpnext.start();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    connection = connectErpnext({ URL: server.url }, http, () => NOW);
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
  const writes = (): string[] => erpnext.calls.filter((call) => call.startsWith('PUT') || call === 'POST Comment');
  const comments = (): unknown[] => [...(erpnext.documents.get('Comment')?.values() ?? [])].map(({ content }) => content);

  it('is read again as it was given, and the same command does nothing a second time', async () => {
    const order = await purchase();
    const command = commandFor(order, [answer('po-row-1-1', { promisedDate: '2026-04-10' }), answer('po-row-1-2', {})], 'Goods leave <soon> & safe');
    const { version } = await confirm(command);
    const after = await purchase();
    expect(after.source.version).toBe(version);
    expect(after).toMatchObject({
      status: 'CONFIRMED',
      supplierReference: 'AB-4711',
      lines: [
        { requestedDate: '2026-04-02', promisedDate: '2026-04-10', status: 'ACCEPTED' },
        { requestedDate: '2026-04-02', promisedDate: '2026-04-02', status: 'ACCEPTED' },
      ],
    });
    // The day of the site, which is ahead of UTC. Fields that are not ours stay in the rows.
    expect(erpnext.get('Purchase Order', 'PO-1')).toMatchObject({ order_confirmation_date: '2026-03-06', items: [{ warehouse: 'Stores' }, { warehouse: 'Stores' }] });
    expect(comments()).toEqual([expect.stringMatching(/^Supplier's answer: Goods leave &lt;soon&gt; &amp; safe \[[0-9a-f]{12}\]$/)]);
    expect(writes()).toEqual(['PUT Purchase Order/PO-1', 'POST Comment']);
    // With the version that it bore the first time: what is done already is no conflict.
    expect(await confirm(command)).toEqual({ version });
    expect(writes()).toHaveLength(2);
  });

  it('writes agreed dates alone; proposals and refusals are comments', async () => {
    await confirm(commandFor(await purchase(), [answer('po-row-1-1', { promisedDate: '2026-04-10' }), answer('po-row-1-2', { answer: 'CHANGE', unitPrice: '2.75', promisedDate: '2026-05-01' })]));
    const after = await purchase();
    expect(after.status).toBe('PARTLY_CONFIRMED');
    expect(after.lines.map(({ status, promisedDate }) => [status, promisedDate])).toEqual([['ACCEPTED', '2026-04-10'], [undefined, undefined]]);
    expect(comments()).toEqual([expect.stringContaining('INK-B: change proposed, unit price 2.75, 2026-05-01')]);
  });

  it('does not make a yes of a refusal, and takes back a yes that was given before', async () => {
    await confirm(commandFor(await purchase(), [answer('po-row-1-1', { answer: 'REFUSE' }), answer('po-row-1-2', { answer: 'BACKORDER' })]));
    expect(await purchase()).toMatchObject({ status: 'ISSUED', supplierReference: 'AB-4711', lines: [{ status: undefined }, { status: undefined }] });
    await confirm(commandFor(await purchase(), [answer('po-row-1-1', {}), answer('po-row-1-2', {})]));
    expect(await purchase()).toMatchObject({ status: 'CONFIRMED' });
    await confirm(commandFor(await purchase(), [answer('po-row-1-1', { answer: 'REFUSE' })]));
    expect(await purchase()).toMatchObject({ status: 'PARTLY_CONFIRMED', lines: [{ status: undefined, promisedDate: undefined }, { status: 'ACCEPTED' }] });
    Object.assign(erpnext.get('Purchase Order', 'PO-1'), { items: (erpnext.get('Purchase Order', 'PO-1')['items'] as Doc[]).map((item) => ({ ...item, expected_delivery_date: null })) });
    expect(await purchase()).toMatchObject({ status: 'CONFIRMED' });
    await confirm(commandFor(await purchase(), [answer('po-row-1-1', { answer: 'REFUSE' })]));
    expect(await purchase()).toMatchObject({ status: 'ISSUED' });
  });

  it('is refused where the order was changed since it was read, naming the version that stands', async () => {
    const order = await purchase();
    Object.assign(erpnext.get('Purchase Order', 'PO-1'), { modified: '2026-03-05 14:00:00' });
    const error = await confirm(commandFor(order, [answer('po-row-1-1', { promisedDate: '2026-04-10' })])).catch((caught: unknown) => caught);
    const again = await purchase();
    expect(error).toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true, version: again.source.version } } });
    expect(writes()).toEqual([]);
    await expect(confirm(commandFor(again, [answer('po-row-1-1', { promisedDate: '2026-04-10' })]))).resolves.toBeDefined();
  });

  it('is refused where the order changes between reading and writing', async () => {
    const order = await purchase();
    erpnext.meddle = () => void Object.assign(erpnext.get('Purchase Order', 'PO-1'), { modified: '2026-03-05 14:00:00' });
    await expect(confirm(commandFor(order, [answer('po-row-1-1', {})]))).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('while it was written') as string,
      details: { status: 409, cause: { conflict: true, version: expect.stringMatching(/^2026-03-05 14:00:00\//) as string } },
    });
    expect((erpnext.get('Purchase Order', 'PO-1')['items'] as Doc[])[0]).toMatchObject({ expected_delivery_date: null });
  });

  it('tells a value that ERPNext refuses from a conflict, though both come with 417', async () => {
    const command = { ...commandFor(await purchase(), []), supplierReference: 'refused' };
    await expect(confirm(command)).rejects.toMatchObject({ kind: 'rejected', details: { status: 417 } });
  });

  it.each<[string, (order: PurchaseOrderFact) => Partial<PurchaseOrderConfirmationCommand>, RegExp]>([
    ['an unknown order', () => ({ purchaseOrder: { externalId: 'Purchase Order/PO-9', version: null, number: 'PO-1' } }), /404/],
    ['the id of something else', () => ({ purchaseOrder: { externalId: 'Sales Order/SO-1', version: null, number: 'PO-1' } }), /is no Purchase Order/],
    ['a line of another order', () => ({ lines: [answer('po-row-2-1', {})] }), /has no Purchase Order Item\/po-row-2-1/],
    ['a date that does not exist', () => ({ lines: [answer('po-row-1-1', { promisedDate: '2026-02-29' })] }), /2026-02-29 is no date/],
  ])('refuses %s', async (_what, change, problem) => {
    const order = await purchase();
    await expect(confirm({ ...commandFor(order, []), ...change(order) })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(problem) as string });
    expect(writes()).toEqual([]);
  });

  it('takes none for an order that is not submitted', async () => {
    Object.assign(erpnext.get('Purchase Order', 'PO-1'), { docstatus: 2, status: 'Cancelled' });
    await expect(confirm(commandFor(await purchase(), []))).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('Cancelled') as string });
  });
});

function answer(row: string, given: Partial<Line>): Line {
  return { externalId: `Purchase Order Item/${row}`, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null, ...given };
}

function commandFor(order: PurchaseOrderFact, lines: readonly Line[], note: string | null = null): PurchaseOrderConfirmationCommand {
  const { externalId, version } = order.source;
  return { idempotencyKey: 'answer-1', purchaseOrder: { externalId, version, number: 'PO-1' }, supplierReference: 'AB-4711', note, lines };
}
