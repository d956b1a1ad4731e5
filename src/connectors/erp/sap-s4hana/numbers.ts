import { z } from 'zod';

/**
 * Numbers of SAP's documents, items and partners are digits with zeros before them in some of its APIs and without in
 * others; alphanumeric ones stand as they are.
 */
export function plainNumber(text: string): string {
  return /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text;
}

/** A number that has to be there. */
export const wireNumber = z.string().trim().min(1).max(80).transform(plainNumber);

/** Number of an item within its document. */
export const wireItem = z.string().regex(/^\d{1,6}$/).transform(plainNumber);

/** A number that may be missing: empty, or nothing but zeros. */
export const wireReference = z
  .string()
  .nullish()
  .transform((text) => {
    const number = plainNumber((text ?? '').trim());
    return number === '' || number === '0' ? null : number;
  });

/** Our names of SAP's records. */
export const refs = {
  customer: (number: string) => `customer/${number}`,
  supplier: (number: string) => `supplier/${number}`,
  product: (number: string) => `product/${number}`,
  salesOrder: (number: string) => `salesOrder/${number}`,
  salesOrderItem: (number: string, item: string) => `salesOrder/${number}/${item}`,
  purchaseOrder: (number: string) => `purchaseOrder/${number}`,
  purchaseOrderItem: (number: string, item: string) => `purchaseOrder/${number}/${item}`,
  delivery: (number: string) => `delivery/${number}`,
  materialDocument: (year: string, number: string) => `materialDocument/${year}/${number}`,
} as const;

/** The number in a name of `refs.purchaseOrder`; null where it is none. */
export function purchaseOrderIn(reference: string): string | null {
  return /^purchaseOrder\/([^/']{1,10})$/.exec(reference)?.[1] ?? null;
}
