/** What GS1 EPCIS 2.0 sends: documents of events in JSON-LD, query answers, or an event alone. Other members are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

const identifiers = z.array(z.string().max(1_000)).nullish();
const place = z.object({ id: optionalText(1_000) }).nullish();

const event = z.object({
  type: z.string().min(1).max(100),
  eventID: optionalText(1_000),
  eventTime: optionalText(100),
  eventTimeZoneOffset: optionalText(100),
  recordTime: optionalText(100),
  bizStep: optionalText(1_000),
  disposition: optionalText(1_000),
  parentID: optionalText(1_000),
  epcList: identifiers,
  childEPCs: identifiers,
  bizTransactionList: z.array(z.object({ type: optionalText(1_000), bizTransaction: optionalText(1_000) })).nullish(),
  readPoint: place,
  bizLocation: place,
  errorDeclaration: z.object({ declarationTime: optionalText(100), reason: optionalText(1_000) }).nullish(),
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
  const type = readShape(z.object({ type: z.string().max(100) }), content).type;
  if (type === 'EPCISDocument') return listed(readShape(capture, content).epcisBody.eventList, 'epcisBody.eventList');
  if (type === 'EPCISQueryDocument') {
    return listed(readShape(answer, content).epcisBody.queryResults.resultsBody.eventList, 'epcisBody.queryResults.resultsBody.eventList');
  }
  if (!type.endsWith('Event')) throw new ConnectorError('contract', 'type: neither an EPCIS document nor an event');
  return [{ content, path: '' }];
}

/** Throws ConnectorError('contract') naming every member that is not as documented. */
export function readEvent({ content, path }: ListedEvent): EpcisEvent {
  return readShape(event, content, path === '' ? '' : `${path}.`);
}

function listed(events: readonly unknown[], path: string): ListedEvent[] {
  return events.map((content, index) => ({ content, path: `${path}[${index}]` }));
}
