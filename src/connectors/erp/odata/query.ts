/** Addresses of OData: literals, filters and options, in versions 2 and 4. */
import type { DateOnly } from '../../../domain/facts.js';

export type ODataVersion = 2 | 4;

/** A text as a literal; quotes within are doubled, so that no value ends it early. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function instantLiteral(version: ODataVersion, at: Date): string {
  const text = at.toISOString();
  return version === 2 ? `datetimeoffset'${text}'` : text;
}

export function dayLiteral(version: ODataVersion, day: DateOnly): string {
  return version === 2 ? `datetime'${day}T00:00:00'` : day;
}

/** Any of the conditions; in brackets, so that it can stand beside others. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' or ')})`;
}

/** The rows behind the one with these values in the order of `keys`. */
export function behind(keys: readonly string[], values: readonly string[]): string {
  return anyOf(
    keys.map((key, index) => {
      const same = keys.slice(0, index).map((before, at) => `${before} eq ${quoted(values[at] ?? '')}`);
      const condition = [...same, `${key} gt ${quoted(values[index] ?? '')}`].join(' and ');
      return index === 0 ? condition : `(${condition})`;
    }),
  );
}

/** The rows whose `key` is one of the values. */
export function oneOf(key: string, values: readonly string[]): string {
  return anyOf(values.map((value) => `${key} eq ${quoted(value)}`));
}

/** `Set(A='1',B='2')`; a single key stands without its name. */
export function entityPath(set: string, key: Readonly<Record<string, string>>): string {
  const parts = Object.entries(key);
  const text = parts.length === 1 ? quoted(parts[0]![1]) : parts.map(([name, value]) => `${name}=${quoted(value)}`).join(',');
  return `${set}(${encodeURIComponent(text).replaceAll('%3D', '=').replaceAll('%2C', ',')})`;
}

/** Options as a query; those that are empty or undefined are left out. */
export function options(values: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(values).flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/**
 * A link that a service wrote, as an address below its root as *we* know it. Services behind a proxy write the name that
 * they have inside; and credentials must go nowhere else. Null: it leads out of the service.
 */
export function withinService(root: string, link: string): string | null {
  if (!URL.canParse(link, `${root}/`)) return null;
  const { pathname, search } = new URL(link, `${root}/`);
  const name = `/${new URL(root).pathname.split('/').slice(-2).join('/')}/`.replace('//', '/');
  const at = pathname.indexOf(name);
  return at < 0 ? null : `${root}/${pathname.slice(at + name.length)}${search}`;
}
