/** Makes records of S/4HANA whole: their lists in place, and what other services know of them added. */
import { ConnectorError } from '../../contract.js';
import type { ODataClient } from '../odata/client.js';
import { keyOf, pageAddress } from '../odata/collection.js';
import { plain, type Row } from '../odata/envelope.js';
import { withLists } from '../odata/expand.js';
import type { Told } from '../odata/pull.js';
import { anyOf, dayLiteral, instantLiteral, oneOf, options, quoted } from '../odata/query.js';
import { confirmationService, PURCHASE_LISTS_V2, PURCHASE_LISTS_V4, type SapCollection } from './collections.js';
import type { SapConfig } from './config.js';
import { plainNumber } from './numbers.js';

/** Keys named in one filter; addresses have an end. */
const KEYS_PER_CALL = 40;
const DAY_MS = 86_400_000;
const CONFIRMATION_LISTS = '_SupplierConfirmationItemTP($expand=_SupplierConfirmationLineTP)';

export class SapReader {
  constructor(
    private readonly client: ODataClient,
    private readonly config: SapConfig,
    private readonly collections: readonly SapCollection[],
  ) {}

  /** The rows as they become messages. */
  async complete({ topic }: { readonly topic: string }, rows: readonly Row[], signal: AbortSignal): Promise<Told[]> {
    const collection = this.#collection(topic);
    const whole = await this.#whole(collection, rows, signal);
    return whole.map((record) => ({ topic, id: keyOf(collection, record).join('/'), record }));
  }

  /** The purchase order as its message would be now. Throws ConnectorError('rejected') where there is none. */
  async purchaseOrder(number: string, signal: AbortSignal): Promise<{ readonly record: Row; readonly raw: Row }> {
    const collection = this.#collection('A_PurchaseOrder');
    const [row] = await this.#byKey(collection, 'PurchaseOrder', [number], signal);
    if (row === undefined) throw new ConnectorError('rejected', `no purchase order ${number} in S/4HANA, or none that the user may see`);
    const [raw] = await withLists(this.client, collection.service, [row], collection.lists, signal);
    const [record] = await this.#whole(collection, [raw!], signal);
    return { record: record!, raw: raw! };
  }

  /** Purchase orders whose confirmations changed: they leave no mark on the order itself. */
  async *confirmedSince(since: Date, signal: AbortSignal): AsyncGenerator<Row[]> {
    const service = confirmationService(this.config);
    const madeOn = new Date(since.getTime() - DAY_MS).toISOString().slice(0, 10);
    const filter = anyOf([`LastChangeDateTime ge ${instantLiteral(4, since)}`, `CreationDate ge ${dayLiteral(4, madeOn)}`]);
    const address = `${service}/Confirmation${options({ $filter: filter, $select: 'SupplierConfirmation,SuplrConfRefPurchaseOrder' })}`;
    const changed = await this.client.all(service, address, signal);
    const orders = [...new Set(changed.map((row) => row['SuplrConfRefPurchaseOrder']).filter((number) => typeof number === 'string'))];
    for (const numbers of chunks(orders)) yield await this.#byKey(this.#collection('A_PurchaseOrder'), 'PurchaseOrder', numbers, signal);
  }

  async #whole(collection: SapCollection, rows: readonly Row[], signal: AbortSignal): Promise<Row[]> {
    if (rows.length === 0) return [];
    const listed = (await withLists(this.client, collection.service, rows, collection.lists, signal)).map(plain);
    if (collection.topic === 'A_PurchaseOrder') return await this.#withConfirmations(listed.map(asVersion2), signal);
    if (collection.topic === 'A_MaterialDocumentHeader') return await this.#withReversed(collection, listed, signal);
    return listed;
  }

  async #withConfirmations(orders: readonly Row[], signal: AbortSignal): Promise<Row[]> {
    if (this.config.confirmations === 'schedule-line') return [...orders];
    const service = confirmationService(this.config);
    const found: Row[] = [];
    for (const numbers of chunks(orders.map((order) => String(order['PurchaseOrder'])))) {
      const query = options({ $filter: oneOf('SuplrConfRefPurchaseOrder', numbers), $expand: CONFIRMATION_LISTS, $orderby: 'SupplierConfirmation' });
      found.push(...(await this.client.all(service, `${service}/Confirmation${query}`, signal)).map(plain));
    }
    return orders.map((order) => ({ ...order, confirmations: found.filter((one) => sameNumber(one['SuplrConfRefPurchaseOrder'], order['PurchaseOrder'])) }));
  }

  /** A document that reverses another one changes it: the other one is told anew, before it. */
  async #withReversed(collection: SapCollection, documents: readonly Row[], signal: AbortSignal): Promise<Row[]> {
    const known = new Set(documents.map((document) => keyOf(collection, document).join('/')));
    const reversed = new Map<string, string>();
    for (const item of documents.flatMap((document) => itemsOf(document, 'to_MaterialDocumentItem'))) {
      const [year, number] = [item['ReversedMaterialDocumentYear'], item['ReversedMaterialDocument']];
      if (typeof year !== 'string' || typeof number !== 'string' || number === '' || known.has(`${year}/${number}`)) continue;
      reversed.set(`${year}/${number}`, `(MaterialDocumentYear eq ${quoted(year)} and MaterialDocument eq ${quoted(number)})`);
    }
    const originals: Row[] = [];
    for (const conditions of chunks([...reversed.values()])) {
      const rows = await this.#search(collection, anyOf(conditions), signal);
      originals.push(...(await withLists(this.client, collection.service, rows, collection.lists, signal)).map(plain));
    }
    return await this.#withOrderedUnits([...originals, ...documents], signal);
  }

  /** The unit of the ordered item beside each received quantity: they may differ. */
  async #withOrderedUnits(documents: readonly Row[], signal: AbortSignal): Promise<Row[]> {
    const { service, version } = this.#collection('A_PurchaseOrder');
    const set = version === 2 ? 'A_PurchaseOrderItem' : 'PurchaseOrderItem';
    const movements = documents.flatMap((document) => itemsOf(document, 'to_MaterialDocumentItem'));
    const orders = new Set(movements.map((item) => item['PurchaseOrder']).filter((number) => typeof number === 'string' && number !== ''));
    const units = new Map<string, unknown>();
    for (const numbers of chunks([...orders] as string[])) {
      const query = options({ $filter: oneOf('PurchaseOrder', numbers), $select: 'PurchaseOrder,PurchaseOrderItem,PurchaseOrderQuantityUnit' });
      for (const item of await this.client.all(service, `${service}/${set}${query}`, signal)) units.set(itemKey(item), item['PurchaseOrderQuantityUnit']);
    }
    return documents.map((document) => ({
      ...document,
      to_MaterialDocumentItem: itemsOf(document, 'to_MaterialDocumentItem').map((item) => ({ ...item, orderedUnit: units.get(itemKey(item)) ?? null })),
    }));
  }

  async #byKey(collection: SapCollection, key: string, values: readonly string[], signal: AbortSignal): Promise<Row[]> {
    return await this.#search(collection, oneOf(key, values), signal);
  }

  async #search(collection: SapCollection, condition: string, signal: AbortSignal): Promise<Row[]> {
    const filter = [collection.filter, condition].filter((part) => part !== undefined).join(' and ');
    const address = pageAddress({ ...collection, filter }, { from: null, after: null }, KEYS_PER_CALL);
    return await this.client.all(collection.service, address, signal);
  }

  #collection(topic: string): SapCollection {
    return this.collections.find((one) => one.topic === topic)!;
  }
}

/** Messages bear the names of version 2, whichever API told. */
function asVersion2(order: Row): Row {
  if (!(PURCHASE_LISTS_V4.items in order)) return order;
  const { [PURCHASE_LISTS_V4.items]: items, PurchaseOrderDeletionCode: code, ...rest } = order;
  const renamed = (items as Row[]).map(({ [PURCHASE_LISTS_V4.scheduleLines]: lines, ...item }) => ({ ...item, [PURCHASE_LISTS_V2.scheduleLines]: lines }));
  return { ...rest, PurchasingDocumentDeletionCode: code ?? '', [PURCHASE_LISTS_V2.items]: renamed };
}

function itemsOf(record: Row, list: string): readonly Row[] {
  return (record[list] ?? []) as readonly Row[];
}

function itemKey(item: Row): string {
  return [item['PurchaseOrder'], item['PurchaseOrderItem']].map((part) => plainNumber(String(part))).join('/');
}

function sameNumber(a: unknown, b: unknown): boolean {
  return plainNumber(String(a)) === plainNumber(String(b));
}

function chunks<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / KEYS_PER_CALL) }, (_, index) => values.slice(index * KEYS_PER_CALL, (index + 1) * KEYS_PER_CALL));
}
