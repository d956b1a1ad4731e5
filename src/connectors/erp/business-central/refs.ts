/** Our names of Business Central's records: parties and items by their ids, documents by their numbers, as others name them. */
export const refs = {
  customer: (id: string) => `customers(${id})`,
  vendor: (id: string) => `vendors(${id})`,
  item: (id: string) => `items(${id})`,
  salesOrder: (number: string) => `salesOrders/${number}`,
  salesOrderLine: (number: string, sequence: number) => `salesOrders/${number}/${sequence}`,
  purchaseOrder: (number: string) => `purchaseOrders/${number}`,
  purchaseOrderLine: (number: string, sequence: number) => `purchaseOrders/${number}/${sequence}`,
  receipt: (number: string) => `purchaseReceipts/${number}`,
  shipment: (number: string) => `salesShipments/${number}`,
} as const;

/** The number in a name of `refs.purchaseOrder`; null where it is none. */
export function purchaseOrderIn(reference: string): string | null {
  return /^purchaseOrders\/(.{1,20})$/.exec(reference)?.[1] ?? null;
}
