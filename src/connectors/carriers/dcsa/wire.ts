/** What carriers send by DCSA's Track & Trace standard: events of version 2 (flat) and 3 (metadata and payload). Other members are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

const address = z.object({ city: optionalText(1_000), stateRegion: optionalText(1_000), country: optionalText(64), postalCode: optionalText(32) }).nullish();

const location = z.object({ locationName: optionalText(1_000), UNLocationCode: optionalText(100), address, latitude: optionalText(100), longitude: optionalText(100) }).nullish();

/** Version 2 writes `referenceType`, `documentReferenceType`; version 3 `type`. */
const references = z
  .array(z.object({ type: optionalText(100), value: optionalText(255), referenceType: optionalText(100), referenceValue: optionalText(255), documentReferenceType: optionalText(100), documentReferenceValue: optionalText(255) }))
  .nullish();

const payload = z.object({
  eventClassifierCode: optionalText(100),
  eventDateTime: optionalText(100),
  transportEventTypeCode: optionalText(100),
  equipmentEventTypeCode: optionalText(100),
  shipmentEventTypeCode: optionalText(100),
  /** As the samples of version 2 have it. */
  eventSubtype: optionalText(100),
  eventTypeCode: optionalText(100),
  equipmentReference: optionalText(255),
  emptyIndicatorCode: optionalText(100),
  isTransshipmentMove: z.boolean().nullish(),
  documentTypeCode: optionalText(100),
  documentID: optionalText(255),
  documentReference: optionalText(255),
  documentReferences: references,
  relatedDocumentReferences: references,
  references,
  delayReasonCode: optionalText(255),
  changeRemark: optionalText(10_000),
  reason: optionalText(10_000),
  remark: optionalText(10_000),
  transportCall: z.object({ modeOfTransport: optionalText(100), UNLocationCode: optionalText(100), location }).nullish(),
  eventLocation: location,
});

const id = z.string().min(1).max(200);

const flat = payload.extend({ eventID: id, eventType: optionalText(100), eventCreatedDateTime: optionalText(100) });

const layered = z.object({
  metadata: z.object({
    eventID: id,
    eventType: optionalText(100),
    eventCreatedDateTime: optionalText(100),
    retractedEventID: optionalText(200),
    publisher: z.object({ partyName: optionalText(1_000), carrierCode: optionalText(100) }).nullish(),
  }),
  payload: payload.nullish(),
});

const listed = z.array(z.union([z.object({ metadata: z.object({ eventID: id }) }), z.object({ eventID: id })]));

/** What a poll about one shipment is kept as: an answer does not say what was asked. */
const asked = z.object({ trackingNumber: z.string().min(1).max(255), events: z.array(z.unknown()) });

export type Payload = z.infer<typeof payload>;
export type Location = z.infer<typeof location>;

export interface DcsaEvent {
  readonly id: string;
  readonly type: string | null;
  readonly createdAt: string | null;
  /** Id of the event that this one takes back; then there is no payload. */
  readonly retracts: string | null;
  readonly publisher: string | null;
  readonly payload: Payload | null;
  /** Where its members stand in the message, with a dot at the end, or empty. */
  readonly path: string;
}

export interface ReadMessage {
  readonly events: readonly DcsaEvent[];
  /** The shipment that was asked about; null: the events tell themselves. */
  readonly trackingNumber: string | null;
}

/** Reads a list of events, one alone, or the kept answer about one shipment. Throws ConnectorError('contract'). */
export function readMessage(body: Uint8Array): ReadMessage {
  const content = readJson(body);
  if (Array.isArray(content)) return { trackingNumber: null, events: content.map((event, index) => readEvent(event, `[${index}].`)) };
  if (isObject(content) && Object.hasOwn(content, 'events')) {
    const { trackingNumber, events } = readShape(asked, content);
    return { trackingNumber, events: events.map((event, index) => readEvent(event, `events[${index}].`)) };
  }
  return { trackingNumber: null, events: [readEvent(content, '')] };
}

/** A page of listed events, each as it stands with its id. Throws ConnectorError('contract'). */
export function readPage(body: Uint8Array): readonly { readonly id: string; readonly content: unknown }[] {
  const content = readJson(body);
  const ids = readShape(listed, content).map((event) => ('metadata' in event ? event.metadata.eventID : event.eventID));
  return ids.map((eventId, index) => ({ id: eventId, content: (content as unknown[])[index] }));
}

function readEvent(content: unknown, path: string): DcsaEvent {
  if (!isObject(content)) throw new ConnectorError('contract', `${path || '(top)'}: no event`);
  if (!Object.hasOwn(content, 'metadata')) {
    const event = readShape(flat, content, path);
    return { id: event.eventID, type: event.eventType ?? null, createdAt: event.eventCreatedDateTime ?? null, retracts: null, publisher: null, payload: event, path };
  }
  const { metadata, payload: told } = readShape(layered, content, path);
  return {
    id: metadata.eventID,
    type: metadata.eventType ?? null,
    createdAt: metadata.eventCreatedDateTime ?? null,
    retracts: metadata.retractedEventID || null,
    publisher: metadata.publisher?.partyName ?? metadata.publisher?.carrierCode ?? null,
    payload: told ?? null,
    path: `${path}payload.`,
  };
}

function isObject(content: unknown): content is object {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
