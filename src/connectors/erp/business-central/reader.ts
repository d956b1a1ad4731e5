import { ConnectorError } from '../../contract.js';
import type { ODataClient } from '../odata/client.js';
import { keyOf } from '../odata/collection.js';
import type { Reading } from '../odata/cursor.js';
import { plain, type Row } from '../odata/envelope.js';
import { withLists } from '../odata/expand.js';
import type { Told } from '../odata/pull.js';
import { oneOf, options, quoted } from '../odata/query.js';
import type { BusinessCentralCollection, Topic } from './collections.js';
import type { BusinessCentralConfig } from './config.js';

/** Keys named in one filter; addresses have an end. */
const KEYS_PER_CALL = 40;

/** Where the orders are that posted documents name. */
const ORDERS_OF: Readonly<Partial<Record<Topic, Topic>>> = { purchaseReceipts: 'purchaseOrders', salesShipments: 'salesOrders' };

/** Makes records of one company whole. */
export class BusinessCentralReader {
  constructor(
    private readonly client: ODataClient,
    private readonly config: BusinessCentralConfig,
    private readonly collections: readonly BusinessCentralCollection[],
  ) {}

  /** The rows as they become messages. */
  async complete({ topic }: { readonly topic: string }, rows: readonly Row[], { from }: Reading, signal: AbortSignal): Promise<Told[]> {
    const collection = this.#collection(topic);
    const whole = (await withLists(this.client, collection.service, rows, collection.lists, signal)).map((row) => this.#told(collection, row));
    const orders = ORDERS_OF[collection.topic];
    const wanted = orders !== undefined && from === null ? await this.#withLivingOrders(orders, whole, signal) : whole;
    return wanted.map((record) => ({ topic, id: keyOf(collection, record).join('/'), record }));
  }

  /** The purchase order as its message would be now, and as the service gave it. Throws ConnectorError('rejected') where there is none. */
  async purchaseOrder(number: string, signal: AbortSignal): Promise<{ readonly record: Row; readonly raw: Row }> {
    const collection = this.#collection('purchaseOrders');
    const { service, set, expand, lists } = collection;
    const address = `${service}/${set}${options({ $filter: `number eq ${quoted(number)}`, $expand: expand })}`;
    const [row] = await withLists(this.client, service, await this.client.all(service, address, signal), lists, signal);
    if (row === undefined) throw new ConnectorError('rejected', `no purchase order ${number} in Business Central, or none that the application may see`);
    return { record: this.#told(collection, row), raw: row };
  }

  #told({ topic }: BusinessCentralCollection, row: Row): Row {
    return topic === 'purchaseOrders' ? { ...plain(row), promise: this.config.promise } : plain(row);
  }

  /**
   * Business Central deletes an order once all of it is invoiced, and keeps what was posted for it. Whoever reads everything
   * for the first time knows nothing of those orders: what was posted for them is left out.
   */
  async #withLivingOrders(orders: Topic, documents: readonly Row[], signal: AbortSignal): Promise<readonly Row[]> {
    const { service, set } = this.#collection(orders);
    const named = [...new Set(documents.map((document) => document['orderNumber']).filter((number) => typeof number === 'string' && number !== ''))] as string[];
    const living = new Set<unknown>();
    for (let start = 0; start < named.length; start += KEYS_PER_CALL) {
      const query = options({ $filter: oneOf('number', named.slice(start, start + KEYS_PER_CALL)), $select: 'number' });
      for (const row of await this.client.all(service, `${service}/${set}${query}`, signal)) living.add(row['number']);
    }
    return documents.filter((document) => living.has(document['orderNumber']));
  }

  #collection(topic: string): BusinessCentralCollection {
    return this.collections.find((one) => one.topic === topic)!;
  }
}
