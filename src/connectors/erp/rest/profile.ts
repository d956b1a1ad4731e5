/** The mapping profile of a REST or OData source: docs/mapping-profiles.md. */
import { z } from 'zod';
import { accessSchema } from '../../mapping/access.js';
import { compileListing, listingSchema } from '../../mapping/listing.js';
import { recordKinds } from '../../mapping/kinds.js';
import { digestOf } from '../../mapping/message.js';
import type { Source } from '../../mapping/pull.js';
import { compileRecord, recordMapping, type CompiledRecord } from '../../mapping/record.js';
import { checkTimes, conventions, type Complain, type Conventions } from '../../mapping/rules.js';
import { sinceSchema } from '../../mapping/since.js';
import { compileConfirm, confirmSchema, type Confirm } from './confirm-profile.js';

export const profileSchema = z.strictObject({
  version: z.literal(1),
  ...accessSchema,
  ...conventions,
  sweepHours: z.int().min(0).max(8760).default(24),
  records: z.array(z.strictObject({ ...recordMapping, ...listingSchema, changedSince: sinceSchema.optional() })).min(1),
  confirm: confirmSchema.optional(),
});
export type Profile = z.infer<typeof profileSchema>;

export interface CompiledProfile {
  readonly sweepHours: number;
  /** Changes whenever what the profile says of reading does. */
  readonly digest: string;
  readonly sources: readonly Source[];
  readonly records: Readonly<Record<string, CompiledRecord>>;
  readonly tables: Conventions['tables'];
  /** Null: nothing is written back. */
  readonly confirm: Confirm | null;
}

export function compileProfile(profile: Profile, complain: Complain): CompiledProfile {
  const records: Record<string, CompiledRecord> = {};
  checkTimes(profile, '', complain);
  const sources = profile.records.map((mapping, index): Source => {
    const at = `records[${index}]`;
    if (Object.hasOwn(records, mapping.name)) complain(`${at}.name`, `${mapping.name} stands twice`);
    const record = compileRecord(mapping, recordKinds, profile, at, complain);
    if (record) records[mapping.name] = record;
    return { name: mapping.name, listing: compileListing(mapping, at, complain), since: mapping.changedSince ?? null };
  });
  const { confirm, ...read } = profile;
  return {
    sweepHours: profile.sweepHours,
    digest: digestOf(read),
    sources,
    records,
    tables: profile.tables,
    confirm: confirm ? compileConfirm(confirm, records, profile, complain) : null,
  };
}
