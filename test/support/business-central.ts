/** A small Business Central for tests: one order, one receipt, in the form that API v2.0 gives them. */
import type { Answer, Call } from './odata-server.js';

export const COMPANY = '6c1f0a10-0000-4000-8000-000000000001';
const VENDOR = '6c1f0a10-0000-4000-8000-0000000000e1';
const ROOT = '/api/v2.0';

type Stored = Record<string, unknown>;

const THREE_DAYS = 3 * 86_400_000;

export class FakeBusinessCentral {
  readonly header: Stored = {
    '@odata.etag': 'W/"h1"', id: '6c1f0a10-0000-4000-8000-0000000000f1', number: 'EK-2042', orderDate: '2024-02-29', vendorId: VENDOR, currencyCode: 'EUR',
    requestedReceiptDate: '0001-01-01', status: 'Open', lastModifiedDateTime: '2024-03-01T10:00:00.123Z',
  };
  readonly lines: Stored[] = [10000, 20000].map((sequence) => ({
    '@odata.etag': `W/"l${sequence}"`, id: `6c1f0a10-0000-4000-8000-0000000${sequence}`, sequence, lineType: 'Item', lineObjectNumber: 'KITE-3', itemId: '00000000-0000-0000-0000-000000000000',
    description: 'Kite 3 m', unitOfMeasureCode: 'PCS', quantity: 50, directUnitCost: 61.25, expectedReceiptDate: '2024-03-20', receivedQuantity: 0,
  }));
  /** Numbers of the orders that receipts name; the first lives, others are invoiced and gone. */
  receipts: readonly string[] = ['EK-2042'];
  customers: readonly Stored[] = [];
  salesOrders: readonly Stored[] = [];
  /** Called before a batch is carried out. */
  beforeWrite: () => void = () => undefined;
  tokens = 0;
  /** Subscriptions that were made, with their ETags. */
  subscriptions: Stored[] = [];
  now: () => Date = () => new Date();

  answer(call: Call): Answer | undefined | Promise<Answer> {
    const { method, target, headers } = call;
    if (target === '/token') {
      this.tokens += 1;
      return { body: { access_token: `T${this.tokens}`, expires_in: 3600 } };
    }
    if (headers['authorization'] !== `Bearer T${this.tokens}`) return { status: 401, body: { error: {} } };
    if (method === 'POST' && target === `${ROOT}/$batch`) return this.#batch(call);
    if (target.startsWith(`${ROOT}/subscriptions`)) return this.#subscriptions(call);
    const path = target.replace(`${ROOT}/companies(${COMPANY})`, '');
    if (path === '') return { body: { id: COMPANY, name: 'KITES', displayName: 'Kites & Co' } };
    if (path.startsWith('/purchaseOrders?')) return { body: { value: path.includes("'EK-2042'") || !path.includes('number eq') ? [this.order()] : [] } };
    if (path.startsWith('/purchaseReceipts?')) return { body: { value: this.receipts.map((order, index) => this.#receipt(order, index)) } };
    if (path.startsWith('/customers?')) return { body: { value: this.customers } };
    if (path.startsWith('/salesOrders?')) return { body: { value: this.salesOrders } };
    return /^\/\w+\?/.test(path) ? { body: { value: [] } } : undefined;
  }

  order(): Stored {
    return { ...this.header, purchaseOrderLines: this.lines };
  }

  #receipt(orderNumber: string, index: number): Stored {
    const line = { sequence: 10000, lineType: 'Item', lineObjectNumber: 'KITE-3', unitOfMeasureCode: 'PCS', quantity: 30 };
    return { number: `WE-300${index}`, postingDate: '2024-03-19', orderNumber, lastModifiedDateTime: '2024-03-19T09:30:00Z', purchaseReceiptLines: [line] };
  }

  /** Made and renewed where the address repeats the token that it is sent. */
  async #subscriptions({ method, target, headers, body }: Call): Promise<Answer> {
    if (method === 'GET') return { body: { value: this.subscriptions } };
    const said = JSON.parse(body) as Stored;
    const known = this.subscriptions.find(({ subscriptionId }) => target === `${ROOT}/subscriptions('${String(subscriptionId)}')`);
    if (method === 'PATCH' && !known) return { status: 404, body: { error: {} } };
    if (method === 'PATCH' && headers['if-match'] !== known?.['@odata.etag']) return { status: 412, body: { error: {} } };
    const token = 'a/token=1';
    const response = await fetch(`${String(said['notificationUrl'])}?validationToken=${encodeURIComponent(token)}`, { method: 'POST' }).catch(() => null);
    if (response?.status !== 200 || (await response.text()) !== token) return { status: 400, body: { error: { message: 'no validation token' } } };
    const stored = known ?? { subscriptionId: `s${this.subscriptions.length + 1}` };
    const expirationDateTime = new Date(this.now().getTime() + THREE_DAYS).toISOString();
    Object.assign(stored, said, { expirationDateTime, '@odata.etag': `W/"${String(stored['@odata.etag'] ?? '')}+"` });
    if (!known) this.subscriptions.push(stored);
    return { status: known ? 200 : 201, body: stored };
  }

  /** All or nothing, as `Isolation: snapshot` asks for. */
  #batch({ body, headers }: Call): Answer {
    this.beforeWrite();
    const { requests } = JSON.parse(body) as { requests: { method: string; url: string; headers: Record<string, string>; body: Stored }[] };
    const targets = requests.map(({ url }) => [this.header, ...this.lines].find(({ id }) => url.endsWith(`(${String(id)})`) && url.startsWith(`companies(${COMPANY})/`)));
    const statuses = requests.map((request, index) => (targets[index] === undefined ? 404 : request.headers['if-match'] === targets[index]['@odata.etag'] ? 200 : 412));
    if (statuses.every((status) => status === 200) && headers['isolation'] === 'snapshot') {
      requests.forEach((request, index) => Object.assign(targets[index]!, request.body, { '@odata.etag': `${String(targets[index]!['@odata.etag'])}+` }));
    }
    return { body: { responses: statuses.map((status, index) => ({ id: String(index + 1), status, body: status === 200 ? targets[index] : { error: { code: 'x' } } })) } };
  }
}
