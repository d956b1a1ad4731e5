/** Opening an after-sales case (R31). */
import { v7 as uuid } from 'uuid';
import { type CaseKind, CaseStatus, ObjectType } from '../../entities/enums.js';
import { AfterSalesCase, Customer, Order, OrderLine, Shipment } from '../../entities/index.js';
import { fine } from '../apply/changes.js';
import { bringsGoodsBack } from '../case-rules.js';
import { compare } from '../decimal.js';
import { type Problem, problem } from '../errors.js';
import type { Decimal } from '../facts.js';
import { lockKey } from '../locks.js';
import { checkQuantity } from '../purchase-order-rules.js';
import { statusEvent } from '../status-event.js';
import type { Transaction } from '../transaction.js';
import { type CommandContext, type CommandResult, checkText, done, isBlank, isId, refused, run } from './command.js';

export interface OpenCaseInput {
  readonly kind: CaseKind;
  /** May be left out where the order or its line is named. */
  readonly customerId?: string | null;
  readonly orderId?: string | null;
  readonly orderLineId?: string | null;
  readonly shipmentId?: string | null;
  readonly subject: string;
  /** Required where goods are to come back (R32). */
  readonly reason?: string | null;
  readonly quantity?: Decimal | null;
}

/** Opens a case in state REQUESTED. The supplier is that of the goods, taken from the order line. */
export function openCase(context: CommandContext, input: OpenCaseInput): Promise<CommandResult> {
  const id = uuid();
  const locks = [lockKey(ObjectType.AFTER_SALES_CASE, id)];
  return run(context, { name: 'openCase', input, locks }, async (tx) => {
    const found = await findParties(tx, input);
    const problems = [...checkInput(input), ...found.problems];
    const { customer, order, orderLine, shipment } = found;
    if (!customer || problems.length > 0) return refused(problems);
    const opened = tx.em.create(AfterSalesCase, {
      id,
      number: `CASE-${id.replaceAll('-', '').slice(-12).toUpperCase()}`,
      kind: input.kind,
      status: CaseStatus.REQUESTED,
      customer,
      order,
      orderLine,
      shipment,
      supplier: orderLine?.supplier ?? null,
      subject: input.subject.trim(),
      reason: input.reason ?? null,
      quantity: fine(input.quantity ?? null),
      openedAt: tx.now,
    });
    tx.append(statusEvent(opened, null, tx.now));
    const { number, kind, status } = opened;
    const after = { number, kind, status };
    tx.audit({ action: 'AFTER_SALES_CASE_CREATED', objectType: ObjectType.AFTER_SALES_CASE, objectId: id, before: null, after });
    return done(id);
  });
}

function checkInput({ kind, subject, reason, quantity }: OpenCaseInput): Problem[] {
  return [
    ...(isBlank(subject) ? [problem('REQUIRED', ['subject'], {})] : checkText(subject, ['subject'], 500)),
    ...(bringsGoodsBack(kind) && isBlank(reason) ? [problem('REASON_REQUIRED', ['reason'], {})] : checkText(reason, ['reason'])),
    ...(quantity == null ? [] : checkQuantity(quantity, ['quantity'])),
  ];
}

interface Parties {
  readonly customer: Customer | null;
  readonly order: Order | null;
  readonly orderLine: OrderLine | null;
  readonly shipment: Shipment | null;
  readonly problems: Problem[];
}

/** What the case is about; all of it must be of one customer. */
async function findParties({ em }: Transaction, input: OpenCaseInput): Promise<Parties> {
  const problems: Problem[] = [];
  const look = async <T>(id: string | null | undefined, member: string, find: (id: string) => Promise<T | null>): Promise<T | null> => {
    if (id == null) return null;
    const found = isId(id) ? await find(id) : null;
    if (!found) problems.push(problem('NOT_FOUND', [member], {}));
    return found;
  };
  const orderLine = await look(input.orderLineId, 'orderLineId', (id) =>
    em.findOne(OrderLine, { id, ...(input.orderId == null ? {} : { order: input.orderId }) }, { populate: ['order'] }),
  );
  const order = await look(input.orderId ?? orderLine?.order.id, 'orderId', (id) => em.findOne(Order, { id }));
  const customer = await look(input.customerId ?? order?.customer.id, 'customerId', (id) => em.findOne(Customer, { id }));
  const shipment = await look(input.shipmentId, 'shipmentId', (id) => em.findOne(Shipment, { id }));
  if (!customer && problems.length === 0) problems.push(problem('REQUIRED', ['customerId'], {}));
  if (customer && order && order.customer.id !== customer.id) problems.push(problem('NOT_FOUND', ['orderId'], {}));
  if (orderLine && input.quantity != null && isMore(input.quantity, orderLine.quantity)) {
    problems.push(problem('QUANTITY_TOO_LARGE', ['quantity'], { value: input.quantity, max: orderLine.quantity }));
  }
  return { customer, order, orderLine, shipment, problems };
}

/** A quantity that cannot be read is reported elsewhere. */
function isMore(quantity: Decimal, ordered: Decimal): boolean {
  return checkQuantity(quantity, []).length === 0 && compare(quantity, ordered) > 0;
}
