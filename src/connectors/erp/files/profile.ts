/** The mapping profile of a folder of table files: docs/mapping-profiles.md. */
import { z } from 'zod';
import type { Profile as TableProfile } from '../../../tables/profile.js';
import { profiles } from '../../../tables/profiles/index.js';
import { checkTimes, conventions, type Complain } from '../../mapping/rules.js';
import { compileTable, declaredTable } from './declared.js';

/** `*` and `?` in names of files, whatever their case. */
const match = z.string().regex(/^[^/\\]+$/, 'is the name of a file, in which * and ? may stand');

export const profileSchema = z.strictObject({
  version: z.literal(1),
  ...conventions,
  files: z
    .array(z.union([z.strictObject({ match, profile: z.string() }), z.strictObject({ match, ...declaredTable })]))
    .min(1),
});
export type Profile = z.infer<typeof profileSchema>;

export interface FileKind {
  readonly matches: (name: string) => boolean;
  readonly table: TableProfile;
}

/** The first one that matches a file's name says how it is read. */
export function compileProfile(profile: Profile, complain: Complain): readonly FileKind[] {
  checkTimes(profile, '', complain);
  return profile.files.flatMap((file, index): FileKind[] => {
    const at = `files[${index}]`;
    const table = 'profile' in file ? profiles.find(({ name }) => name === file.profile) : compileTable(file, profile, at, complain);
    if (!table) complain(`${at}.profile`, `must be one of ${profiles.map(({ name }) => name).join(', ')}`);
    return table ? [{ matches: matcher(file.match), table }] : [];
  });
}

function matcher(pattern: string): (name: string) => boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^${escaped}$`, 'iu');
  return (name) => expression.test(name);
}
