import { z } from 'zod';
import { ConnectorError, type PurchaseOrderConfirmationCommand } from '../../contract.js';
import type { ODataClient } from '../odata/client.js';
import { etagOf, type Row } from '../odata/envelope.js';
import { partProblem } from '../odata/faults.js';
import { wireDate } from '../odata/values.js';
import { conflict, writeProblem } from '../shared/conflict.js';
import { recordVersion } from '../shared/message.js';
import { read } from '../shared/read.js';
import { companyService } from './collections.js';
import type { BusinessCentralConfig } from './config.js';
import type { BusinessCentralReader } from './reader.js';
import { purchaseOrderIn, refs } from './refs.js';
import { purchaseOrderWire, type PurchaseLineWire, type PurchaseOrderWire } from './wire.js';

type LineAnswer = PurchaseOrderConfirmationCommand['lines'][number];

export interface Desk {
  readonly client: ODataClient;
  readonly reader: BusinessCentralReader;
  readonly config: BusinessCentralConfig;
}

interface Patch {
  readonly url: string;
  readonly etag: string;
  readonly body: object;
}

const identified = z.looseObject({ id: z.string(), sequence: z.int().optional() });
const batchAnswer = z.object({ responses: z.array(z.object({ status: z.int(), body: z.unknown().optional() })) });

/**
 * Writes a supplier's confirmation: dates into the lines, and the supplier's number where the API has a place for it; all in
 * one transaction. Reads first and writes only what differs, so that the same command twice changes nothing the second
 * time. Refused where the order is no longer at the command's version, or changes between reading and writing:
 * ConnectorError('rejected') with status 409 and `cause: { conflict: true, version }`.
 */
export async function confirmPurchaseOrder(desk: Desk, command: PurchaseOrderConfirmationCommand, signal: AbortSignal): Promise<{ version: string | null }> {
  const { externalId, version } = command.purchaseOrder;
  const number = purchaseOrderIn(externalId);
  if (number === null) throw new ConnectorError('rejected', `${externalId} is no purchase order of Business Central`);
  const { record, raw } = await desk.reader.purchaseOrder(number, signal);
  const order = read(purchaseOrderWire, record, externalId);
  refuseUnsayable(order, command);
  const patches = patchesOf(order, raw, command);
  const current = recordVersion(record);
  if (patches.length === 0) return { version: current };
  if (version !== null && version !== current) throw conflict(`${externalId} was changed in Business Central since it was read`, current);
  await write(desk, patches, signal);
  return { version: recordVersion((await desk.reader.purchaseOrder(number, signal)).record) };
}

/** API v2.0 has a place for a date alone. What it cannot say is refused as a whole, so that the buyer is asked. */
function refuseUnsayable(order: PurchaseOrderWire, { lines }: PurchaseOrderConfirmationCommand): void {
  const known = new Map(order.purchaseOrderLines.map((line) => [refs.purchaseOrderLine(order.number, line.sequence), line]));
  const problems = lines.flatMap((answer) => {
    const line = known.get(answer.externalId);
    if (line === undefined) return [`there is no ${answer.externalId}`];
    if (answer.promisedDate !== null && wireDate.safeParse(answer.promisedDate).data !== answer.promisedDate) return [`${answer.promisedDate} is no date`];
    return isDateAlone(answer, line) ? [] : [`the answer to ${answer.externalId} is more than a date; the buyer has to enter it`];
  });
  if (problems.length > 0) throw new ConnectorError('rejected', `purchase order ${order.number}: ${problems.join('; ')}`);
}

function isDateAlone({ answer, quantity, unitPrice }: LineAnswer, line: PurchaseLineWire): boolean {
  const sameQuantity = quantity === null || Number(quantity) === Number(line.quantity);
  const samePrice = unitPrice === null || Number(unitPrice) === Number(line.directUnitCost ?? Number.NaN);
  return (answer === 'ACCEPT' || answer === 'CHANGE') && sameQuantity && samePrice;
}

function patchesOf(order: PurchaseOrderWire, raw: Row, { lines, supplierReference }: PurchaseOrderConfirmationCommand): Patch[] {
  const answers = new Map(lines.map((answer) => [answer.externalId, answer]));
  const rows = read(z.array(identified), raw['purchaseOrderLines'], 'purchaseOrderLines');
  const ofLines = rows.flatMap((row, index): Patch[] => {
    const line = order.purchaseOrderLines[index]!;
    const answer = answers.get(refs.purchaseOrderLine(order.number, line.sequence));
    const body = answer === undefined ? {} : lineChanges(line, row, answer);
    return Object.keys(body).length === 0 ? [] : [patch(`purchaseOrderLines(${row.id})`, row, body)];
  });
  const takesReference = supplierReference !== null && 'vendorOrderNumber' in raw && supplierReference !== order.vendorOrderNumber;
  const header = read(identified, raw, 'purchaseOrders');
  return [...(takesReference ? [patch(`purchaseOrders(${header.id})`, header, { vendorOrderNumber: supplierReference })] : []), ...ofLines];
}

/** A yes without a date is one to the date that is expected. */
function lineChanges(line: PurchaseLineWire, row: Row, { promisedDate }: LineAnswer): object {
  const date = promisedDate ?? line.expectedReceiptDate ?? null;
  if (date === null) return {};
  return {
    ...('promisedReceiptDate' in row && line.promisedReceiptDate !== date ? { promisedReceiptDate: date } : {}),
    ...(line.expectedReceiptDate === date ? {} : { expectedReceiptDate: date }),
  };
}

function patch(url: string, row: Row, body: object): Patch {
  const etag = etagOf(row);
  if (etag === null) throw new ConnectorError('contract', `${url} came without an ETag, so that a change by somebody else would be overwritten`);
  return { url, etag, body };
}

/** One batch; with `Isolation: snapshot` either all of it is carried out or nothing (version 17.1 and later). */
async function write({ client, config }: Desk, patches: readonly Patch[], signal: AbortSignal): Promise<void> {
  const requests = patches.map(({ url, etag, body }, index) => ({
    method: 'PATCH',
    id: String(index + 1),
    url: `companies(${config.company})/${url}`,
    headers: { 'content-type': 'application/json', 'if-match': etag },
    body,
  }));
  const answer = await client.post(companyService(config), `${config.api}/$batch`, { requests }, signal, { isolation: 'snapshot' });
  const { responses } = read(batchAnswer, answer, '$batch');
  const failed = responses.find(({ status }) => status >= 300);
  if (failed) throw writeProblem(partProblem('$batch', failed.status, JSON.stringify(failed.body ?? '')));
  if (responses.length !== requests.length) throw new ConnectorError('contract', `$batch: ${requests.length} writes, ${responses.length} answers`);
}
