import { ConnectorError, type Env } from '../../contract.js';
import { readAccess, type Access } from '../../mapping/access.js';
import { loadProfile } from '../../mapping/load.js';
import { compileProfile, profileSchema, type CompiledProfile } from './profile.js';

export interface Config {
  /** Our number of the supplier. */
  readonly supplier: string;
  readonly access: Access;
  readonly profile: CompiledProfile;
  /** Empty where the profile takes no webhooks. */
  readonly webhookSecret: string;
}

/**
 * Reads `PROFILE`, `SUPPLIER`, `URL`, `WEBHOOK_SECRET` and the secrets that the profile needs. Throws ConnectorError('config') that
 * names everything that is wrong.
 */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];
  const supplier = env.SUPPLIER?.trim() ?? '';
  if (supplier === '') problems.push('SUPPLIER is missing: our number of the supplier for whom this connector speaks');
  const { profile, compiled } = loadProfile(
    { name: 'PROFILE', path: env.PROFILE },
    profileSchema,
    (content, complain) => compileProfile(content, supplier, complain),
    problems,
  );
  const access = readAccess(profile, env, problems);
  const webhookSecret = env.WEBHOOK_SECRET ?? '';
  if (profile?.webhook && webhookSecret.trim() === '') problems.push('WEBHOOK_SECRET is missing: the profile takes webhooks');
  if (!compiled || problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return { supplier, access, profile: compiled, webhookSecret };
}
