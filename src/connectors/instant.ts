export interface ReadInstant {
  /** RFC 3339 with an offset, as it was stated. */
  readonly instant: string;
  /** False: none was stated and UTC was put in its place. */
  readonly hasOffset: boolean;
  /** Milliseconds since 1970, for comparing. */
  readonly epochMs: number;
}

const PATTERN = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/** Reads an instant that an outside system wrote; null where it is none. A day that does not exist (2023-02-29) is none. */
export function readInstant(text: string): ReadInstant | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, date, time, offset] = match;
  const instant = `${date}T${time}${offset ?? 'Z'}`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // JavaScript makes 2023-02-29 the 1st of March instead of refusing it: compare what comes back. The year 0 is no year here.
  if (date!.startsWith('0000') || Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date!)) return null;
  return { instant, hasOffset: offset !== undefined, epochMs: Date.parse(instant) };
}
