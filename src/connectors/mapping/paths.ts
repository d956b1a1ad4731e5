/** Paths into JSON: `a.b`, `lines[0].sku`, `['name.with dots']`; the empty path is the value itself. */

export type Path = readonly (string | number)[];

const STEP = /(?:^|\.)([^.[\]'"]+)|\[(\d{1,6})\]|(?:^|\.)?\['([^']+)'\]/y;

/** Null where the text is no path. */
export function parsePath(text: string): Path | null {
  const steps: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const [, name, index, quoted] = STEP.exec(text) ?? [];
    const step = name ?? quoted ?? (index === undefined ? undefined : Number(index));
    if (step === undefined) return null;
    steps.push(step);
  }
  return steps;
}

/** The same for a path in a profile: complains where it is none. */
export function compilePath(text: string, at: string, complain: (at: string, what: string) => void): Path {
  const path = parsePath(text);
  if (path === null) complain(at, `${JSON.stringify(text)} is no path, such as a.b[0] or ['a b']`);
  return path ?? [];
}

/** Undefined where nothing stands there. Own members only: every object has a `constructor`. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}
