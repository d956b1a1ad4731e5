/** How a system is asked for what has changed since an instant. */
import { z } from 'zod';

const formats = {
  /** `2026-03-01T08:00:00Z` */
  iso: (at: Date) => at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
  /** `2026-03-01T08:00:00`, in UTC without saying so */
  utc: (at: Date) => at.toISOString().slice(0, 19),
  /** `2026-03-01`, the day in UTC */
  date: (at: Date) => at.toISOString().slice(0, 10),
  epochSeconds: (at: Date) => String(Math.floor(at.getTime() / 1000)),
  epochMillis: (at: Date) => String(at.getTime()),
} as const satisfies Record<string, (at: Date) => string>;

export const sinceSchema = z.strictObject({
  /** Added to the query; `{since}` stands for the instant. */
  query: z.record(z.string().min(1), z.string()).refine((query) => Object.values(query).some((value) => value.includes('{since}')), 'must say {since} somewhere'),
  format: z.enum(Object.keys(formats) as [keyof typeof formats, ...(keyof typeof formats)[]]).default('iso'),
  /** How far each reading looks back before the start of the last one: for clocks that differ, and rows that are committed late. */
  overlapSeconds: z.int().min(0).max(604_800).default(300),
});
export type Since = z.infer<typeof sinceSchema>;

export function sinceQuery({ query, format }: Since, at: Date): Record<string, string> {
  const text = formats[format](at);
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value.replaceAll('{since}', text)]));
}
