/** What FedEx sends: the answer of its Track API v1, and its webhook, which has the same members. Others are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

const address = z.object({ city: optionalText(1_000), stateOrProvinceCode: optionalText(1_000), countryCode: optionalText(64), postalCode: optionalText(32) }).nullish();

const delay = z.object({ type: optionalText(100), subType: optionalText(100), status: optionalText(100) }).nullish();

const scanEvent = z.object({
  date: optionalText(100),
  eventType: optionalText(100),
  eventDescription: optionalText(10_000),
  exceptionCode: optionalText(100),
  exceptionDescription: optionalText(10_000),
  derivedStatusCode: optionalText(100),
  locationId: optionalText(255),
  scanLocation: address,
  delayDetail: delay,
});

const trackResult = z.object({
  trackingNumberInfo: z.object({ trackingNumberUniqueId: optionalText(200) }).nullish(),
  latestStatusDetail: z.object({ code: optionalText(100), derivedCode: optionalText(100) }).nullish(),
  scanEvents: z.array(scanEvent).nullish(),
  dateAndTimes: z.array(z.object({ dateTime: optionalText(100), type: optionalText(100) })).nullish(),
  estimatedDeliveryTimeWindow: z.object({ window: z.object({ ends: optionalText(100) }).nullish() }).nullish(),
  deliveryDetails: z.object({ receivedByName: optionalText(1_000), signedByName: optionalText(1_000) }).nullish(),
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
  return readShape(answer, readJson(body)).output.completeTrackResults;
}

/** Results of an answer with the tracking number that each is for, as they were sent. Throws ConnectorError('contract'). */
export function splitResults(body: Uint8Array): readonly { readonly trackingNumber: string; readonly content: unknown; readonly isKnown: boolean }[] {
  const { completeTrackResults: results } = readShape(rawAnswer, readJson(body)).output;
  return results.map((result, index) => {
    const { trackingNumber, trackResults } = readShape(completeTrackResult, result, `${RESULTS}[${index}].`);
    return { trackingNumber, content: { output: { completeTrackResults: [result] } }, isKnown: (trackResults ?? []).some(saysSomething) };
  });
}

/** False for the answer about a number that FedEx does not know. */
export function saysSomething({ scanEvents, latestStatusDetail }: TrackResult): boolean {
  return (scanEvents ?? []).length > 0 || latestStatusDetail != null;
}
