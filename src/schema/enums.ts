/** GraphQL enums, registered from the same objects that the columns and the rules use. */
import { registerEnumType } from 'type-graphql';
import * as values from '../entities/enums.js';

export * from '../entities/enums.js';

const describe = (name: keyof typeof values, description: string, valuesConfig: Record<string, string> = {}): void => {
  const config = Object.fromEntries(Object.entries(valuesConfig).map(([key, text]) => [key, { description: text }]));
  registerEnumType(values[name], { name, description, valuesConfig: config });
};

describe('OrderChannel', 'Where an order came from.');
describe('OrderStatus', "The order's way from reception to completion. Payment and archive are not order states.", {
  NEEDS_CORRECTION: 'Something is missing or wrong; the customer has been told what.',
  IN_REVIEW: 'Sales checks goods, quantity, price and payment method.',
  NEEDS_REVISION: 'The sales review failed, with a reason; the order goes through reception again.',
  CONFIRMED: 'Confirmed and signed, awaiting shipment.',
  LAPSED: 'No answer or signature came in time.',
});
describe('OrderPriority', 'How an order is treated among others.');
describe('PaymentStatus', 'State of payment, beside the state of the order.');
describe('ProductClass', 'Class of a product; it decides the cycle standard in working days.');
describe('PurchaseOrderStatus', 'State of a purchase order as a whole; it follows from its lines.');
describe('PurchaseOrderLineStatus', 'State of one purchase order line.');
describe('LineAnswer', "A supplier's answer to one purchase order line.", {
  ACCEPT: 'As ordered, in whole or for the quantity given.',
  CHANGE: 'Another quantity, date or price is proposed; the buyer decides.',
  BACKORDER: 'Will come later; the date may still be unknown.',
  REFUSE: 'Will not be delivered.',
});
describe('ProposalDecision', 'What the buyer made of a proposed change.');
describe('ShipmentStatus', "Canonical state of a shipment; the carrier's own code is kept beside it.");
describe('EventClassifier', 'Whether an event is a plan, an estimate or a fact. Only facts move a status.');
describe('ResponsibleParty', 'Who is responsible for a delay or an exception.');
describe('TransportMode', 'Means of transport.');
describe('ShipmentDirection', 'Which way the goods travel.');
describe('SupplierQualification', 'Whether we may buy from a supplier.');
describe('EvaluationStatus', "Life of a supplier's evaluation.");
describe('Standing', 'Grade band of a score.');
describe('CaseKind', 'What an after-sales case is about.');
describe('CaseStatus', 'Life of an after-sales case; which states apply depends on its kind.');
describe('PeriodKind', 'Length of a reviewed period.');
describe('ObjectType', 'Kinds of objects whose changes are in the event log.');
describe('InboxStatus', 'What became of a stored message.');
describe('Role', 'Who may do what: departments, partners, administrators.');

export const SortDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type SortDirection = (typeof SortDirection)[keyof typeof SortDirection];
registerEnumType(SortDirection, { name: 'SortDirection', description: 'Ascending or descending.' });
describe('OutgoingKind', 'What an outside system can be told.', {
  CONFIRM_PURCHASE_ORDER: "A supplier's answer, to the system that masters the purchase order.",
  SEND_PURCHASE_ORDER: 'A purchase order, to its supplier.',
  FOLLOW_SHIPMENT: 'That we want to hear of a parcel.',
  BOOK_SHIPMENT: 'Goods to be carried.',
  REQUEST_PICKUP: 'Goods to be fetched.',
});
describe('OutgoingStatus', 'What became of something that an outside system was to be told.', {
  PENDING: 'It is yet to be told, or to be told again.',
  DONE: 'It was taken.',
  FAILED: 'It was given up; a person can have it tried again.',
});
