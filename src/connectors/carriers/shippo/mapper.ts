/** Track → fact. Pure: tables, the track and the settings decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { readInstant } from '../../instant.js';
import { contentHash, distinctEvents, filled, lookUp, type Milestone, type Note } from '../../tracking-events.js';
import type { Config } from './config.js';
import { STATUSES, SUBSTATUSES } from './statuses.js';
import { readTrack, type ReadMessage, type TrackingStatus } from './wire.js';

/** Throws ConnectorError('contract') where the track cannot be read. A number that nothing is known of gives no fact. */
export function normaliseTrack({ track: content, path }: ReadMessage, { carriers }: Pick<Config, 'carriers'>): Normalised {
  const track = readTrack(content, path);
  const { tracking_status: latest, tracking_history: history } = track;
  if (!latest && !history?.length) return { facts: [], unmapped: [] };
  const unmapped: Unmapped[] = [];
  const note: Note = (member, value) => void unmapped.push({ path: path + member, value: value.slice(0, 200) });

  const snapshotAt = readInstant(latest?.object_updated ?? latest?.object_created ?? '')?.instant ?? null;
  const carrier = filled(track.carrier);
  const fact: Omit<TrackingFact, 'source'> = {
    kind: 'tracking',
    trackingNumber: track.tracking_number,
    carrier: carrier && (carriers.nameOf(carrier) ?? carrier),
    snapshotAt,
    snapshotStatus: latest ? milestoneOf(latest, (member, value) => note(`tracking_status.${member}`, value)) : undefined,
    estimatedDelivery: estimate(track.eta, (value) => note('eta', value)),
    events: distinctEvents(eventsOf(latest, history ?? [], note)),
  };
  const version = `${snapshotAt ?? ''} ${contentHash(fact)}`.trim();
  return { facts: [{ ...fact, source: { externalId: `${carrier ?? ''}/${track.tracking_number}`, version, updatedAt: snapshotAt } }], unmapped };
}

/** The history holds the latest status too; where there is none yet, the latest stands alone. */
function eventsOf(latest: TrackingStatus | null | undefined, history: readonly TrackingStatus[], note: Note): TrackingEventFact[] {
  const told = history.map((status, index) => ({ status, place: `tracking_history[${index}].` }));
  const all = told.length > 0 || !latest ? told : [{ status: latest, place: 'tracking_status.' }];
  return all.flatMap(({ status, place }) => {
    const fact = eventFact(status, (member, value) => note(place + member, value));
    return fact ? [fact] : [];
  });
}

/** Null: a status whose time cannot be read. */
function eventFact(event: TrackingStatus, note: Note): TrackingEventFact | null {
  const occurred = readInstant(event.status_date ?? '');
  if (!occurred) {
    note('status_date', event.status_date ?? 'null');
    return null;
  }
  const location = {
    city: filled(event.location?.city),
    region: filled(event.location?.state),
    country: countryCode(filled(event.location?.country)),
    postalCode: filled(event.location?.zip),
  };
  const [status, substatus] = [filled(event.status), filled(event.substatus?.code)];
  const { reason = null, responsible = null } = (substatus && lookUp(SUBSTATUSES, substatus)) || {};
  return {
    // Shippo's own ids of events change when it reads a history anew.
    eventKey: contentHash([occurred.epochMs, status, substatus, filled(event.status_details), location]),
    occurredAt: occurred.instant,
    // Documented as UTC, but carriers' local times are often passed on as if they were.
    zoneAssumed: !occurred.hasOffset || occurred.instant.endsWith('Z'),
    classifier: 'ACTUAL',
    milestone: milestoneOf(event, note),
    carrierCode: [status, substatus].filter((code) => code !== null).join('/') || null,
    reason,
    responsible,
    description: filled(event.status_details),
    ...location,
  };
}

/** The status decides; a substatus refines it. A substatus that no table knows is noted and changes nothing. */
function milestoneOf({ status, substatus }: TrackingStatus, note: Note): Milestone | null {
  const [code, detail] = [filled(status), filled(substatus?.code)];
  const refined = detail === null ? undefined : lookUp(SUBSTATUSES, detail);
  if (detail !== null && refined === undefined) note('substatus.code', detail);
  const milestone = code === null ? undefined : lookUp(STATUSES, code);
  if (code !== null && milestone === undefined) note('status', code);
  return refined?.milestone ?? milestone ?? null;
}

function estimate(text: string | null | undefined, note: (value: string) => void): string | null | undefined {
  if (!text) return text === undefined ? undefined : null;
  const read = readInstant(text);
  if (!read) note(text);
  return read?.instant;
}
