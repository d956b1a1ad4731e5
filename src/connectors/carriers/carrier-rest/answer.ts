/** What is kept of an answer, and what it says of the parcel that was asked about. Pure. */
import { z } from 'zod';
import type { TrackingFact, Unmapped } from '../../../domain/facts.js';
import { ConnectorError, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import { valueAt } from '../../mapping/paths.js';
import { mapRecord } from '../../mapping/record.js';
import { xmlContent } from '../../mapping/xml-content.js';
import { readShape } from '../../shapes.js';
import type { CompiledProfile } from './profile.js';

const kept = z.object({
  trackingNumber: z.string().min(1).max(255),
  /** Digest of the profile: a corrected one makes another message of the same answer. */
  profile: z.string(),
  answer: z.unknown(),
});

/** As it is kept: XML as its text, which a corrected profile may read otherwise. */
export function keptAnswer(trackingNumber: string, { digest, ask }: CompiledProfile, response: { text(): string; json(): unknown }): z.infer<typeof kept> {
  return { trackingNumber, profile: digest, answer: ask.format === 'xml' ? response.text() : response.json() };
}

/** Throws ConnectorError('contract') for what is no kept answer, and where the answer has no list of parcels. */
export function normaliseAnswer(body: Uint8Array, profile: CompiledProfile): Normalised {
  const { trackingNumber, answer } = readShape(kept, readJson(body));
  const content = contentOf(answer, profile);
  const told = parcelsOf(content, profile).map(({ parcel, at }) => mapRecord(profile.parcel, parcel, at));
  const facts = told.flatMap((one) => one.facts as readonly TrackingFact[]).filter(({ snapshotAt }) => snapshotAt !== null);
  const ours = profile.namesParcel ? facts.filter((fact) => fact.trackingNumber === trackingNumber) : facts;
  const unmapped = told.flatMap((one) => one.unmapped);
  // Of several parcels none is taken for the one that was asked about unless it says so.
  if (ours.length !== 1) return { facts: [], unmapped: [...unmapped, ...foreign(facts)] };
  return { facts: ours.map((fact) => ({ ...fact, trackingNumber, source: { ...fact.source, externalId: trackingNumber } })), unmapped };
}

/** Whether an answer says that the number is not known. Throws ConnectorError('contract') for what is no XML and should be. */
export function isUnknown(answer: unknown, profile: CompiledProfile): boolean {
  const told = profile.unknown && valueAt(contentOf(answer, profile), profile.unknown);
  return told !== null && told !== undefined && told !== '' && !(Array.isArray(told) && told.length === 0);
}

function contentOf(answer: unknown, { ask }: CompiledProfile): unknown {
  return ask.format === 'xml' ? xmlContent(String(answer), new Set(ask.lists)) : answer;
}

function parcelsOf(content: unknown, { list, listText }: CompiledProfile): readonly { readonly parcel: unknown; readonly at: string }[] {
  if (list === null) return [{ parcel: content, at: '' }];
  const parcels = valueAt(content, list);
  if (!Array.isArray(parcels)) throw new ConnectorError('contract', `no list of parcels at ${listText || 'the top'}`);
  return parcels.map((parcel: unknown, index) => ({ parcel, at: `${listText}[${index}].` }));
}

function foreign(facts: readonly TrackingFact[]): Unmapped[] {
  if (facts.length === 0) return [];
  return [{ path: 'trackingNumber', value: facts.map((fact) => fact.trackingNumber ?? '?').join(', ').slice(0, 200) }];
}
