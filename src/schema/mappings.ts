/** Every type that is read from a table, by hand. */
import { afterSalesCaseMapping } from './after-sales-case.type.js';
import { carrierMapping } from './carrier.type.js';
import { confirmationLineMapping, purchaseOrderConfirmationMapping } from './confirmation.type.js';
import { customerMapping } from './customer.type.js';
import { inboxMessageMapping } from './inbox-message.type.js';
import type { TypeMapping } from './mapping.js';
import { orderLineMapping, orderMapping } from './order.type.js';
import { kpiFigureMapping, performanceReviewMapping } from './performance-review.type.js';
import { outgoingCommandMapping } from './outgoing-command.type.js';
import { policyMapping } from './policy.type.js';
import { productMapping } from './product.type.js';
import { purchaseOrderLineMapping, purchaseOrderMapping } from './purchase-order.type.js';
import { receiptLineMapping, receiptMapping } from './receipt.type.js';
import { shipmentLegMapping, shipmentLineMapping, shipmentMapping } from './shipment.type.js';
import { stockLevelMapping } from './stock-level.type.js';
import { evaluationCriterionMapping, supplierEvaluationMapping } from './supplier-evaluation.type.js';
import { supplierMapping } from './supplier.type.js';
import { trackingEventMapping } from './tracking-event.type.js';

export const mappings: readonly TypeMapping[] = [
  customerMapping,
  supplierMapping,
  carrierMapping,
  productMapping,
  stockLevelMapping,
  orderMapping,
  orderLineMapping,
  purchaseOrderMapping,
  purchaseOrderLineMapping,
  purchaseOrderConfirmationMapping,
  confirmationLineMapping,
  receiptMapping,
  receiptLineMapping,
  shipmentMapping,
  shipmentLineMapping,
  shipmentLegMapping,
  trackingEventMapping,
  supplierEvaluationMapping,
  evaluationCriterionMapping,
  afterSalesCaseMapping,
  performanceReviewMapping,
  kpiFigureMapping,
  policyMapping,
  inboxMessageMapping,
  outgoingCommandMapping,
];
