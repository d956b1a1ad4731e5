/** What is read of S/4HANA and where it is: data only. Names are SAP's; one entry per kind of record. */
import type { Collection } from '../odata/collection.js';
import type { Lists } from '../odata/expand.js';
import { anyOf, quoted } from '../odata/query.js';
import type { SapConfig } from './config.js';

export type Topic = 'A_BusinessPartner' | 'A_Product' | 'A_SalesOrder' | 'A_PurchaseOrder' | 'A_MaterialDocumentHeader' | 'A_OutbDeliveryHeader';

export interface SapCollection extends Collection {
  readonly topic: Topic;
  /** The lists that belong to a record, as it is kept. */
  readonly lists: Lists;
}

const MADE_OR_CHANGED_ON = [
  { property: 'LastChangeDate', as: 'day' },
  { property: 'CreationDate', as: 'day' },
] as const;

/** The change stamp is null until the first change. */
const MADE_OR_CHANGED_AT = [
  { property: 'LastChangeDateTime', as: 'instant' },
  { property: 'CreationDate', as: 'day' },
] as const;

/** Lists of a purchase order by the names of version 4, and those of version 2 that its message bears. */
export const PURCHASE_LISTS_V4 = { items: '_PurchaseOrderItem', scheduleLines: '_PurchaseOrderScheduleLineTP' } as const;
export const PURCHASE_LISTS_V2 = { items: 'to_PurchaseOrderItem', scheduleLines: 'to_ScheduleLine' } as const;

/** In the order of sending: what is named comes before what names it. */
export function collectionsOf(config: SapConfig): SapCollection[] {
  const v2 = (service: string): Pick<SapCollection, 'service' | 'version' | 'paging'> => ({
    service: `${config.url}/sap/opu/odata/sap/${service}`,
    version: 2,
    paging: 'top',
  });
  return [
    {
      ...v2('API_BUSINESS_PARTNER'),
      topic: 'A_BusinessPartner',
      set: 'A_BusinessPartner',
      keys: ['BusinessPartner'],
      filter: anyOf([`Customer ne ''`, `Supplier ne ''`]),
      expand: 'to_BusinessPartnerAddress/to_EmailAddress',
      lists: { to_BusinessPartnerAddress: { to_EmailAddress: {} } },
      changed: MADE_OR_CHANGED_ON,
    },
    {
      ...v2('API_PRODUCT_SRV'),
      topic: 'A_Product',
      set: 'A_Product',
      keys: ['Product'],
      expand: 'to_Description',
      lists: { to_Description: {} },
      changed: MADE_OR_CHANGED_ON,
    },
    {
      ...v2('API_SALES_ORDER_SRV'),
      topic: 'A_SalesOrder',
      set: 'A_SalesOrder',
      keys: ['SalesOrder'],
      filter: only('SalesOrganization', config.salesOrganization),
      expand: 'to_Item/to_ScheduleLine',
      lists: { to_Item: { to_ScheduleLine: {} } },
      changed: MADE_OR_CHANGED_AT,
    },
    purchaseOrders(config, v2('API_PURCHASEORDER_PROCESS_SRV')),
    {
      ...v2('API_MATERIAL_DOCUMENT_SRV'),
      topic: 'A_MaterialDocumentHeader',
      set: 'A_MaterialDocumentHeader',
      keys: ['MaterialDocumentYear', 'MaterialDocument'],
      // Goods receipts for purchase orders; other movements of stock are none of ours.
      filter: `GoodsMovementCode eq '01'`,
      expand: 'to_MaterialDocumentItem',
      lists: { to_MaterialDocumentItem: {} },
      changed: [{ property: 'CreationDate', as: 'day' }],
    },
    {
      ...v2('API_OUTBOUND_DELIVERY_SRV;v=0002'),
      topic: 'A_OutbDeliveryHeader',
      set: 'A_OutbDeliveryHeader',
      keys: ['DeliveryDocument'],
      filter: only('SalesOrganization', config.salesOrganization),
      expand: 'to_DeliveryDocumentItem',
      lists: { to_DeliveryDocumentItem: {} },
      changed: MADE_OR_CHANGED_ON,
    },
  ];
}

function purchaseOrders(config: SapConfig, v2: Pick<SapCollection, 'service' | 'version' | 'paging'>): SapCollection {
  const common = {
    topic: 'A_PurchaseOrder' as const,
    keys: ['PurchaseOrder'],
    filter: only('CompanyCode', config.companyCode),
    changed: MADE_OR_CHANGED_AT,
  };
  if (config.purchaseOrderApi === 'v2') {
    const { items, scheduleLines } = PURCHASE_LISTS_V2;
    return { ...v2, ...common, set: 'A_PurchaseOrder', expand: `${items}/${scheduleLines}`, lists: { [items]: { [scheduleLines]: {} } } };
  }
  const { items, scheduleLines } = PURCHASE_LISTS_V4;
  return {
    ...common,
    service: `${config.url}/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001`,
    version: 4,
    paging: 'top',
    set: 'PurchaseOrder',
    expand: `${items}($expand=${scheduleLines})`,
    lists: { [items]: { [scheduleLines]: {} } },
  };
}

/** Root of the service that keeps suppliers' confirmations. */
export function confirmationService({ url }: SapConfig): string {
  return `${url}/sap/opu/odata4/sap/api_supplierconfirmation/srvd_a2x/sap/supplierconfirmation/0001`;
}

function only(property: string, value: string | null): string | undefined {
  return value === null ? undefined : `${property} eq ${quoted(value)}`;
}
