/** What FedEx sends: the answer of its Track API v1, and its webhook, which has the same members. Others are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { checkShape } from '../../shape.js';

/** FedEx leaves nearly anything out: absent, null and empty mean the same. */
const text = (max: number) => z.string().max(max).nullish();

const address = z.object({ city: text(1_000), stateOrProvinceCode: text(1_000), countryCode: text(64), postalCode: text(32) }).nullish();

const delay = z.object({ type: text(100), subType: text(100), status: text(100) }).nullish();

const scanEvent = z.object({
  date: text(100),
  eventType: text(100),
  eventDescription: text(10_000),
  exceptionCode: text(100),
  exceptionDescription: text(10_000),
  derivedStatusCode: text(100),
  locationId: text(255),
  scanLocation: address,
  delayDetail: delay,
});

const trackResult = z.object({
  trackingNumberInfo: z.object({ trackingNumberUniqueId: text(200) }).nullish(),
  latestStatusDetail: z.object({ code: text(100), derivedCode: text(100) }).nullish(),
  scanEvents: z.array(scanEvent).nullish(),
  dateAndTimes: z.array(z.object({ dateTime: text(100), type: text(100) })).nullish(),
  estimatedDeliveryTimeWindow: z.object({ window: z.object({ ends: text(100) }).nullish() }).nullish(),
  deliveryDetails: z.object({ receivedByName: text(1_000), signedByName: text(1_000) }).nullish(),
  recipientInformation: z.object({ address }).nullish(),
});

const completeTrackResult = z.object({ trackingNumber: z.string().min(1).max(255), trackResults: z.array(trackResult).nullish() });

const answer = z.object({ output: z.object({ completeTrackResults: z.array(completeTrackResult) }) });

/** The same, with each result as it stands, so that it can be kept whole. */
const rawAnswer = z.object({ output: z.object({ completeTrackResults: z.array(z.unknown()) }) });

export type ScanEvent = z.infer<typeof scanEvent>;
export type TrackResult = z.infer<typeof trackResult>;
export type CompleteTrackResult = z.infer<typeof completeTrackResult>;

/** Where the results stand in a message. */
export const RESULTS = 'output.completeTrackResults';

/** Results per tracking number. Throws ConnectorError('contract') naming every member that is not as documented. */
export function readResults(body: Uint8Array): readonly CompleteTrackResult[] {
  return checkShape(answer, readJson(body)).output.completeTrackResults;
}

/** Results of an answer with the tracking number that each is for, as they were sent. Throws ConnectorError('contract'). */
export function splitResults(body: Uint8Array): readonly { readonly trackingNumber: string; readonly content: unknown; readonly isKnown: boolean }[] {
  const { completeTrackResults: results } = checkShape(rawAnswer, readJson(body)).output;
  return results.map((result, index) => {
    const { trackingNumber, trackResults } = checkShape(completeTrackResult, result, `${RESULTS}[${index}].`);
    return { trackingNumber, content: { output: { completeTrackResults: [result] } }, isKnown: (trackResults ?? []).some(saysSomething) };
  });
}

/** False for the answer about a number that FedEx does not know. */
export function saysSomething({ scanEvents, latestStatusDetail }: TrackResult): boolean {
  return (scanEvents ?? []).length > 0 || latestStatusDetail != null;
}
