/** A small S/4HANA for tests: a few documents of one purchase, behind the services and in the form that SAP gives them. */
import { batchAnswer, type Answer, type Call } from './odata-server.js';

const V2 = '/sap/opu/odata/sap/';
const CONFIRMATIONS = '/sap/opu/odata4/sap/api_supplierconfirmation/srvd_a2x/sap/supplierconfirmation/0001';
const PURCHASES_V4 = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001';
const DAY = 86_400_000;

export const ORDERED = Date.parse('2024-02-29T00:00:00Z');

type Stored = Record<string, unknown>;

const date = (ms: number): string => `/Date(${ms})/`;
const list = (results: readonly unknown[]): object => ({ d: { results } });

export class FakeSap {
  /** Date of each schedule line by item, in milliseconds. */
  readonly dates = new Map([['10', ORDERED + 15 * DAY], ['20', ORDERED + 15 * DAY]]);
  readonly confirmations: Stored[] = [];
  /** Changes whenever the order is written. */
  version = 1;
  /** Services that answer with links in place of lists. */
  deferred = false;
  reversed = false;
  /** Called before a write is carried out. */
  beforeWrite: () => void = () => undefined;

  answer(call: Call): Answer | undefined {
    const { method, target, headers } = call;
    if (headers['x-csrf-token'] === 'fetch') return { headers: { 'x-csrf-token': 'T', 'set-cookie': 'S=1; path=/' }, body: { d: {} } };
    if (method === 'POST' && (headers['x-csrf-token'] !== 'T' || headers['cookie'] !== 'S=1')) return { status: 403, body: 'CSRF token validation failed' };
    if (target.startsWith(`${CONFIRMATIONS}/Confirmation`)) return method === 'POST' ? this.#confirm(call) : { body: { value: this.confirmations } };
    if (target.endsWith('/$batch')) return this.#batch(call);
    if (target.startsWith(PURCHASES_V4)) return { body: { value: target.includes('/PurchaseOrderItem?') ? this.#units() : [this.#orderV4()] } };
    if (target.includes(`${V2}API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrderItem?`)) return { body: list(this.#units()) };
    if (target.includes(`${V2}API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrder?`)) return { body: list([this.#order()]) };
    if (target.includes(`${V2}API_MATERIAL_DOCUMENT_SRV/`)) return { body: list(this.#documents(target)) };
    return target.includes(V2) ? { body: list([]) } : undefined;
  }

  #order(): Stored {
    const uri = `http://inside:8000${V2}API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrder('4500000099')`;
    const items = { results: [...this.dates.keys()].map((item) => this.#item(item)) };
    return { ...this.#head(), __metadata: { uri, etag: `W/"${this.version}"` }, PurchasingDocumentDeletionCode: '', to_PurchaseOrderItem: this.deferred ? { __deferred: { uri: `${uri}/to_PurchaseOrderItem` } } : items };
  }

  #head(): Stored {
    return {
      PurchaseOrder: '4500000099', Supplier: '10300008', PurchasingProcessingStatus: '05', DocumentCurrency: 'EUR',
      PurchaseOrderDate: date(ORDERED), CreationDate: date(ORDERED), LastChangeDateTime: `/Date(${ORDERED + this.version * 1000}+0000)/`,
    };
  }

  #item(item: string): Stored {
    const uri = `http://inside:8000${V2}API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrderItem(PurchaseOrder='4500000099',PurchaseOrderItem='${item}')`;
    return {
      __metadata: { uri }, PurchaseOrder: '4500000099', PurchaseOrderItem: item, PurchaseOrderItemText: 'Glass blank', Material: '', OrderQuantity: '100.000', PurchaseOrderQuantityUnit: 'KG',
      OrderPriceUnit: 'KG', NetPriceAmount: '40.00', NetPriceQuantity: '1', PurchasingDocumentDeletionCode: '', IsCompletelyDelivered: false,
      to_ScheduleLine: this.deferred ? { __deferred: { uri: `${uri}/to_ScheduleLine` } } : { results: [this.#scheduleLine(item)] },
    };
  }

  #scheduleLine(item: string): Stored {
    return {
      __metadata: { etag: `W/"${item}-${this.version}"` }, PurchasingDocument: '4500000099', PurchasingDocumentItem: item, ScheduleLine: '1',
      ScheduleLineDeliveryDate: date(this.dates.get(item)!), SchedLineStscDeliveryDate: date(ORDERED + 15 * DAY), ScheduleLineOrderQuantity: '100.000',
    };
  }

  #orderV4(): Stored {
    const items = [...this.dates].map(([item, at]) => {
      const { to_ScheduleLine: _, __metadata: __, ...rest } = this.#item(item);
      const day = new Date(at).toISOString().slice(0, 10);
      const line = { PurchaseOrder: '4500000099', PurchaseOrderItem: item, ScheduleLine: '1', ScheduleLineDeliveryDate: day, SchedLineStscDeliveryDate: null, ScheduleLineOrderQuantity: 100 };
      return { ...rest, OrderQuantity: 100, NetPriceAmount: 40, NetPriceQuantity: 1, _PurchaseOrderScheduleLineTP: [line] };
    });
    const dated = { PurchaseOrderDate: '2024-02-29', CreationDate: '2024-02-29', LastChangeDateTime: new Date(ORDERED + this.version * 1000).toISOString() };
    return { ...this.#head(), ...dated, '@odata.etag': `W/"${this.version}"`, PurchaseOrderDeletionCode: '', _PurchaseOrderItem: items };
  }

  #units(): Stored[] {
    return [...this.dates.keys()].map((item) => ({ PurchaseOrder: '4500000099', PurchaseOrderItem: item, PurchaseOrderQuantityUnit: 'KG' }));
  }

  /** With `reversed` the list has the reversal alone, as for a day on which only that was posted. */
  #documents(target: string): Stored[] {
    const document = (number: string, movement: Stored): Stored => ({
      MaterialDocumentYear: '2024', MaterialDocument: number, PostingDate: date(ORDERED + 20 * DAY), CreationDate: date(ORDERED + 20 * DAY),
      to_MaterialDocumentItem: {
        results: [{ MaterialDocumentItem: '1', PurchaseOrder: '4500000099', PurchaseOrderItem: '10', QuantityInEntryUnit: '40.000', EntryUnit: 'KG', QuantityInBaseUnit: '40.000', MaterialBaseUnit: 'KG', ...movement }],
      },
    });
    const receipt = document('5000000044', { GoodsMovementType: '101', GoodsMovementIsCancelled: this.reversed, ReversedMaterialDocument: '' });
    if (!this.reversed || target.includes("MaterialDocument eq '5000000044'")) return [receipt];
    return [document('5000000045', { GoodsMovementType: '102', GoodsMovementIsCancelled: false, ReversedMaterialDocumentYear: '2024', ReversedMaterialDocument: '5000000044' })];
  }

  #confirm({ body }: Call): Answer {
    this.beforeWrite();
    const sent = JSON.parse(body) as Stored & { _SupplierConfirmationItemTP: Stored[] };
    const items = sent._SupplierConfirmationItemTP.map((item) => ({ _SupplierConfirmationLineTP: [], ...item }));
    const made = { ...sent, SupplierConfirmation: `590000000${this.confirmations.length + 1}`, LastChangeDateTime: '2024-03-04T08:00:00Z', _SupplierConfirmationItemTP: items };
    this.confirmations.push(made);
    return { status: 201, body: made };
  }

  #batch({ body }: Call): Answer {
    const links = [...body.matchAll(/^GET \S+PurchaseOrderItem='(\d+)'\)\/to_ScheduleLine HTTP/gm)];
    if (links.length > 0) return batchAnswer(links.map(([, item]) => ({ status: 200, body: list([this.#scheduleLine(item!)]) })));
    this.beforeWrite();
    const writes = [...body.matchAll(/ScheduleLine\(PurchasingDocument='4500000099',PurchasingDocumentItem='(\d+)'[^]*?if-match: W\/"(\S+?)"[^]*?Date\((\d+)\)/g)];
    const isStale = writes.some(([, item, etag]) => etag !== `${item}-${this.version}`);
    if (isStale) return batchAnswer([{ status: 412, body: { error: { code: 'PRECONDITION' } } }]);
    for (const [, item, , at] of writes) this.dates.set(item!, Number(at));
    this.version += 1;
    return batchAnswer(writes.map(() => ({ status: 204, body: '' })));
  }
}
