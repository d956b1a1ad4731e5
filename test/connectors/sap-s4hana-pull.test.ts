import type { Connection, Message } from '../../src/connectors/contract.js';
import { sapS4hana } from '../../src/connectors/erp/sap-s4hana/index.js';
import type { Fact } from '../../src/domain/facts.js';
import { connectErp, pullAll, recordIn } from '../support/erp-connection.js';
import { serveOData, type ODataServer } from '../support/odata-server.js';
import { FakeSap } from '../support/sap.js';

const NOW = new Date('2024-03-10T12:00:00Z');

describe('pulling from S/4HANA', () => {
  let sap: FakeSap;
  let server: ODataServer;

  beforeEach(async () => {
    sap = new FakeSap();
    server = await serveOData((call) => sap.answer(call));
  });
  afterEach(() => server.close());

  const connect = (env: Record<string, string> = {}): Connection =>
    connectErp(sapS4hana, { env: { URL: server.url, USERNAME: 'gateway', PASSWORD: 'secret', CLIENT: '100', ...env }, http: server.http, now: () => NOW });
  const factsOf = (messages: readonly Message[]): Fact[] => messages.flatMap((message) => connect().normalise(message).facts);
  const targets = (part: string): string[] => server.calls.map(({ target }) => target).filter((target) => target.includes(part));

  it('sends orders before what came for them, with confirmations and ordered units added', async () => {
    const { messages } = await pullAll(connect());
    expect(messages.map(({ topic }) => topic)).toEqual(['A_PurchaseOrder', 'A_MaterialDocumentHeader']);
    expect(recordIn(messages[0]!)).toMatchObject({ PurchaseOrder: '4500000099', confirmations: [], to_PurchaseOrderItem: [{ PurchaseOrderItem: '10', to_ScheduleLine: [{ ScheduleLine: '1' }] }, {}] });
    expect(factsOf(messages)).toMatchObject([
      { kind: 'purchaseOrder', status: 'ISSUED', orderedAt: '2024-02-29T00:00:00Z', lines: [{ requestedDate: '2024-03-15' }, { requestedDate: '2024-03-15' }] },
      { kind: 'receipt', receivedOn: '2024-03-20', lines: [{ purchaseOrderLine: 'purchaseOrder/4500000099/10', quantity: '40' }] },
    ]);
    expect(server.calls.every(({ headers }) => headers['sap-client'] === '100')).toBe(true);
    expect(targets('A_PurchaseOrder?')[0]).toContain('$expand=to_PurchaseOrderItem/to_ScheduleLine&$orderby=PurchaseOrder&$top=100');
  });

  it('gives the same messages where the lists come as links, with two calls for all of them', async () => {
    const inPlace = await pullAll(connect());
    sap.deferred = true;
    sap.answer = ((answer) => (call) => {
      // One list of one order is fetched by itself.
      if (!call.target.endsWith("A_PurchaseOrder('4500000099')/to_PurchaseOrderItem")) return answer(call);
      const order = answer({ ...call, target: call.target.replace(/A_PurchaseOrder.*/, 'A_PurchaseOrder?') })!.body as { d: { results: object[] } };
      expect(order.d.results).toHaveLength(1);
      return { body: { d: { results: ['10', '20'].map((item) => ({ ...itemOf(item) })) } } };
    })(sap.answer.bind(sap));
    const itemOf = (item: string): object => ({
      ...((recordIn(inPlace.messages[0]!)['to_PurchaseOrderItem'] as Record<string, unknown>[]).find((one) => one['PurchaseOrderItem'] === item)!),
      to_ScheduleLine: { __deferred: { uri: `http://inside:8000/sap/opu/odata/sap/API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrderItem(PurchaseOrder='4500000099',PurchaseOrderItem='${item}')/to_ScheduleLine` } },
    });
    const linked = await pullAll(connect());
    expect(linked.messages.map(({ messageId }) => messageId)).toEqual(inPlace.messages.map(({ messageId }) => messageId));
    expect(targets('$batch')).toHaveLength(1);
  });

  it('asks next for what was made or changed since, a day earlier where only the day is known', async () => {
    const { cursor } = await pullAll(connect());
    const before = server.calls.length;
    await pullAll(connect(), cursor);
    const asked = server.calls.slice(before).map(({ target }) => target);
    const from = JSON.parse(cursor) as { collections: Record<string, { since: string }> };
    const since = new Date(Date.parse(from.collections['A_PurchaseOrder']!.since) - 300_000);
    const day = new Date(since.getTime() - 86_400_000).toISOString().slice(0, 10);
    expect(asked.find((target) => target.includes('A_PurchaseOrder?'))).toContain(
      `$filter=(LastChangeDateTime ge datetimeoffset'${since.toISOString()}' or CreationDate ge datetime'${day}T00:00:00')`,
    );
    expect(asked.find((target) => target.includes('A_BusinessPartner?'))).toMatch(/\$filter=\(Customer ne '' or Supplier ne ''\) and \(LastChangeDate ge datetime'.*' or CreationDate ge datetime'/);
  });

  it('tells an order anew whose confirmation alone has changed', async () => {
    const { cursor, messages } = await pullAll(connect());
    sap.confirmations.push({
      SupplierConfirmation: '5900000001', SuplrConfRefPurchaseOrder: '4500000099', SuplrConfExternalReference: 'AB-77', LastChangeDateTime: '2024-03-04T08:00:00Z',
      _SupplierConfirmationItemTP: ['10', '20'].map((item) => ({ SuplrConfRefPurchaseOrderItem: `000${item}`, ItemIsRejectedBySupplier: false, _SupplierConfirmationLineTP: [{ DeliveryDate: '2024-03-22', ConfirmedQuantity: 100 }] })),
    });
    // The order itself has not: its own list is empty.
    const answer = sap.answer.bind(sap);
    sap.answer = (call) => (call.target.includes('A_PurchaseOrder?') && call.target.includes('LastChangeDateTime') ? { body: { d: { results: [] } } } : answer(call));
    const changed = (await pullAll(connect(), cursor)).messages.filter(({ messageId }) => !messages.some((one) => one.messageId === messageId));
    expect(factsOf(changed)).toMatchObject([{ kind: 'purchaseOrder', status: 'CONFIRMED', supplierReference: 'AB-77', lines: [{ promisedDate: '2024-03-22' }, { promisedDate: '2024-03-22' }] }]);
    expect(targets('/Confirmation?').at(-2)).toMatch(/\$filter=\(LastChangeDateTime ge 20\S+Z or CreationDate ge 20\d\d-\d\d-\d\d\)/);
  });

  it('tells a receipt anew that a later document reverses', async () => {
    const { cursor } = await pullAll(connect());
    sap.reversed = true;
    const { messages } = await pullAll(connect(), cursor);
    expect(messages.filter(({ topic }) => topic === 'A_MaterialDocumentHeader').map((message) => recordIn(message)['MaterialDocument'])).toEqual(['5000000044', '5000000045']);
    expect(factsOf(messages).filter(({ kind }) => kind === 'receipt')).toMatchObject([{ number: '5000000044/2024', lines: [] }]);
  });

  it('reads purchase orders from the newer API into the same facts', async () => {
    const [v2] = factsOf((await pullAll(connect())).messages);
    const { messages } = await pullAll(connect({ PURCHASE_ORDER_API: 'v4' }));
    const [v4] = factsOf(messages);
    expect(v4).toEqual({ ...v2, source: { ...v2!.source, version: v4!.source.version } });
    expect(targets('api_purchaseorder_2').at(0)).toContain('PurchaseOrder?$expand=_PurchaseOrderItem($expand=_PurchaseOrderScheduleLineTP)&$orderby=PurchaseOrder&$top=100');
  });

  it('asks for one company and one sales organisation where it is told to', async () => {
    await pullAll(connect({ COMPANY_CODE: '2010', SALES_ORGANIZATION: "20'1" }));
    expect(targets('A_PurchaseOrder?')[0]).toContain("$filter=CompanyCode eq '2010'&");
    expect(targets('A_SalesOrder?')[0]).toContain("$filter=SalesOrganization eq '20''1'&");
  });

  it('asks for no confirmations where there are none', async () => {
    await pullAll(connect({ CONFIRMATIONS: 'schedule-line' }));
    expect(targets('supplierconfirmation')).toEqual([]);
  });

  it('checks every service, and says which one may not be read', async () => {
    const { signal } = new AbortController();
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `S/4HANA at ${server.url} as gateway` });
    const answer = sap.answer.bind(sap);
    sap.answer = (call) => (call.target.includes('API_PRODUCT_SRV') ? { status: 403, body: {} } : answer(call));
    expect(await connect().check(signal)).toEqual({ ok: false, detail: `S/4HANA at ${server.url} as gateway: cannot read A_Product (403)` });
  });
});

describe('settings', () => {
  const config = (env: Record<string, string>): unknown => {
    try {
      return sapS4hana.parseConfig(env);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const basics = { URL: 'https://s4.example.com/', USERNAME: 'a', PASSWORD: 'b' };

  it('take OAuth in place of name and password', () => {
    expect(config({ URL: 'https://s4.example.com/', TOKEN_URL: 'https://login.example.com/token', CLIENT_ID: 'c', CLIENT_SECRET: 'd' })).toMatchObject({
      url: 'https://s4.example.com', login: { tokenUrl: 'https://login.example.com/token', clientId: 'c', clientSecret: 'd', scope: null },
    });
    expect(config({ URL: 'https://s4.example.com', CLIENT_ID: 'c' })).toBe('TOKEN_URL is missing; CLIENT_SECRET is missing');
  });

  it.each([
    [{ URL: 'ftp://x' }, 'URL must be an http or https address without user, query or fragment'],
    [{ CLIENT: '10' }, 'CLIENT must be three digits'],
    [{ PURCHASE_ORDER_API: 'v3' }, 'PURCHASE_ORDER_API must be one of v2, v4'],
    [{ PURCHASE_ORDER_API: 'v4', CONFIRMATIONS: 'schedule-line' }, 'CONFIRMATIONS=schedule-line needs PURCHASE_ORDER_API=v2'],
    [{ PAGE_SIZE: '0', SWEEP_HOURS: 'x' }, 'PAGE_SIZE must be a whole number from 1 to 5000; SWEEP_HOURS must be a whole number from 0 to 8760'],
  ])('name what is wrong with %j', (env, message) => expect(config({ ...basics, ...env })).toBe(message));
});
