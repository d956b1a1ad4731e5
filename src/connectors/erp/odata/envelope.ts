/** What OData puts around rows: `{"d": …}` in version 2, `{"value": …}` in version 4. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { read } from '../shared/read.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Page {
  readonly rows: readonly Row[];
  /** Address of what follows, as the service wrote it; null at the end. */
  readonly next: string | null;
}

/** Deeper nesting is no record of any service. */
const DEEPEST = 20;

const row = z.record(z.string(), z.unknown());
const results = z.object({ results: z.array(row), __next: z.string().nullish() });
const pageV2 = z.object({ d: z.union([results, z.array(row)]) });
const pageV4 = z.object({ value: z.array(row), '@odata.nextLink': z.string().nullish() });
const entityV2 = z.object({ d: row });
const deferred = z.object({ __deferred: z.object({ uri: z.string() }) });
const tagged = z.object({ '@odata.etag': z.string().optional(), __metadata: z.object({ etag: z.string().optional() }).optional() });

/** A page of a collection in either version. Throws ConnectorError('contract') for anything else. */
export function readPage(answer: unknown, what: string): Page {
  const v2 = pageV2.safeParse(answer);
  if (v2.success) return Array.isArray(v2.data.d) ? { rows: v2.data.d, next: null } : { rows: v2.data.d.results, next: v2.data.d.__next ?? null };
  const { value, '@odata.nextLink': next } = read(pageV4, answer, what);
  return { rows: value, next: next ?? null };
}

/** A single record in either version. */
export function readEntity(answer: unknown, what: string): Row {
  const v2 = entityV2.safeParse(answer);
  return v2.success ? v2.data.d : read(row, answer, what);
}

/** The list under a navigation property: its rows, or the address under which the service keeps it; null: neither. */
export function readList(value: unknown): Page | { readonly deferred: string } | null {
  const inline = z.array(row).safeParse(value);
  if (inline.success) return { rows: inline.data, next: null };
  const wrapped = results.safeParse(value);
  if (wrapped.success) return { rows: wrapped.data.results, next: wrapped.data.__next ?? null };
  const link = deferred.safeParse(value);
  return link.success ? { deferred: link.data.__deferred.uri } : null;
}

/** The version of a record by which the service guards writes (`If-Match`); null where it keeps none. */
export function etagOf(record: Row): string | null {
  const parsed = tagged.safeParse(record);
  return parsed.success ? (parsed.data['@odata.etag'] ?? parsed.data.__metadata?.etag ?? null) : null;
}

/**
 * A record without what the protocol adds, alike in both versions: no metadata, annotations or links, and lists as
 * lists. ETags go too: they change with things that are not read.
 */
export function plain(record: Row): Row {
  return strip(record, 0) as Row;
}

function strip(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new ConnectorError('contract', 'a record is nested too deeply');
  if (Array.isArray(value)) return value.map((member) => strip(member, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const list = results.safeParse(value);
  if (list.success) return strip(list.data.results, depth + 1);
  const members = Object.entries(value).filter(([name, member]) => !name.includes('@') && name !== '__metadata' && !deferred.safeParse(member).success);
  return Object.fromEntries(members.map(([name, member]) => [name, strip(member, depth + 1)]));
}
