/** A supplier's dates as delivery dates of the schedule lines: for systems without supplier confirmations. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import type { BatchWrite } from '../odata/batch.js';
import { etagOf, type Row } from '../odata/envelope.js';
import { entityPath } from '../odata/query.js';
import { wireDate } from '../odata/values.js';
import { read } from '../shared/read.js';
import type { AnsweredItem } from './answers.js';
import { wireItem } from './numbers.js';

/** The order as the service gave it, with keys and ETags. */
const rawOrder = z.object({ to_PurchaseOrderItem: z.array(z.object({ PurchaseOrderItem: wireItem, to_ScheduleLine: z.array(z.record(z.string(), z.unknown())) })) });

/**
 * The schedule lines whose date differs. What a date cannot say (other quantities and prices, a part later, a no) is refused
 * as a whole, so that the buyer is asked: ConnectorError('rejected').
 */
export function scheduleWrites(answers: readonly AnsweredItem[], raw: object): BatchWrite[] {
  const unsayable = answers.filter(({ item, answer }) => {
    const isOtherQuantity = answer.quantity !== null && Number(answer.quantity) !== Number(item.OrderQuantity);
    return answer.answer === 'BACKORDER' || answer.answer === 'REFUSE' || isOtherQuantity || answer.unitPrice !== null;
  });
  if (unsayable.length > 0) {
    const items = unsayable.map(({ item }) => item.PurchaseOrderItem).join(', ');
    throw new ConnectorError('rejected', `schedule lines can hold a date alone; the answers to items ${items} are for the buyer to enter`);
  }
  const { to_PurchaseOrderItem: items } = read(rawOrder, raw, 'A_PurchaseOrder');
  return answers.flatMap(({ item, answer }) => {
    const lines = items.find((one) => one.PurchaseOrderItem === item.PurchaseOrderItem)?.to_ScheduleLine ?? [];
    return answer.promisedDate === null ? [] : lines.flatMap((line) => lineWrite(line, answer.promisedDate!));
  });
}

function lineWrite(line: Row, day: string): BatchWrite[] {
  if (wireDate.parse(line['ScheduleLineDeliveryDate']) === day) return [];
  const key = {
    PurchasingDocument: String(line['PurchasingDocument']),
    PurchasingDocumentItem: String(line['PurchasingDocumentItem']),
    ScheduleLine: String(line['ScheduleLine']),
  };
  const body = { ScheduleLineDeliveryDate: `/Date(${Date.parse(`${day}T00:00:00Z`)})/` };
  return [{ method: 'PATCH', path: entityPath('A_PurchaseOrderScheduleLine', key), body, etag: etagOf(line) }];
}
