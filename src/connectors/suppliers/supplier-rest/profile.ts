/** The mapping profile of a supplier's own API: docs/mapping-profiles.md. */
import { z } from 'zod';
import { accessSchema } from '../../mapping/access.js';
import { compileListing, listingSchema } from '../../mapping/listing.js';
import { supplierKinds } from '../../mapping/kinds.js';
import { digestOf } from '../../mapping/message.js';
import { compilePath, type Path } from '../../mapping/paths.js';
import type { Source } from '../../mapping/pull.js';
import { compileRecord, recordMapping, type CompiledRecord } from '../../mapping/record.js';
import { checkTimes, conventions, type Complain, type Conventions } from '../../mapping/rules.js';
import { sinceSchema } from '../../mapping/since.js';
import { signatureRules } from '../../signatures.js';
import { checkSend, compileSend, sendSchema, type Send } from './send-profile.js';

const rules = Object.keys(signatureRules) as [keyof typeof signatureRules, ...(keyof typeof signatureRules)[]];

const webhookSchema = z.strictObject({
  /** How the supplier signs: a rule of src/connectors/signatures.ts. */
  signature: z.enum(rules),
  /** Where the message's id stands in its body, or in which header; without either a digest of the body takes its place. */
  id: z.string().min(1).optional(),
  idHeader: z.string().min(1).toLowerCase().optional(),
});

const messageSchema = z.strictObject({
  ...recordMapping,
  poll: z.strictObject({ ...listingSchema, changedSince: sinceSchema.optional() }).optional(),
  /** Which webhook calls are such messages: the values at these paths; and where the record stands in them. */
  webhook: z.strictObject({ when: z.record(z.string().min(1), z.string()), record: z.string().default('') }).optional(),
});

export const profileSchema = z.strictObject({
  version: z.literal(1),
  ...accessSchema,
  ...conventions,
  sweepHours: z.int().min(0).max(8760).default(24),
  send: sendSchema.optional(),
  webhook: webhookSchema.optional(),
  messages: z.array(messageSchema).default([]),
});
export type Profile = z.infer<typeof profileSchema>;

/** A kind of webhook call. */
export interface Push {
  readonly record: CompiledRecord;
  readonly when: readonly { readonly path: Path; readonly value: string }[];
  readonly path: Path;
  readonly pathText: string;
}

export interface CompiledProfile {
  readonly digest: string;
  readonly sweepHours: number;
  readonly tables: Conventions['tables'];
  readonly send: Send | null;
  readonly sources: readonly Source[];
  readonly records: Readonly<Record<string, CompiledRecord>>;
  readonly webhook: { readonly signature: keyof typeof signatureRules; readonly id: Path | null; readonly idHeader: string | null; readonly pushes: readonly Push[] } | null;
}

/** `supplierNumber` is ours of the supplier for whom the connector speaks. */
export function compileProfile(profile: Profile, supplierNumber: string, complain: Complain): CompiledProfile {
  const records: Record<string, CompiledRecord> = {};
  const sources: Source[] = [];
  const pushes: Push[] = [];
  checkTimes(profile, '', complain);
  if (profile.send) checkSend(profile.send, profile, complain);
  if (!profile.send && profile.messages.length === 0) complain('', 'neither sends anything nor reads any messages');
  profile.messages.forEach((mapping, index) => {
    const at = `messages[${index}]`;
    if (Object.hasOwn(records, mapping.name)) complain(`${at}.name`, `${mapping.name} stands twice`);
    if (!mapping.poll && !mapping.webhook) complain(at, 'says neither poll nor webhook, so that none would ever come');
    if (mapping.webhook && !profile.webhook) complain(`${at}.webhook`, 'needs webhook of the profile, which says how calls are signed');
    const record = compileRecord(mapping, supplierKinds(supplierNumber), profile, at, complain);
    if (!record) return;
    records[mapping.name] = record;
    const { poll, webhook } = mapping;
    if (poll) sources.push({ name: mapping.name, listing: compileListing(poll, `${at}.poll`, complain), since: poll.changedSince ?? null });
    if (webhook) pushes.push(compilePush(webhook, record, `${at}.webhook`, complain));
  });
  const { webhook, tables, sweepHours } = profile;
  return {
    digest: digestOf([profile, supplierNumber]),
    sweepHours,
    tables,
    send: profile.send ? compileSend(profile.send, complain) : null,
    sources,
    records,
    webhook: webhook
      ? {
          signature: webhook.signature,
          id: webhook.id === undefined ? null : compilePath(webhook.id, 'webhook.id', complain),
          idHeader: webhook.idHeader ?? null,
          pushes,
        }
      : null,
  };
}

function compilePush({ when, record: pathText }: { when: Record<string, string>; record: string }, record: CompiledRecord, at: string, complain: Complain): Push {
  return {
    record,
    when: Object.entries(when).map(([text, value]) => ({ path: compilePath(text, `${at}.when`, complain), value })),
    path: compilePath(pathText, `${at}.record`, complain),
    pathText: pathText === '' ? '' : `${pathText}.`,
  };
}
