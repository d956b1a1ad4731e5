/** What carriers send by DCSA's Track & Trace standard: events of version 2 (flat) and 3 (metadata and payload). Other members are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { checkShape } from '../../shape.js';

/** Carriers fill in what they have: absent, null and empty mean the same. */
const text = (max: number) => z.string().max(max).nullish();

const address = z.object({ city: text(1_000), stateRegion: text(1_000), country: text(64), postalCode: text(32) }).nullish();

const location = z.object({ locationName: text(1_000), UNLocationCode: text(100), address, latitude: text(100), longitude: text(100) }).nullish();

/** Version 2 writes `referenceType`, `documentReferenceType`; version 3 `type`. */
const references = z
  .array(z.object({ type: text(100), value: text(255), referenceType: text(100), referenceValue: text(255), documentReferenceType: text(100), documentReferenceValue: text(255) }))
  .nullish();

const payload = z.object({
  eventClassifierCode: text(100),
  eventDateTime: text(100),
  transportEventTypeCode: text(100),
  equipmentEventTypeCode: text(100),
  shipmentEventTypeCode: text(100),
  /** As the samples of version 2 have it. */
  eventSubtype: text(100),
  eventTypeCode: text(100),
  equipmentReference: text(255),
  emptyIndicatorCode: text(100),
  isTransshipmentMove: z.boolean().nullish(),
  documentTypeCode: text(100),
  documentID: text(255),
  documentReference: text(255),
  documentReferences: references,
  relatedDocumentReferences: references,
  references,
  delayReasonCode: text(255),
  changeRemark: text(10_000),
  reason: text(10_000),
  remark: text(10_000),
  transportCall: z.object({ modeOfTransport: text(100), UNLocationCode: text(100), location }).nullish(),
  eventLocation: location,
});

const id = z.string().min(1).max(200);

const flat = payload.extend({ eventID: id, eventType: text(100), eventCreatedDateTime: text(100) });

const layered = z.object({
  metadata: z.object({
    eventID: id,
    eventType: text(100),
    eventCreatedDateTime: text(100),
    retractedEventID: text(200),
    publisher: z.object({ partyName: text(1_000), carrierCode: text(100) }).nullish(),
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
    const { trackingNumber, events } = checkShape(asked, content);
    return { trackingNumber, events: events.map((event, index) => readEvent(event, `events[${index}].`)) };
  }
  return { trackingNumber: null, events: [readEvent(content, '')] };
}

/** A page of listed events, each as it stands with its id. Throws ConnectorError('contract'). */
export function readPage(body: Uint8Array): readonly { readonly id: string; readonly content: unknown }[] {
  const content = readJson(body);
  const ids = checkShape(listed, content).map((event) => ('metadata' in event ? event.metadata.eventID : event.eventID));
  return ids.map((eventId, index) => ({ id: eventId, content: (content as unknown[])[index] }));
}

function readEvent(content: unknown, path: string): DcsaEvent {
  if (!isObject(content)) throw new ConnectorError('contract', `${path || '(top)'}: no event`);
  if (!Object.hasOwn(content, 'metadata')) {
    const event = checkShape(flat, content, path);
    return { id: event.eventID, type: event.eventType ?? null, createdAt: event.eventCreatedDateTime ?? null, retracts: null, publisher: null, payload: event, path };
  }
  const { metadata, payload: told } = checkShape(layered, content, path);
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
