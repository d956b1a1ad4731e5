/**
 * Every closed set of values that a column may hold. GraphQL enums are registered from these same objects,
 * so a value exists in the database, in the rules and in the schema under one name.
 */

/** Where an order came from (R1). */
export const OrderChannel = {
  ONLINE: 'ONLINE',
  PHONE: 'PHONE',
  EMAIL: 'EMAIL',
  SOCIAL_MEDIA: 'SOCIAL_MEDIA',
  ERP: 'ERP',
} as const;
export type OrderChannel = (typeof OrderChannel)[keyof typeof OrderChannel];

/** The order's way from reception to completion (R11). Payment and archive are not order states. */
export const OrderStatus = {
  RECEIVED: 'RECEIVED',
  NEEDS_CORRECTION: 'NEEDS_CORRECTION',
  IN_REVIEW: 'IN_REVIEW',
  NEEDS_REVISION: 'NEEDS_REVISION',
  AWAITING_CUSTOMER: 'AWAITING_CUSTOMER',
  AWAITING_SIGNATURE: 'AWAITING_SIGNATURE',
  CONFIRMED: 'CONFIRMED',
  IN_PRODUCTION: 'IN_PRODUCTION',
  IN_INSPECTION: 'IN_INSPECTION',
  REWORK: 'REWORK',
  READY_TO_SHIP: 'READY_TO_SHIP',
  PARTLY_SHIPPED: 'PARTLY_SHIPPED',
  SHIPPED: 'SHIPPED',
  PARTLY_DELIVERED: 'PARTLY_DELIVERED',
  DELIVERED: 'DELIVERED',
  COMPLETED: 'COMPLETED',
  LAPSED: 'LAPSED',
  CANCELLED: 'CANCELLED',
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/** How an order is treated among others (R12). */
export const OrderPriority = { NORMAL: 'NORMAL', URGENT: 'URGENT', LARGE: 'LARGE', SPECIAL: 'SPECIAL' } as const;
export type OrderPriority = (typeof OrderPriority)[keyof typeof OrderPriority];

/** Payment is a status of its own, beside the order's (R9). */
export const PaymentStatus = {
  UNKNOWN: 'UNKNOWN',
  OPEN: 'OPEN',
  PAID: 'PAID',
  FAILED: 'FAILED',
  REFUNDED: 'REFUNDED',
} as const;
export type PaymentStatus = (typeof PaymentStatus)[keyof typeof PaymentStatus];

/** Product class of the manual's cycle standards (R39). */
export const ProductClass = { GENERAL: 'GENERAL', HIGH_VALUE: 'HIGH_VALUE', CUSTOM: 'CUSTOM' } as const;
export type ProductClass = (typeof ProductClass)[keyof typeof ProductClass];

/** State of a purchase order as a whole; follows from its lines by one precedence table (R18, R19). */
export const PurchaseOrderStatus = {
  DRAFT: 'DRAFT',
  PENDING_APPROVAL: 'PENDING_APPROVAL',
  APPROVED: 'APPROVED',
  ISSUED: 'ISSUED',
  PARTLY_CONFIRMED: 'PARTLY_CONFIRMED',
  COUNTER_PROPOSED: 'COUNTER_PROPOSED',
  CONFIRMED: 'CONFIRMED',
  REFUSED: 'REFUSED',
  PARTLY_RECEIVED: 'PARTLY_RECEIVED',
  RECEIVED: 'RECEIVED',
  CLOSED: 'CLOSED',
  CANCELLED: 'CANCELLED',
} as const;
export type PurchaseOrderStatus = (typeof PurchaseOrderStatus)[keyof typeof PurchaseOrderStatus];

/** State of one purchase order line (R19). */
export const PurchaseOrderLineStatus = {
  OPEN: 'OPEN',
  ACCEPTED: 'ACCEPTED',
  CHANGE_PROPOSED: 'CHANGE_PROPOSED',
  BACKORDERED: 'BACKORDERED',
  REFUSED: 'REFUSED',
  PARTLY_RECEIVED: 'PARTLY_RECEIVED',
  RECEIVED: 'RECEIVED',
  CANCELLED: 'CANCELLED',
} as const;
export type PurchaseOrderLineStatus = (typeof PurchaseOrderLineStatus)[keyof typeof PurchaseOrderLineStatus];

/** A supplier's answer to one line (R19). */
export const LineAnswer = { ACCEPT: 'ACCEPT', CHANGE: 'CHANGE', BACKORDER: 'BACKORDER', REFUSE: 'REFUSE' } as const;
export type LineAnswer = (typeof LineAnswer)[keyof typeof LineAnswer];

/** What the buyer made of a proposed change (R19). NOT_NEEDED: the answer proposed nothing. */
export const ProposalDecision = {
  NOT_NEEDED: 'NOT_NEEDED',
  PENDING: 'PENDING',
  ACCEPTED: 'ACCEPTED',
  REFUSED: 'REFUSED',
} as const;
export type ProposalDecision = (typeof ProposalDecision)[keyof typeof ProposalDecision];

/** Canonical shipment status, reached by milestones; the carrier's own code is kept beside it. */
export const ShipmentStatus = {
  CREATED: 'CREATED',
  PICKED_UP: 'PICKED_UP',
  IN_TRANSIT: 'IN_TRANSIT',
  CUSTOMS: 'CUSTOMS',
  OUT_FOR_DELIVERY: 'OUT_FOR_DELIVERY',
  AVAILABLE_FOR_PICKUP: 'AVAILABLE_FOR_PICKUP',
  ATTEMPT_FAILED: 'ATTEMPT_FAILED',
  EXCEPTION: 'EXCEPTION',
  RETURNING: 'RETURNING',
  RETURNED: 'RETURNED',
  DELIVERED: 'DELIVERED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type ShipmentStatus = (typeof ShipmentStatus)[keyof typeof ShipmentStatus];

/** Whether an event is a plan, an estimate or a fact (DCSA event classifier). Only ACTUAL moves a status. */
export const EventClassifier = { PLANNED: 'PLANNED', ESTIMATED: 'ESTIMATED', ACTUAL: 'ACTUAL' } as const;
export type EventClassifier = (typeof EventClassifier)[keyof typeof EventClassifier];

/** Who is responsible for an exception or a delay. */
export const ResponsibleParty = {
  SUPPLIER: 'SUPPLIER',
  CARRIER: 'CARRIER',
  CUSTOMER: 'CUSTOMER',
  AUTHORITY: 'AUTHORITY',
  OWN: 'OWN',
} as const;
export type ResponsibleParty = (typeof ResponsibleParty)[keyof typeof ResponsibleParty];

/** Means of transport (R25). */
export const TransportMode = {
  AIR: 'AIR',
  AIR_CHARTER: 'AIR_CHARTER',
  RAIL: 'RAIL',
  ROAD: 'ROAD',
  SEA: 'SEA',
  EXPRESS: 'EXPRESS',
} as const;
export type TransportMode = (typeof TransportMode)[keyof typeof TransportMode];

/** Which way goods travel: to a customer, from a supplier to us, back from a customer. */
export const ShipmentDirection = { OUTBOUND: 'OUTBOUND', INBOUND: 'INBOUND', RETURN: 'RETURN' } as const;
export type ShipmentDirection = (typeof ShipmentDirection)[keyof typeof ShipmentDirection];

/** Whether we may buy from a supplier (R20). */
export const SupplierQualification = {
  CANDIDATE: 'CANDIDATE',
  QUALIFIED: 'QUALIFIED',
  PROBATION: 'PROBATION',
  DISQUALIFIED: 'DISQUALIFIED',
} as const;
export type SupplierQualification = (typeof SupplierQualification)[keyof typeof SupplierQualification];

/** Life of a supplier's evaluation (R21). */
export const EvaluationStatus = { PROVISIONAL: 'PROVISIONAL', DISPUTED: 'DISPUTED', FINAL: 'FINAL' } as const;
export type EvaluationStatus = (typeof EvaluationStatus)[keyof typeof EvaluationStatus];

/** Grade band of a score. */
export const Standing = { GREEN: 'GREEN', YELLOW: 'YELLOW', RED: 'RED' } as const;
export type Standing = (typeof Standing)[keyof typeof Standing];

/** What an after-sales case is about (R31). */
export const CaseKind = {
  INQUIRY: 'INQUIRY',
  SUPPORT: 'SUPPORT',
  REPAIR: 'REPAIR',
  RETURN: 'RETURN',
  EXCHANGE: 'EXCHANGE',
  COMPLAINT: 'COMPLAINT',
} as const;
export type CaseKind = (typeof CaseKind)[keyof typeof CaseKind];

/** Life of an after-sales case (R32); which states apply depends on its kind. */
export const CaseStatus = {
  REQUESTED: 'REQUESTED',
  IN_REVIEW: 'IN_REVIEW',
  APPROVED: 'APPROVED',
  REFUSED: 'REFUSED',
  GOODS_RETURNING: 'GOODS_RETURNING',
  GOODS_RECEIVED: 'GOODS_RECEIVED',
  INSPECTED: 'INSPECTED',
  RESOLVED: 'RESOLVED',
  CLOSED: 'CLOSED',
  LAPSED: 'LAPSED',
} as const;
export type CaseStatus = (typeof CaseStatus)[keyof typeof CaseStatus];

/** Length of a reviewed period (R40). */
export const PeriodKind = { MONTH: 'MONTH', QUARTER: 'QUARTER' } as const;
export type PeriodKind = (typeof PeriodKind)[keyof typeof PeriodKind];

/** The objects whose changes are written to the event log. */
export const ObjectType = {
  ORDER: 'ORDER',
  PURCHASE_ORDER: 'PURCHASE_ORDER',
  SHIPMENT: 'SHIPMENT',
  SUPPLIER_EVALUATION: 'SUPPLIER_EVALUATION',
  AFTER_SALES_CASE: 'AFTER_SALES_CASE',
  PERFORMANCE_REVIEW: 'PERFORMANCE_REVIEW',
} as const;
export type ObjectType = (typeof ObjectType)[keyof typeof ObjectType];

/** What became of a stored message. */
export const InboxStatus = { APPLIED: 'APPLIED', PARKED: 'PARKED' } as const;
export type InboxStatus = (typeof InboxStatus)[keyof typeof InboxStatus];

/** What an outside system can be told to do (`connectors/contract.ts`). */
export const OutgoingKind = {
  CONFIRM_PURCHASE_ORDER: 'CONFIRM_PURCHASE_ORDER',
  SEND_PURCHASE_ORDER: 'SEND_PURCHASE_ORDER',
  FOLLOW_SHIPMENT: 'FOLLOW_SHIPMENT',
  BOOK_SHIPMENT: 'BOOK_SHIPMENT',
  REQUEST_PICKUP: 'REQUEST_PICKUP',
} as const;
export type OutgoingKind = (typeof OutgoingKind)[keyof typeof OutgoingKind];

/** What became of a command to an outside system. FAILED: not tried again by itself. */
export const OutgoingStatus = { PENDING: 'PENDING', DONE: 'DONE', FAILED: 'FAILED' } as const;
export type OutgoingStatus = (typeof OutgoingStatus)[keyof typeof OutgoingStatus];

/** Who acts: staff roles by department, the two kinds of partner (R42), and the gateway itself. */
export const Role = {
  SALES: 'SALES',
  PRODUCTION: 'PRODUCTION',
  PROCUREMENT: 'PROCUREMENT',
  QUALITY: 'QUALITY',
  LOGISTICS: 'LOGISTICS',
  CUSTOMER_SERVICE: 'CUSTOMER_SERVICE',
  ANALYST: 'ANALYST',
  ADMIN: 'ADMIN',
  SUPPLIER: 'SUPPLIER',
  CARRIER: 'CARRIER',
} as const;
export type Role = (typeof Role)[keyof typeof Role];
