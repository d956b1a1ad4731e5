/** What GS1 EPCIS 2.0 sends: documents of events in JSON-LD, query answers, or an event alone. Other members are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { checkShape } from '../../shape.js';

const text = (max: number) => z.string().max(max).nullish();
const identifiers = z.array(z.string().max(1_000)).nullish();
const place = z.object({ id: text(1_000) }).nullish();

const event = z.object({
  type: z.string().min(1).max(100),
  eventID: text(1_000),
  eventTime: text(100),
  eventTimeZoneOffset: text(100),
  recordTime: text(100),
  bizStep: text(1_000),
  disposition: text(1_000),
  parentID: text(1_000),
  epcList: identifiers,
  childEPCs: identifiers,
  bizTransactionList: z.array(z.object({ type: text(1_000), bizTransaction: text(1_000) })).nullish(),
  readPoint: place,
  bizLocation: place,
  errorDeclaration: z.object({ declarationTime: text(100), reason: text(1_000) }).nullish(),
});

const list = z.array(z.unknown());
const capture = z.object({ epcisBody: z.object({ eventList: list }) });
const answer = z.object({ epcisBody: z.object({ queryResults: z.object({ resultsBody: z.object({ eventList: list }) }) }) });

export type EpcisEvent = z.infer<typeof event>;

export interface ListedEvent {
  readonly content: unknown;
  /** Where it stands in the message; empty for an event alone. */
  readonly path: string;
}

/** The events of a document as they stand, not yet checked. Throws ConnectorError('contract'). */
export function readEventList(body: Uint8Array): readonly ListedEvent[] {
  const content = readJson(body);
  const type = checkShape(z.object({ type: z.string().max(100) }), content).type;
  if (type === 'EPCISDocument') return listed(checkShape(capture, content).epcisBody.eventList, 'epcisBody.eventList');
  if (type === 'EPCISQueryDocument') {
    return listed(checkShape(answer, content).epcisBody.queryResults.resultsBody.eventList, 'epcisBody.queryResults.resultsBody.eventList');
  }
  if (!type.endsWith('Event')) throw new ConnectorError('contract', 'type: neither an EPCIS document nor an event');
  return [{ content, path: '' }];
}

/** Throws ConnectorError('contract') naming every member that is not as documented. */
export function readEvent({ content, path }: ListedEvent): EpcisEvent {
  return checkShape(event, content, path === '' ? '' : `${path}.`);
}

function listed(events: readonly unknown[], path: string): ListedEvent[] {
  return events.map((content, index) => ({ content, path: `${path}[${index}]` }));
}
