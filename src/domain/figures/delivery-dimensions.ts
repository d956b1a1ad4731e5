/** What rows are grouped by: the fixed pieces of SQL behind each dimension. */
import type { DeliveryDimension } from './request.js';

interface Dimension {
  /** Over the normalised line; its order is that of the rows. */
  readonly key: string;
  /** A key as the answer has it; where absent, its text. */
  readonly shown?: (key: string) => string;
  /** The table that names a key's value, an id; the value names itself where absent. */
  readonly named?: 'supplier' | 'customer' | 'carrier';
  /** Label where the line has no value. */
  readonly none: string;
}

/** By the first day of the period, which is quicker to make, to compare and to sort than a text. */
const period = (unit: string, format: string): Dimension => ({
  key: `date_trunc('${unit}', period::timestamp)::date`,
  shown: (key) => `to_char(${key}::timestamp, '${format}')`,
  none: '',
});

export const deliveryDimensions: Readonly<Record<DeliveryDimension, Dimension>> = {
  MONTH: period('month', 'YYYY-MM'),
  QUARTER: period('quarter', 'YYYY-"Q"Q'),
  YEAR: period('year', 'YYYY'),
  SUPPLIER: { key: 'supplier_id', named: 'supplier', none: 'own warehouse' },
  CUSTOMER: { key: 'customer_id', named: 'customer', none: 'no customer' },
  COUNTRY: { key: 'country collate "C"', none: 'country not stated' },
  CARRIER: { key: 'carrier_id', named: 'carrier', none: 'carrier not stated' },
  MODE: { key: 'mode collate "C"', none: 'mode not stated' },
  PRODUCT_CLASS: { key: 'product_class collate "C"', none: 'class not stated' },
};

/** The value of a dimension's key as an answer has it. */
export function shownKey(dimension: DeliveryDimension, key: string): string {
  return deliveryDimensions[dimension].shown?.(key) ?? `${key}::text`;
}
