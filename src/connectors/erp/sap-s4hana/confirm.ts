import { ConnectorError, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import type { ODataClient } from '../odata/client.js';
import { conflict } from '../shared/conflict.js';
import { recordVersion } from '../shared/message.js';
import { read } from '../shared/read.js';
import { answeredItems, promisedParts, type AnsweredItem } from './answers.js';
import { confirmationService } from './collections.js';
import type { SapConfig } from './config.js';
import { purchaseOrderIn } from './numbers.js';
import type { SapReader } from './reader.js';
import { scheduleWrites } from './reschedule.js';
import { purchaseOrderWire, type PurchaseOrderWire } from './wire.js';

export interface Desk {
  readonly client: ODataClient;
  readonly reader: SapReader;
  readonly config: SapConfig;
  /** Root of the service that keeps the purchase orders. */
  readonly service: string;
}

type Write = (signal: AbortSignal) => Promise<unknown>;

/** What the API takes of a reference. */
const REFERENCE_LENGTH = 70;

/**
 * Writes a supplier's confirmation: as a supplier confirmation, or as delivery dates of the schedule lines, as the settings
 * say; all or nothing. Reads first and writes only what does not stand there yet, so that the same command twice is one
 * confirmation. Refused where the order is no longer at the command's version, or changes between reading and writing:
 * ConnectorError('rejected') with status 409 and `cause: { conflict: true, version }`.
 */
export async function confirmPurchaseOrder(desk: Desk, command: PurchaseOrderConfirmationCommand, signal: AbortSignal): Promise<{ version: string | null }> {
  const { externalId, version } = command.purchaseOrder;
  const number = purchaseOrderIn(externalId);
  if (number === null) throw new ConnectorError('rejected', `${externalId} is no purchase order of S/4HANA`);
  const { record, raw } = await desk.reader.purchaseOrder(number, signal);
  const order = read(purchaseOrderWire, record, externalId);
  const answers = answeredItems(order, command);
  const write = writeOf(desk, order, command, answers, raw);
  const current = recordVersion(record);
  if (write === null) return { version: current };
  if (order.PurchasingDocumentDeletionCode === 'L') throw new ConnectorError('rejected', `${externalId} is deleted in S/4HANA and takes no confirmation`);
  if (version !== null && version !== current) throw conflict(`${externalId} was changed in S/4HANA since it was read`, current);
  await write(signal);
  return { version: recordVersion((await desk.reader.purchaseOrder(number, signal)).record) };
}

function writeOf(desk: Desk, order: PurchaseOrderWire, command: PurchaseOrderConfirmationCommand, answers: readonly AnsweredItem[], raw: object): Write | null {
  if (desk.config.confirmations === 'supplier-confirmation') return confirmationWrite(desk, order, command, answers);
  const writes = scheduleWrites(answers, raw);
  return writes.length === 0 ? null : (signal) => desk.client.changeSet(desk.service, writes, signal);
}

/** Null where a confirmation that says the same stands there already. */
function confirmationWrite(desk: Desk, order: PurchaseOrderWire, command: PurchaseOrderConfirmationCommand, answers: readonly AnsweredItem[]): Write | null {
  const open = answers.filter((answered) => !isConfirmed(order, answered));
  if (open.length === 0) return null;
  const service = confirmationService(desk.config);
  const body = {
    SuplrConfRefPurchaseOrder: order.PurchaseOrder,
    ...(command.supplierReference === null ? {} : { SuplrConfExternalReference: command.supplierReference.slice(0, REFERENCE_LENGTH) }),
    _SupplierConfirmationItemTP: open.map((answered) => confirmedItem(order, answered)),
  };
  return (signal) => desk.client.post(service, `${service}/Confirmation`, body, signal);
}

function confirmedItem(order: PurchaseOrderWire, answered: AnsweredItem): object {
  const { item, answer } = answered;
  const common = { SuplrConfRefPurchaseOrderItem: item.PurchaseOrderItem };
  if (answer.answer === 'REFUSE') return { ...common, ItemIsRejectedBySupplier: true };
  const { unitPrice } = answer;
  const price = unitPrice === null ? {} : { SupplierConfirmedNetPrice: Number(unitPrice), SuplrConfNetPriceQuantity: 1, DocumentCurrency: order.DocumentCurrency };
  const lines = promisedParts(answered).map(({ date, quantity }) => ({
    DeliveryDate: date,
    ConfirmedQuantity: Number(quantity),
    PurchaseOrderQuantityUnit: item.PurchaseOrderQuantityUnit,
  }));
  return { ...common, ...price, _SupplierConfirmationLineTP: lines };
}

/**
 * Whether a confirmation says the same of the item already. One that says something else is refused: another beside it
 * would confirm the goods twice, and which of its lines give way is the buyer's to say.
 */
function isConfirmed(order: PurchaseOrderWire, answered: AnsweredItem): boolean {
  const { item, answer } = answered;
  const items = (order.confirmations ?? [])
    .flatMap(({ _SupplierConfirmationItemTP: parts }) => parts)
    .filter((one) => one.SuplrConfRefPurchaseOrderItem === item.PurchaseOrderItem);
  if (items.length === 0) return false;
  const isSame = items.some(({ ItemIsRejectedBySupplier: rejected, SupplierConfirmedNetPrice: price, _SupplierConfirmationLineTP: lines }) => {
    if (answer.answer === 'REFUSE' || rejected === true) return answer.answer === 'REFUSE' && rejected === true;
    if (answer.unitPrice !== null && Number(price ?? Number.NaN) !== Number(answer.unitPrice)) return false;
    const parts = promisedParts(answered);
    const isThere = parts.map(({ date, quantity }) => lines.some((line) => line.DeliveryDate === date && Number(line.ConfirmedQuantity) === Number(quantity)));
    return lines.length === parts.length && !isThere.includes(false);
  });
  if (!isSame) throw new ConnectorError('rejected', `item ${item.PurchaseOrderItem} is confirmed otherwise in S/4HANA already; the buyer has to change it there`);
  return true;
}
