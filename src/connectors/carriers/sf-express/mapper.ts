/** Routes → facts. Pure: tables and the message decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { type Place, readPlacedInstant } from '../../local-time.js';
import { contentHash, distinctEvents, filled } from '../../tracking-events.js';
import { operationOf } from './operations.js';
import type { ParcelRoutes, PushedRoute, Route } from './wire.js';

/** Times are written without an offset, by the clocks of China. */
const PLACE: Place = { country: null, otherwise: 'Asia/Shanghai' };

/** One fact for each parcel that a push tells of. */
export function normalisePush(routes: readonly PushedRoute[]): Normalised {
  const unmapped: Unmapped[] = [];
  const byParcel = new Map<string, TrackingEventFact[]>();
  for (const [index, route] of routes.entries()) {
    const events = byParcel.get(route.mailno) ?? [];
    byParcel.set(route.mailno, events);
    events.push(...eventFacts(route, `WaybillRoute[${index}].`, unmapped));
  }
  return { facts: [...byParcel].flatMap(([mailNo, events]) => toFacts(mailNo, events)), unmapped };
}

export function normaliseParcel({ mailNo, routes }: ParcelRoutes): Normalised {
  const unmapped: Unmapped[] = [];
  const events = (routes ?? []).flatMap((route, index) => eventFacts(route, `routes[${index}].`, unmapped));
  return { facts: toFacts(mailNo, events), unmapped };
}

function toFacts(mailNo: string, told: readonly TrackingEventFact[]): TrackingFact[] {
  if (told.length === 0) return [];
  const fact: Omit<TrackingFact, 'source'> = {
    kind: 'tracking',
    trackingNumber: mailNo,
    carrier: 'SF Express',
    // Pushes bring what is new and answers bring all: either way the events speak for themselves.
    snapshotAt: null,
    events: distinctEvents(told),
  };
  return [{ ...fact, source: { externalId: mailNo, version: contentHash(fact), updatedAt: null } }];
}

/** None where its time cannot be read. */
function eventFacts(route: Route, path: string, unmapped: Unmapped[]): TrackingEventFact[] {
  const note = (member: string, value: string): void => void unmapped.push({ path: path + member, value: value.slice(0, 200) });
  const occurred = readPlacedInstant(route.acceptTime ?? '', PLACE);
  if (!occurred) {
    note('acceptTime', route.acceptTime ?? 'null');
    return [];
  }
  const code = filled(route.opCode);
  const operation = code === null ? undefined : operationOf(code);
  if (code !== null && !operation) note('opCode', code);
  const isTrouble = operation?.milestone === 'ATTEMPT_FAILED' || operation?.milestone === 'EXCEPTION';
  const stated = isTrouble ? (filled(route.reasonName) ?? filled(route.reasonCode)) : null;
  const description = filled(route.remark);
  return [
    {
      // Pushed routes have an id, but the query tells the same ones without it.
      eventKey: contentHash([occurred.epochMs, code, description]),
      occurredAt: occurred.instant,
      zoneAssumed: occurred.zoneAssumed,
      classifier: 'ACTUAL',
      milestone: operation?.milestone ?? null,
      carrierCode: code,
      reason: stated ?? operation?.reason ?? null,
      responsible: operation?.responsible ?? null,
      description,
      city: filled(route.acceptAddress),
    },
  ];
}
