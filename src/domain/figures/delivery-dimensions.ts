/** What rows are grouped by: the fixed piece of SQL behind each dimension, and the label of its values. */
import type { DeliveryDimension } from './request.js';

interface Dimension {
  /** Over the normalised line. */
  readonly key: string;
  /** Name of a key's value; the value itself where absent. */
  readonly label?: (key: string) => string;
  /** Label where the line has no value. */
  readonly none: string;
}

const nameIn = (table: 'supplier' | 'customer' | 'carrier') => (key: string) =>
  `(select named.name from ${table} named where named.id = ${key})`;

export const deliveryDimensions: Readonly<Record<DeliveryDimension, Dimension>> = {
  MONTH: { key: `to_char(period, 'YYYY-MM')`, none: '' },
  QUARTER: { key: `to_char(period, 'YYYY-"Q"Q')`, none: '' },
  YEAR: { key: `to_char(period, 'YYYY')`, none: '' },
  SUPPLIER: { key: 'supplier_id', label: nameIn('supplier'), none: 'own warehouse' },
  CUSTOMER: { key: 'customer_id', label: nameIn('customer'), none: 'no customer' },
  COUNTRY: { key: 'country', none: 'country not stated' },
  CARRIER: { key: 'carrier_id', label: nameIn('carrier'), none: 'carrier not stated' },
  MODE: { key: 'mode', none: 'mode not stated' },
  PRODUCT_CLASS: { key: 'product_class', none: 'class not stated' },
};
