/** Parcel → fact. Pure: tables, the parcel and the settings decide, nothing else. */
import type { TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { countryCode } from '../../countries.js';
import { readInstant } from '../../instant.js';
import { readPlacedDeadline } from '../../local-time.js';
import { contentHash, distinctEvents, filled, type Note } from '../../tracking-events.js';
import type { Config } from './config.js';
import { eventFact, milestoneOf } from './events.js';
import { readParcel, type ReadMessage, type TrackInfo } from './wire.js';

type Settings = Pick<Config, 'carriers' | 'timeZone'>;

/** Throws ConnectorError('contract') where the parcel cannot be read. One that nothing is known of gives no fact. */
export function normaliseParcel({ parcel: content, path }: ReadMessage, { carriers, timeZone }: Settings): Normalised {
  const { number, carrier, track_info: info } = readParcel(content, path);
  if (!info) return { facts: [], unmapped: [] };
  const unmapped: Unmapped[] = [];
  const note: Note = (member, value) => void unmapped.push({ path: `${path}track_info.${member}`, value: value.slice(0, 200) });

  const fact: Omit<TrackingFact, 'source'> = {
    kind: 'tracking',
    trackingNumber: number,
    carrier: carriers.nameOf(carrier ?? '') ?? filled(info.tracking?.providers?.[0]?.provider?.name),
    snapshotAt: lastLook(info),
    snapshotStatus: milestoneOf(info.latest_status?.sub_status, info.latest_status?.status, (member, value) => note(`latest_status.${member}`, value)),
    estimatedDelivery: estimate(info, timeZone, note),
    events: distinctEvents(eventsOf(info, timeZone, note)),
  };
  const version = `${fact.snapshotAt ?? ''} ${contentHash(fact)}`.trim();
  return { facts: [{ ...fact, source: { externalId: `${carrier ?? 0}/${number}`, version, updatedAt: fact.snapshotAt } }], unmapped };
}

/** Several carriers may have taken part; where none lists events, the latest one stands alone. */
function eventsOf(info: TrackInfo, timeZone: string, note: Note): TrackingFact['events'] {
  const listed = (info.tracking?.providers ?? []).flatMap((provider, at) =>
    (provider.events ?? []).map((event, index) => ({ event, place: `tracking.providers[${at}].events[${index}].` })),
  );
  const told = listed.length > 0 || !info.latest_event ? listed : [{ event: info.latest_event, place: 'latest_event.' }];
  return told.flatMap(({ event, place }) => {
    const fact = eventFact(event, timeZone, (member, value) => note(place + member, value));
    return fact ? [fact] : [];
  });
}

/** When 17TRACK last heard of the parcel from any of its carriers; null where it does not say. */
function lastLook(info: TrackInfo): string | null {
  const looks = (info.tracking?.providers ?? []).flatMap((provider) => readInstant(provider.latest_sync_time ?? '') ?? []);
  return looks.sort((a, b) => b.epochMs - a.epochMs)[0]?.instant ?? null;
}

/** A range stands for its end. */
function estimate(info: TrackInfo, timeZone: string, note: Note): string | null | undefined {
  const range = info.time_metrics?.estimated_delivery_date;
  if (!range) return undefined;
  const text = filled(range.to) ?? filled(range.from);
  if (text === null) return null;
  const country = countryCode(filled(info.shipping_info?.recipient_address?.country));
  const read = readPlacedDeadline(text, { country, otherwise: timeZone });
  if (!read) note('time_metrics.estimated_delivery_date', text);
  return read?.instant;
}
