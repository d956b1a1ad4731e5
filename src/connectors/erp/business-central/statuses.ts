/** Business Central's codes in our words, as tables. A code that is not here is unmapped; it never becomes another one. */
import type { OrderFact, PurchaseOrderFact } from '../../../domain/facts.js';

/** `status` of a sales order; `Open` is what the client calls released. OData writes a blank in a name as `_x0020_`. */
export const ORDER_STATUS: Readonly<Record<string, OrderFact['status']>> = {
  Draft: 'RECEIVED',
  'In Review': 'IN_REVIEW',
  In_x0020_Review: 'IN_REVIEW',
  Open: 'CONFIRMED',
};

/** `status` of a purchase order. */
export const PURCHASE_STATUS: Readonly<Record<string, PurchaseOrderFact['status']>> = {
  Draft: 'DRAFT',
  'In Review': 'PENDING_APPROVAL',
  In_x0020_Review: 'PENDING_APPROVAL',
  Open: 'ISSUED',
};

/** `lineType`: whether a line is about goods or work, and not about an account, a charge or a remark. */
export const IS_GOODS: Readonly<Record<string, boolean>> = {
  Item: true,
  Resource: true,
  'Fixed Asset': true,
  Fixed_x0020_Asset: true,
  Account: false,
  'G/L Account': false,
  G_x002F_L_x0020_Account: false,
  Charge: false,
  'Charge Item': false,
  Charge_x0020_Item: false,
  'Charge (Item)': false,
  Charge_x0020__x0028_Item_x0029_: false,
  Comment: false,
  ' ': false,
  _x0020_: false,
  '': false,
};
