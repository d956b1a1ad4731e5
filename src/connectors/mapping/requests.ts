/** Addresses that a profile declares with placeholders, and what it finds in the answers. */
import { addressOf, type Access } from './access.js';
import { valueAt, type Path } from './paths.js';
import { fillText, type TemplateValues } from './template.js';

/** What is at an address below the system's own: path and query with `{name}` for values of ours. */
export interface Target {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Values are escaped, so that none becomes a part of the path or another member of the query. */
export function targetUrl(access: Pick<Access, 'url'>, { path, query }: Target, values: TemplateValues): string {
  const escaped = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(String(value))]));
  const filled = Object.entries(query).map(([name, value]) => [name, String(fillText(value, values) ?? '')] as const);
  return addressOf(access, String(fillText(path, escaped)), Object.fromEntries(filled));
}

/** The text or number at a place of an answer, as text; null where neither stands there, or no place is given. */
export function textIn(answer: unknown, path: Path | null): string | null {
  const found = path === null ? undefined : valueAt(answer, path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
}
