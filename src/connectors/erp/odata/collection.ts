import { ConnectorError } from '../../contract.js';
import type { Reading } from './cursor.js';
import type { Row } from './envelope.js';
import { anyOf, behind, dayLiteral, instantLiteral, options, type ODataVersion } from './query.js';

/** A kind of record that becomes messages: where it is and how it is asked for. */
export interface Collection {
  /** Topic of its messages. */
  readonly topic: string;
  /** Root of its service, without a slash at the end. */
  readonly service: string;
  readonly version: ODataVersion;
  readonly set: string;
  /** Text properties that tell its records apart, in the order in which they are read. */
  readonly keys: readonly string[];
  readonly expand?: string;
  /** Which records are wanted at all. */
  readonly filter?: string;
  /**
   * Properties that say when a record was made or changed; any of them may be null. `day`: a date, in the zone of the
   * system.
   */
  readonly changed: readonly { readonly property: string; readonly as: 'instant' | 'day' }[];
  /** Whether the page is limited by us (`$top`), or the service is asked to cut it (`Prefer: odata.maxpagesize`). */
  readonly paging: 'top' | 'prefer';
}

const DAY_MS = 86_400_000;

/** Address of the records behind the last one read. Each page is asked for by key, so that it can be asked for again at any time. */
export function pageAddress(collection: Collection, { after, from }: Pick<Reading, 'after' | 'from'>, limit: number): string {
  const { service, set, keys, expand, filter, paging } = collection;
  const conditions = [
    ...(filter === undefined ? [] : [filter]),
    ...(from === null ? [] : [changedSince(collection, from)]),
    ...(after === null ? [] : [behind(keys, after)]),
  ];
  return `${service}/${set}${options({
    $filter: conditions.join(' and '),
    $expand: expand,
    $orderby: keys.join(','),
    $top: paging === 'top' ? String(limit) : undefined,
  })}`;
}

export function pageHeaders({ paging }: Collection, limit: number): Record<string, string> {
  return paging === 'prefer' ? { prefer: `odata.maxpagesize=${limit}` } : {};
}

/** The key of a row. Throws ConnectorError('contract') where it has none. */
export function keyOf({ keys, set }: Collection, row: Row): string[] {
  return keys.map((name) => {
    const value = row[name];
    if (typeof value !== 'string' || value === '') throw new ConnectorError('contract', `${set}: a row without ${name}`);
    return value;
  });
}

/** A day is looked back one more: the system's may have begun when the one in UTC had not. */
function changedSince({ changed, version }: Collection, from: Date): string {
  return anyOf(
    changed.map(({ property, as }) => {
      if (as === 'instant') return `${property} ge ${instantLiteral(version, from)}`;
      return `${property} ge ${dayLiteral(version, new Date(from.getTime() - DAY_MS).toISOString().slice(0, 10))}`;
    }),
  );
}
