/** A supplier's answer in the terms of S/4HANA: which part of an item comes when. */
import { ConnectorError, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import { wireDate } from '../odata/values.js';
import { refs } from './numbers.js';
import type { PurchaseItemWire, PurchaseOrderWire } from './wire.js';

export type LineAnswer = PurchaseOrderConfirmationCommand['lines'][number];

/** An answer beside the item that it answers. */
export interface AnsweredItem {
  readonly item: PurchaseItemWire;
  readonly answer: LineAnswer;
}

export interface PromisedPart {
  readonly date: string;
  readonly quantity: string;
}

/** Throws ConnectorError('rejected') where an answer is to no item of the order, or its date is none. */
export function answeredItems(order: PurchaseOrderWire, { lines }: PurchaseOrderConfirmationCommand): AnsweredItem[] {
  const items = new Map(order.to_PurchaseOrderItem.map((item) => [refs.purchaseOrderItem(order.PurchaseOrder, item.PurchaseOrderItem), item]));
  const unknown = lines.filter(({ externalId }) => !items.has(externalId)).map(({ externalId }) => externalId);
  if (unknown.length > 0) throw new ConnectorError('rejected', `purchase order ${order.PurchaseOrder} has no ${unknown.join(', ')}`);
  const dateless = lines.find(({ promisedDate: date }) => date !== null && wireDate.safeParse(date).data !== date);
  if (dateless !== undefined) throw new ConnectorError('rejected', `${dateless.externalId}: ${dateless.promisedDate} is no date`);
  return lines.map((answer) => ({ item: items.get(answer.externalId)!, answer }));
}

/** A yes without a date or quantity is one to the schedule as it stands. */
export function promisedParts({ item, answer }: AnsweredItem): PromisedPart[] {
  if (answer.promisedDate !== null) return [{ date: answer.promisedDate, quantity: answer.quantity ?? item.OrderQuantity }];
  const lines = item.to_ScheduleLine.flatMap(({ ScheduleLineDeliveryDate: date, ScheduleLineOrderQuantity: quantity }) => (date == null ? [] : [{ date, quantity }]));
  if (answer.answer === 'BACKORDER' || lines.length === 0) {
    throw new ConnectorError('rejected', `item ${item.PurchaseOrderItem}: a confirmation in S/4HANA needs a date`);
  }
  if (answer.quantity === null) return lines;
  // Another quantity without a date: by the last day that was asked for.
  return [{ date: lines.map(({ date }) => date).sort().at(-1)!, quantity: answer.quantity }];
}
