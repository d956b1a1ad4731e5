/** The records behind one of them, which `after` names; from the first where it names none. */
export function behind(records: readonly string[], after: string | null | undefined): readonly string[] {
  return after ? records.slice(records.indexOf(after) + 1) : records;
}

/** The first instant in a text, as RFC 3339 or with a blank in place of the T; null: it has none. */
export function instantIn(text: string): Date | null {
  const [, date, time, zone] = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?/.exec(text) ?? [];
  return date === undefined ? null : new Date(`${date}T${time}${zone ?? 'Z'}`);
}
