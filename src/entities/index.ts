/** Every table of the gateway, by hand: nothing is found by scanning a folder. */
import { AfterSalesCase } from './after-sales-case.js';
import { ApiClient } from './api-client.js';
import { AuditEntry } from './audit-entry.js';
import { AuditLink } from './audit-link.js';
import { CalendarDay } from './calendar-day.js';
import { Carrier } from './carrier.js';
import { ConfirmationLine } from './confirmation-line.js';
import { ConnectorState } from './connector-state.js';
import { Customer } from './customer.js';
import { EvaluationCriterion } from './evaluation-criterion.js';
import { Event } from './event.js';
import { Gateway } from './gateway.js';
import { IdempotencyRecord } from './idempotency-record.js';
import { InboxMessage } from './inbox-message.js';
import { JobRun } from './job-run.js';
import { KpiFigure } from './kpi-figure.js';
import { OrderLine } from './order-line.js';
import { Order } from './order.js';
import { OutgoingCommand } from './outgoing-command.js';
import { PerformanceReview } from './performance-review.js';
import { Policy } from './policy.js';
import { Product } from './product.js';
import { PurchaseOrderConfirmation } from './purchase-order-confirmation.js';
import { PurchaseOrderLine } from './purchase-order-line.js';
import { PurchaseOrder } from './purchase-order.js';
import { ReceiptLine } from './receipt-line.js';
import { Receipt } from './receipt.js';
import { ShipmentLeg } from './shipment-leg.js';
import { ShipmentLine } from './shipment-line.js';
import { Shipment } from './shipment.js';
import { StockLevel } from './stock-level.js';
import { SupplierEvaluation } from './supplier-evaluation.js';
import { Supplier } from './supplier.js';
import { TrackingEventKey } from './tracking-event-key.js';
import { TrackingEvent } from './tracking-event.js';

export const entities = [
  AfterSalesCase,
  ApiClient,
  AuditEntry,
  AuditLink,
  CalendarDay,
  Carrier,
  ConfirmationLine,
  ConnectorState,
  Customer,
  EvaluationCriterion,
  Event,
  Gateway,
  IdempotencyRecord,
  InboxMessage,
  JobRun,
  KpiFigure,
  OrderLine,
  Order,
  OutgoingCommand,
  PerformanceReview,
  Policy,
  Product,
  PurchaseOrderConfirmation,
  PurchaseOrderLine,
  PurchaseOrder,
  ReceiptLine,
  Receipt,
  ShipmentLeg,
  ShipmentLine,
  Shipment,
  StockLevel,
  SupplierEvaluation,
  Supplier,
  TrackingEventKey,
  TrackingEvent,
] as const;

export {
  AfterSalesCase,
  ApiClient,
  AuditEntry,
  AuditLink,
  CalendarDay,
  Carrier,
  ConfirmationLine,
  ConnectorState,
  Customer,
  EvaluationCriterion,
  Event,
  Gateway,
  IdempotencyRecord,
  InboxMessage,
  JobRun,
  KpiFigure,
  OrderLine,
  Order,
  OutgoingCommand,
  PerformanceReview,
  Policy,
  Product,
  PurchaseOrderConfirmation,
  PurchaseOrderLine,
  PurchaseOrder,
  ReceiptLine,
  Receipt,
  ShipmentLeg,
  ShipmentLine,
  Shipment,
  StockLevel,
  SupplierEvaluation,
  Supplier,
  TrackingEventKey,
  TrackingEvent,
};
export * from './enums.js';
