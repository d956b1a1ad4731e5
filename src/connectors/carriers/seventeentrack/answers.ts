/** The envelope of 17TRACK's answers: HTTP 200 for nearly everything, with the outcome in codes. */
import { z } from 'zod';
import { ConnectorError, type ConnectorErrorKind } from '../../contract.js';
import { optionalText, readShape } from '../../shapes.js';
import { lookUp } from '../../tracking-events.js';

/** Codes that mean something else than a refusal, https://api.17track.net/en/doc?version=v2.4 (error codes). */
const KINDS: Readonly<Record<string, ConnectorErrorKind>> = {
  '-18010001': 'auth',
  '-18010002': 'auth',
  '-18010003': 'transient',
  '-18010004': 'auth',
  '-18010005': 'auth',
  '-18019907': 'throttled',
};

/** The number is registered already. */
export const ALREADY_REGISTERED = -18019901;

const fault = z.object({ code: z.number(), message: optionalText(1_000) });

const refused = z.object({ number: optionalText(255), error: fault });

const envelope = z.object({
  code: z.number(),
  data: z
    .object({ accepted: z.array(z.unknown()).nullish(), rejected: z.array(refused).nullish(), errors: z.array(fault).nullish() })
    .nullish(),
  page: z.object({ page_no: z.number(), page_total: z.number() }).nullish(),
});

export interface Answer {
  readonly accepted: readonly unknown[];
  readonly rejected: readonly z.infer<typeof refused>[];
  /** True where further pages follow. */
  readonly hasMore: boolean;
}

/** Throws ConnectorError of the kind that the answer's own code means, `contract` for what is no such answer. */
export function readAnswer(content: unknown): Answer {
  const { code, data, page } = readShape(envelope, content);
  if (code !== 0) throw faultOf({ code });
  const [first] = data?.errors ?? [];
  if (first) throw faultOf(first);
  return { accepted: data?.accepted ?? [], rejected: data?.rejected ?? [], hasMore: page != null && page.page_no < page.page_total };
}

export function faultOf({ code, message }: z.infer<typeof fault>): ConnectorError {
  return new ConnectorError(lookUp(KINDS, String(code)) ?? 'rejected', `17TRACK answered ${code}${message ? `: ${message.slice(0, 200)}` : ''}`);
}

/** What a list tells of a parcel before it is asked for. */
const listed = z.object({
  number: z.string().min(1).max(255),
  carrier: z.number().nullish(),
  /** When 17TRACK last looked, RFC 3339; null: never. */
  track_time: optionalText(100),
});

export type Listed = z.infer<typeof listed>;

/** Throws ConnectorError('contract') where an entry of the list has no number. */
export function readListed(content: unknown): Listed {
  return readShape(listed, content, 'data.accepted.');
}
