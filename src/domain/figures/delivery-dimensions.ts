/** What rows are grouped by: the fixed piece of SQL behind each dimension, and the names of its values. */
import type { DeliveryDimension } from './request.js';

interface Dimension {
  /** Over the normalised line. */
  readonly key: string;
  /** The table that names a key's value, an id; the value names itself where absent. */
  readonly named?: 'supplier' | 'customer' | 'carrier';
  /** Label where the line has no value. */
  readonly none: string;
}

export const deliveryDimensions: Readonly<Record<DeliveryDimension, Dimension>> = {
  MONTH: { key: `to_char(period, 'YYYY-MM')`, none: '' },
  QUARTER: { key: `to_char(period, 'YYYY-"Q"Q')`, none: '' },
  YEAR: { key: `to_char(period, 'YYYY')`, none: '' },
  SUPPLIER: { key: 'supplier_id', named: 'supplier', none: 'own warehouse' },
  CUSTOMER: { key: 'customer_id', named: 'customer', none: 'no customer' },
  COUNTRY: { key: 'country', none: 'country not stated' },
  CARRIER: { key: 'carrier_id', named: 'carrier', none: 'carrier not stated' },
  MODE: { key: 'mode', none: 'mode not stated' },
  PRODUCT_CLASS: { key: 'product_class', none: 'class not stated' },
};
