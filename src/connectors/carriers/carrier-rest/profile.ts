/** The mapping profile of a carrier that is asked about its parcels: docs/mapping-profiles.md. */
import { z } from 'zod';
import { accessSchema } from '../../mapping/access.js';
import { digestOf } from '../../mapping/message.js';
import { compilePath, type Path } from '../../mapping/paths.js';
import { compileRecord, type CompiledRecord } from '../../mapping/record.js';
import { checkTimes, conventions, valueRule, type Complain } from '../../mapping/rules.js';
import { trackingKind } from '../../mapping/tracking.js';

const ASKED = '{trackingNumber}';
const rules = z.record(z.string().min(1), valueRule);

const askSchema = z
  .strictObject({
    /** Below the setting URL. */
    path: z.string().min(1),
    query: z.record(z.string().min(1), z.string()).default({}),
    format: z.enum(['json', 'xml']).default('json'),
    /** Names of elements that are lists also where there is one of them, or none. */
    lists: z.array(z.string().min(1)).default([]),
    /** Where something stands in an answer about a number that is not known. */
    unknown: z.string().min(1).optional(),
  })
  .refine(({ path, query }) => [path, ...Object.values(query)].some((text) => text.includes(ASKED)), `must say ${ASKED} in path or query`);

export const profileSchema = z.strictObject({
  version: z.literal(1),
  ...accessSchema,
  ...conventions,
  /** The carrier's name for itself. */
  carrier: z.string().min(1).max(255),
  ask: askSchema,
  parcel: z.strictObject({
    /** Where a list of parcels stands; absent: the answer is about one. */
    list: z.string().optional(),
    updatedAt: valueRule.optional(),
    fact: rules.default({}),
    events: z.strictObject({ list: z.string(), fact: rules }),
  }),
});
export type Profile = z.infer<typeof profileSchema>;

export interface CompiledProfile {
  readonly ask: Profile['ask'];
  /** Changes whenever the profile does. */
  readonly digest: string;
  /** Where something stands in an answer about a number that is not known; null: such an answer has an error for its status. */
  readonly unknown: Path | null;
  /** Null: the answer is about one parcel. */
  readonly list: Path | null;
  readonly listText: string;
  /** Whether the answer says which parcel it is about. */
  readonly namesParcel: boolean;
  readonly parcel: CompiledRecord;
}

export function compileProfile(profile: Profile, complain: Complain): CompiledProfile | null {
  const { carrier, ask, parcel } = profile;
  checkTimes(profile, '', complain, true);
  const mapping = { name: 'parcel', kind: 'tracking', id: { constant: carrier }, updatedAt: parcel.updatedAt, fact: parcel.fact, lines: parcel.events };
  // What other profiles call lines stands under `events` here.
  const atEvents: Complain = (at, what) => complain(at.replace(/^parcel\.lines/, 'parcel.events'), what);
  const compiled = compileRecord(mapping, { tracking: trackingKind(carrier) }, profile, 'parcel', atEvents);
  if (!compiled) return null;
  return {
    ask,
    digest: digestOf(profile),
    unknown: ask.unknown === undefined ? null : compilePath(ask.unknown, 'ask.unknown', complain),
    list: parcel.list === undefined ? null : compilePath(parcel.list, 'parcel.list', complain),
    listText: parcel.list ?? '',
    namesParcel: Object.hasOwn(parcel.fact, 'trackingNumber'),
    parcel: compiled,
  };
}

export function addressParts({ path, query }: Profile['ask'], trackingNumber: string): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  return {
    path: path.replaceAll(ASKED, encodeURIComponent(trackingNumber)),
    query: Object.fromEntries(Object.entries(query).map(([name, text]) => [name, text.replaceAll(ASKED, trackingNumber)])),
  };
}
