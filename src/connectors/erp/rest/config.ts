import { ConnectorError, type Env } from '../../contract.js';
import { readAccess, type Access } from '../../mapping/access.js';
import { loadProfile } from '../../mapping/load.js';
import { compileProfile, profileSchema, type CompiledProfile } from './profile.js';

export interface Config {
  readonly access: Access;
  readonly profile: CompiledProfile;
}

/** Reads `PROFILE`, `URL` and the secrets that the profile needs. Throws ConnectorError('config') that names everything that is wrong. */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];
  const { profile, compiled } = loadProfile({ name: 'PROFILE', path: env.PROFILE }, profileSchema, compileProfile, problems);
  const access = readAccess(profile, env, problems);
  if (!compiled || problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return { access, profile: compiled };
}
