import type { Connection, PurchaseOrderConfirmationCommand } from '../../src/connectors/contract.js';
import { sapS4hana } from '../../src/connectors/erp/sap-s4hana/index.js';
import { connectErp, pullAll } from '../support/erp-connection.js';
import { serveOData, type Call, type ODataServer } from '../support/odata-server.js';
import { FakeSap } from '../support/sap.js';

type Answer = PurchaseOrderConfirmationCommand['lines'][number];

const { signal } = new AbortController();
const ORDER = 'purchaseOrder/4500000099';

function answerTo(item: string, answer: Partial<Answer> = {}): Answer {
  return { externalId: `${ORDER}/${item}`, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null, ...answer };
}

describe.each(['supplier-confirmation', 'schedule-line'])('confirming in S/4HANA by %s', (confirmations) => {
  let sap: FakeSap;
  let server: ODataServer;
  let connection: Connection;
  let version: string;

  const confirm = (lines: Answer[], changes: Partial<PurchaseOrderConfirmationCommand> = {}): Promise<{ version: string | null }> =>
    connection.commands!.confirmPurchaseOrder!({ idempotencyKey: 'answer-1', purchaseOrder: { externalId: ORDER, version, number: 'PO-1' }, supplierReference: 'AB-77', note: null, lines, ...changes }, signal);
  const stored = async (): Promise<{ version: string; fact: object }> => {
    const { messages } = await pullAll(connection);
    const fact = connection.normalise(messages.find(({ topic }) => topic === 'A_PurchaseOrder')!).facts[0]!;
    return { version: fact.source.version!, fact };
  };
  const writes = (): Call[] => server.calls.filter(({ method }) => method === 'POST');

  beforeEach(async () => {
    sap = new FakeSap();
    server = await serveOData((call) => sap.answer(call));
    connection = connectErp(sapS4hana, { env: { URL: server.url, USERNAME: 'gateway', PASSWORD: 'secret', CONFIRMATIONS: confirmations }, http: server.http });
    ({ version } = await stored());
  });
  afterEach(() => server.close());

  it('writes the dates in one call, reads them back, and does it once', async () => {
    const lines = [answerTo('10', { promisedDate: '2024-03-18' }), answerTo('20', { answer: 'CHANGE', promisedDate: '2024-03-22' })];
    const first = await confirm(lines);
    expect(writes()).toHaveLength(1);
    const after = await stored();
    expect(first.version).toBe(after.version);
    expect(after.fact).toMatchObject({ status: 'CONFIRMED', lines: [{ promisedDate: '2024-03-18', requestedDate: '2024-03-15' }, { promisedDate: '2024-03-22', requestedDate: '2024-03-15' }] });
    // Told again, with the version of before as well: nothing is left to do.
    expect(await confirm(lines)).toEqual(first);
    expect(writes()).toHaveLength(1);
  });

  it('refuses where the order is no longer what it was, with the version that stands', async () => {
    sap.version += 1;
    const now = (await stored()).version;
    await expect(confirm([answerTo('10', { promisedDate: '2024-03-18' })])).rejects.toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true, version: now } } });
    expect(writes()).toEqual([]);
  });

  it.each([
    ['no purchase order of S/4HANA', [], { purchaseOrder: { externalId: 'purchase.purchase,7', version: null, number: 'PO-1' } }],
    ['has no purchaseOrder/4500000099/70', [answerTo('70')], {}],
    ['2023-02-29 is no date', [answerTo('10', { promisedDate: '2023-02-29' })], {}],
  ])('refuses what says: %s', async (message, lines, changes) => {
    await expect(confirm(lines, changes)).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(message) as string });
    expect(writes()).toEqual([]);
  });

  if (confirmations === 'supplier-confirmation') {
    it('says what was answered: part and day, price, a no', async () => {
      await confirm([answerTo('10', { answer: 'CHANGE', quantity: '60', unitPrice: '41.5', promisedDate: '2024-03-20' }), answerTo('20', { answer: 'REFUSE' })]);
      expect(JSON.parse(writes()[0]!.body)).toEqual({
        SuplrConfRefPurchaseOrder: '4500000099',
        SuplrConfExternalReference: 'AB-77',
        _SupplierConfirmationItemTP: [
          {
            SuplrConfRefPurchaseOrderItem: '10', SupplierConfirmedNetPrice: 41.5, SuplrConfNetPriceQuantity: 1, DocumentCurrency: 'EUR',
            _SupplierConfirmationLineTP: [{ DeliveryDate: '2024-03-20', ConfirmedQuantity: 60, PurchaseOrderQuantityUnit: 'KG' }],
          },
          { SuplrConfRefPurchaseOrderItem: '20', ItemIsRejectedBySupplier: true },
        ],
      });
      // A part is not a yes.
      expect((await stored()).fact).toMatchObject({ status: 'ISSUED', supplierReference: 'AB-77', lines: [{ lineNo: 10, status: undefined }, { lineNo: 20, status: 'REFUSED' }] });
    });

    it('takes a yes without a date for one to the schedule, and a backorder without one for nothing to be written', async () => {
      await confirm([answerTo('10')]);
      expect(JSON.parse(writes()[0]!.body)).toMatchObject({ _SupplierConfirmationItemTP: [{ _SupplierConfirmationLineTP: [{ DeliveryDate: '2024-03-15', ConfirmedQuantity: 100 }] }] });
      await expect(confirm([answerTo('20', { answer: 'BACKORDER' })])).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('needs a date') as string });
    });

    it('adds no second confirmation of the same goods', async () => {
      ({ version } = { version: (await confirm([answerTo('10', { promisedDate: '2024-03-18' })])).version! });
      await expect(confirm([answerTo('10', { promisedDate: '2024-03-28' }), answerTo('20')])).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('item 10 is confirmed otherwise') as string });
      expect(writes()).toHaveLength(1);
      await confirm([answerTo('10', { promisedDate: '2024-03-18' }), answerTo('20')]);
      expect(JSON.parse(writes()[1]!.body)).toMatchObject({ _SupplierConfirmationItemTP: [{ SuplrConfRefPurchaseOrderItem: '20' }] });
    });
  } else {
    it('writes under the version that it read, so that a change in between is a conflict', async () => {
      sap.beforeWrite = () => void (sap.version += 1);
      await expect(confirm([answerTo('10', { promisedDate: '2024-03-18' })])).rejects.toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true } } });
      expect(sap.dates.get('10')).toBe(Date.parse('2024-03-15T00:00:00Z'));
      expect(writes()[0]!.body).toContain('{"ScheduleLineDeliveryDate":"/Date(1710720000000)/"}');
    });

    it.each([
      ['a no', { answer: 'REFUSE' }],
      ['a part later', { answer: 'BACKORDER', promisedDate: '2024-05-01' }],
      ['another quantity', { answer: 'CHANGE', quantity: '60' }],
      ['another price', { answer: 'CHANGE', unitPrice: '41' }],
    ] as const)('leaves %s to the buyer, and the other lines with it', async (_, answer) => {
      await expect(confirm([answerTo('10', { promisedDate: '2024-03-18' }), answerTo('20', answer)])).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('items 20') as string });
      expect(writes()).toEqual([]);
    });

    it('leaves the dates where a yes names none', async () => {
      await confirm([answerTo('10'), answerTo('20')]);
      expect(writes()).toEqual([]);
    });
  }
});
