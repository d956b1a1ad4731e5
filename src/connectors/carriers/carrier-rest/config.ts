import { ConnectorError, type Env } from '../../contract.js';
import { readAccess, type Access } from '../../mapping/access.js';
import { loadProfile } from '../../mapping/load.js';
import { splitList } from '../../settings.js';
import { compileProfile, profileSchema, type CompiledProfile } from './profile.js';

export interface Config {
  readonly access: Access;
  readonly profile: CompiledProfile;
  /** Names or numbers of those of our carriers that are asked about here. */
  readonly carriers: readonly string[];
  /** Time from the end of one walk over all parcels to the start of the next, in milliseconds. */
  readonly restMs: number;
}

/** Reads `PROFILE`, `URL`, `CARRIERS`, `POLL_REST_MINUTES` and the secrets that the profile needs. Throws ConnectorError('config') that names everything that is wrong. */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];
  const { profile, compiled } = loadProfile({ name: 'PROFILE', path: env.PROFILE }, profileSchema, compileProfile, problems);
  const access = readAccess(profile, env, problems);
  const carriers = splitList(env.CARRIERS);
  const restMinutes = env.POLL_REST_MINUTES?.trim() || '60';
  if (carriers.length === 0) problems.push('CARRIERS is missing: the names or numbers of those of our carriers whose parcels are asked about here');
  if (!/^\d{1,4}$/.test(restMinutes)) problems.push('POLL_REST_MINUTES must be minutes, 0 to 9999');
  if (!compiled || problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return { access, profile: compiled, carriers, restMs: Number(restMinutes) * 60_000 };
}
