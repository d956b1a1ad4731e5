/** What is read of Business Central and where it is: data only. Names are those of API v2.0. */
import type { Collection } from '../odata/collection.js';
import type { Lists } from '../odata/expand.js';
import type { BusinessCentralConfig } from './config.js';

export type Topic = 'customers' | 'vendors' | 'items' | 'salesOrders' | 'purchaseOrders' | 'purchaseReceipts' | 'salesShipments';

export interface BusinessCentralCollection extends Collection {
  readonly topic: Topic;
  readonly lists: Lists;
}

/** The list that belongs to a document; null: none. In the order of sending: what is named comes before what names it. */
const LINES: Readonly<Record<Topic, string | null>> = {
  customers: null,
  vendors: null,
  items: null,
  salesOrders: 'salesOrderLines',
  purchaseOrders: 'purchaseOrderLines',
  purchaseReceipts: 'purchaseReceiptLines',
  salesShipments: 'salesShipmentLines',
};

/** Records are told apart by `number`: it is the key of their tables, and what receipts and shipments name their orders by. */
export function collectionsOf(config: BusinessCentralConfig): BusinessCentralCollection[] {
  return (Object.entries(LINES) as [Topic, string | null][]).map(([topic, lines]) => ({
    topic,
    service: companyService(config),
    version: 4,
    set: topic,
    keys: ['number'],
    ...(lines === null ? {} : { expand: lines }),
    lists: lines === null ? {} : { [lines]: {} },
    changed: [{ property: 'lastModifiedDateTime', as: 'instant' }],
    paging: 'prefer',
  }));
}

/** Root below which all records of the company are. */
export function companyService({ api, company }: Pick<BusinessCentralConfig, 'api' | 'company'>): string {
  return `${api}/companies(${company})`;
}
