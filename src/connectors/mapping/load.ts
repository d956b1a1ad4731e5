/** Reads a mapping profile: a JSON file whose path is a setting. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Complain } from './rules.js';

export interface Loaded<Profile, Compiled> {
  /** Null where the file has not the shape of a profile. */
  readonly profile: Profile | null;
  /** Null where there is any problem. */
  readonly compiled: Compiled | null;
}

/**
 * Reads and checks a profile, then compiles it. Every problem goes to `problems`, by the setting's name and the place in the
 * file, as settings are reported.
 */
export function loadProfile<Shape extends z.ZodType, Compiled>(
  setting: { readonly name: string; readonly path: string | undefined },
  shape: Shape,
  compile: (profile: z.infer<Shape>, complain: Complain) => Compiled,
  problems: string[],
): Loaded<z.infer<Shape>, Compiled> {
  const path = setting.path?.trim() ?? '';
  const before = problems.length;
  // Problems are parted by semicolons where they are reported.
  const note = (what: string): void => void problems.push(`${setting.name} ${what.replaceAll(';', ',')}`);
  const complain: Complain = (at, what) => note(at === '' ? `as a whole: ${what}` : `at ${at}: ${what}`);
  const content = path === '' ? note('is missing: the path of the mapping profile') : readJsonFile(path, note);
  if (content === undefined) return { profile: null, compiled: null };
  const parsed = shape.safeParse(content);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) for (const [at, what] of flatten(issue)) complain(at, what);
    return { profile: null, compiled: null };
  }
  const compiled = compile(parsed.data, complain);
  return { profile: parsed.data, compiled: problems.length > before ? null : compiled };
}

function readJsonFile(path: string, note: (what: string) => void): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is no JSON: ${error.message}` : `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
    note(`names a file that ${reason}`);
    return undefined;
  }
}

/** A value that fits none of several shapes: what is wrong with the shape that it comes nearest to. */
function flatten(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[] = []): (readonly [string, string])[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'invalid_key') return issue.issues.map((each) => [placeOf(path), each.message]);
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [[placeOf(path), issue.message]];
  const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((each) => each.path.length + (each.code === 'unrecognized_keys' ? 0.5 : 0)));
  const nearest = [...issue.errors].sort((a, b) => a.length - b.length || depth(b) - depth(a))[0] ?? [];
  return nearest.flatMap((each) => flatten(each, path));
}

/** `records[2].fact.status`, as one would look for it in the file. */
export function placeOf(path: readonly PropertyKey[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`)).join('');
}
