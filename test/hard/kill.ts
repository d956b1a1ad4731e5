/**
 * What a kill -9 in the middle of acknowledged webhooks leaves behind. The tests run a sample of it, the soak the full
 * numbers.
 */
import type { GatewayProcess } from '../support/process.js';
import { processToken, startProcess } from '../support/process.js';
import type { Place } from './place.js';
import { recentCompany, tellAt } from './place.js';
import type { Random } from './random.js';
import type { Scan } from './scans.js';
import { bodyOf, easypostEnv, endStates, makeScans, overConnections, post } from './scans.js';
import { chainBreaks, readLog, readMessages, readShipments } from './view.js';

export interface KillPlan {
  readonly random: Random;
  readonly shipments: number;
  /** Webhooks per kill. */
  readonly messages: number;
  readonly kills: number;
  readonly connections: number;
}

export interface KillFigures {
  kills: number;
  sent: number;
  /** Answered with 2xx before the kill. */
  acknowledged: number;
  /** Under way at the kill: not answered, and yet stored. Sending them again must be harmless. */
  storedUnanswered: number;
  /** Acknowledged, and afterwards not in the inbox or not among the tracking events. */
  readonly lost: string[];
  /** Tracking events that stand more than once. */
  readonly appliedTwice: string[];
  /** In the inbox without a tracking event, or the other way round: a transaction torn in two. */
  readonly torn: string[];
  /** Answers to the second sending that contradict what the first one left. */
  readonly wrongAnswers: string[];
  readonly wrongEndStates: string[];
  readonly chainBreaks: string[];
  /** Events in the log in the end, and what sending everything once more added to them: nothing. */
  events: number;
  eventsAddedByRepeats: number;
}

const trackingNumberOf = (n: number): string => `TRK${1000 + n}`;

export async function killRounds(place: Place, { random, shipments, messages, kills, connections }: KillPlan): Promise<KillFigures> {
  const figures: KillFigures = {
    kills: 0,
    sent: 0,
    acknowledged: 0,
    storedUnanswered: 0,
    lost: [],
    appliedTwice: [],
    torn: [],
    wrongAnswers: [],
    wrongEndStates: [],
    chainBreaks: [],
    events: 0,
    eventsAddedByRepeats: 0,
  };
  await tellAt(place, recentCompany(shipments));
  const trackingNumbers = Array.from({ length: shipments }, (_, n) => trackingNumberOf(n));
  const env = { ...place.env, ...easypostEnv };
  const known: Scan[] = [];
  let gateway = await startProcess(env);
  try {
    for (let round = 0; round < kills; round += 1) {
      const scans = random.shuffled(makeScans(random, trackingNumbers, messages, `${round}`));
      known.push(...scans);
      const killAfter = Math.floor(messages * (0.2 + 0.6 * random.next()));
      const acknowledged = await sendUntilKilled(gateway, scans, { killAfter, lingerMs: random.below(60), connections });
      figures.kills += 1;
      figures.sent += scans.length;
      figures.acknowledged += acknowledged.size;
      gateway = await startProcess(env);
      const stored = await checkAfterKill(gateway.url, figures, acknowledged, scans);
      await sendAgain(gateway.url, figures, random.shuffled(scans), stored, connections);
    }
    await checkEnd(place, gateway.url, figures, random.shuffled(known), connections);
  } finally {
    await gateway.kill();
  }
  return figures;
}

/** Ids of the messages whose 2xx arrived before the process was gone. */
async function sendUntilKilled(gateway: GatewayProcess, scans: readonly Scan[], { killAfter, lingerMs, connections }: { killAfter: number; lingerMs: number; connections: number }): Promise<Set<string>> {
  const acknowledged = new Set<string>();
  await overConnections(connections, scans, async (scan) => {
    try {
      const { status } = await post(gateway.url, bodyOf(scan));
      if (status >= 200 && status < 300) acknowledged.add(scan.id);
    } catch {
      // Not answered: the process is gone, and this message's fate is open.
    }
    // A moment later, so that the kill falls anywhere in the work and not always just behind an answer.
    if (acknowledged.size === killAfter) setTimeout(() => gateway.signal('SIGKILL'), lingerMs);
  });
  await gateway.kill();
  return acknowledged;
}

/** What the restarted gateway knows; returns the ids of the messages of this round that it holds. */
async function checkAfterKill(url: string, figures: KillFigures, acknowledged: ReadonlySet<string>, scans: readonly Scan[]): Promise<Set<string>> {
  const token = await processToken('ADMIN');
  const messages = await readMessages(url, token);
  const applied = new Set(messages.filter(({ status }) => status === 'APPLIED').map(({ messageId }) => messageId));
  const tracked = new Set((await readShipments(url, token)).flatMap((shipment) => shipment.scans));
  for (const { id } of scans) {
    if (acknowledged.has(id) && !(applied.has(id) && tracked.has(id))) figures.lost.push(id);
    if (applied.has(id) !== tracked.has(id)) figures.torn.push(id);
    if (applied.has(id) && !acknowledged.has(id)) figures.storedUnanswered += 1;
  }
  return new Set(scans.map(({ id }) => id).filter((id) => applied.has(id)));
}

async function sendAgain(url: string, figures: KillFigures, scans: readonly Scan[], stored: ReadonlySet<string>, connections: number): Promise<void> {
  await overConnections(connections, scans, async (scan) => {
    const { status, result } = await post(url, bodyOf(scan));
    const expected = stored.has(scan.id) ? 'duplicate' : 'applied';
    if (status !== 200 || result !== expected) figures.wrongAnswers.push(`${scan.id}: ${status} ${result}, not ${expected}`);
  });
}

async function checkEnd(place: Place, url: string, figures: KillFigures, known: readonly Scan[], connections: number): Promise<void> {
  const token = await processToken('ADMIN');
  await place.untilReadable();
  const before = (await readLog(url, token)).filter(isTracked);
  await sendAgain(url, figures, known, new Set(known.map(({ id }) => id)), connections);
  await place.untilReadable();
  const log = await readLog(url, token);
  figures.events = log.length;
  figures.eventsAddedByRepeats = log.filter(isTracked).length - before.length;
  figures.chainBreaks.push(...chainBreaks(log));

  const counts = new Map<string, number>();
  const states = endStates(known);
  for (const { trackingNumber, status, scans } of await readShipments(url, token)) {
    for (const scan of scans) counts.set(scan, (counts.get(scan) ?? 0) + 1);
    if (status !== states.get(trackingNumber)) figures.wrongEndStates.push(`${trackingNumber}: ${status}, not ${states.get(trackingNumber)}`);
  }
  figures.appliedTwice.push(...[...counts].filter(([, count]) => count > 1).map(([id]) => id));
  figures.lost.push(...known.filter(({ id }) => !counts.has(id)).map(({ id }) => id));
}

/** Of objects that webhooks move; jobs write other events beside them. */
function isTracked({ objectType }: { readonly objectType: string }): boolean {
  return objectType === 'SHIPMENT' || objectType === 'ORDER' || objectType === 'PURCHASE_ORDER';
}
