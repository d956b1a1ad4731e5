/** Push or answer → fact. Pure: tables and the message decide, nothing else. */
import type { TrackingEventFact, TrackingFact, Unmapped } from '../../../domain/facts.js';
import type { Normalised } from '../../contract.js';
import { type Place, readPlacedInstant } from '../../local-time.js';
import { type Note, contentHash, distinctEvents, filled } from '../../tracking-events.js';
import { type State, stateOf } from './statuses.js';
import type { Event, Push, Result } from './wire.js';

/** Times are written without an offset, by the clocks of China. */
const PLACE: Place = { country: null, otherwise: 'Asia/Shanghai' };

export function normalisePush({ status, message, lastResult, destResult }: Push): Normalised {
  const unmapped: Unmapped[] = [];
  const note: Note = (path, value) => void unmapped.push({ path, value: value.slice(0, 200) });
  const events = [
    ...eventFacts(lastResult, 'lastResult.', note),
    // The carrier that takes over abroad has a result of its own.
    ...(destResult ? eventFacts(destResult, 'destResult.', note) : []),
  ];
  const watch = filled(status);
  if (watch !== null && !WATCHES.has(watch)) note('status', watch);
  const isGivenUp = watch === 'abort';
  const isExpired = isGivenUp && /60\s*天/.test(message ?? '');
  // Given up for want of any record: most often a wrong number or carrier, which a person has to put right.
  if (isGivenUp && !isExpired) note('message', filled(message) ?? 'abort');
  const state = isExpired ? ({ milestone: 'EXPIRED' } as const) : resultState(lastResult, 'lastResult.', note);
  return { facts: toFacts(lastResult, state?.milestone ?? null, events), unmapped };
}

export function normaliseResult(result: Result): Normalised {
  const unmapped: Unmapped[] = [];
  const note: Note = (path, value) => void unmapped.push({ path, value: value.slice(0, 200) });
  const events = eventFacts(result, '', note);
  return { facts: toFacts(result, resultState(result, '', note)?.milestone ?? null, events), unmapped };
}

/** What Kuaidi100 does about the parcel from now on; only `abort` says something about the parcel. */
const WATCHES: ReadonlySet<string> = new Set(['polling', 'shutdown', 'abort', 'updateall']);

function toFacts({ nu, com }: Result, snapshotStatus: TrackingFact['snapshotStatus'], told: readonly TrackingEventFact[]): TrackingFact[] {
  const events = distinctEvents(told);
  // No time says when it was made: it is as new as the newest thing that it tells. Without any it tells nothing.
  const snapshotAt = events.at(-1)?.occurredAt;
  if (snapshotAt === undefined) return [];
  const carrier = filled(com);
  const fact: Omit<TrackingFact, 'source'> = { kind: 'tracking', trackingNumber: nu, carrier, snapshotAt, snapshotStatus, events };
  return [{ ...fact, source: { externalId: `${carrier ?? ''}/${nu}`, version: contentHash(fact), updatedAt: snapshotAt } }];
}

function resultState({ state }: Result, path: string, note: Note): State | undefined {
  return known(filled(state), `${path}state`, note);
}

function eventFacts({ com, data }: Partial<Result>, path: string, note: Note): TrackingEventFact[] {
  return (data ?? []).flatMap((event, index) => {
    const fact = eventFact(event, filled(com), `${path}data[${index}].`, note);
    return fact ? [fact] : [];
  });
}

/** Null: its time cannot be read. */
function eventFact(event: Event, carrier: string | null, path: string, note: Note): TrackingEventFact | null {
  const occurred = readPlacedInstant(event.ftime ?? '', PLACE) ?? readPlacedInstant(event.time ?? '', PLACE);
  if (!occurred) {
    note(`${path}time`, event.ftime ?? event.time ?? 'null');
    return null;
  }
  const code = filled(event.statusCode);
  const state = known(code ?? filled(event.status), `${path}${code === null ? 'status' : 'statusCode'}`, note);
  const description = filled(event.context);
  const carrierCode = code ?? state?.code ?? filled(event.status);
  return {
    // Neither number nor place in the list: each push brings the whole history, one line longer than before.
    eventKey: contentHash([carrier, occurred.epochMs, carrierCode, description]),
    occurredAt: occurred.instant,
    zoneAssumed: occurred.zoneAssumed,
    classifier: 'ACTUAL',
    milestone: state?.milestone ?? null,
    carrierCode,
    reason: state?.reason ?? null,
    responsible: state?.responsible ?? null,
    description,
    ...placeOf(event),
  };
}

function known(codeOrName: string | null, path: string, note: Note): State | undefined {
  if (codeOrName === null) return undefined;
  const state = stateOf(codeOrName);
  if (!state) note(path, codeOrName);
  return state;
}

/** `areaName` is province, city, district, street, as far as they are known; `areaCode` begins with the country. */
function placeOf({ areaName, areaCode, location }: Event): Pick<TrackingEventFact, 'city' | 'region' | 'country'> {
  const [region, city] = (areaName ?? '').split(',');
  return {
    region: filled(region),
    city: filled(city) ?? filled(location),
    country: /^[A-Z]{2}\d/.test(areaCode ?? '') ? areaCode!.slice(0, 2) : null,
  };
}
