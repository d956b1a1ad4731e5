import { isBaseUrl } from '../../settings.js';
import { ConnectorError, type Env } from '../../contract.js';

export interface Config {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The security token of the Advanced Integrated Visibility webhook; null: no webhook is taken. */
  readonly webhookSecret: string | null;
  /** Names or numbers here of the carriers whose shipments are polled. */
  readonly carriers: readonly string[];
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** Reads the settings. Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const clientId = env.CLIENT_ID?.trim() ?? '';
  const clientSecret = env.CLIENT_SECRET?.trim() ?? '';
  const carriers = (env.CARRIERS ?? 'FedEx').split(',').flatMap((name) => name.trim() || []);
  const baseUrl = env.BASE_URL?.trim() || 'https://apis.fedex.com';
  const problems = [
    clientId === '' && 'CLIENT_ID is missing: the API key of the project in the FedEx Developer Portal',
    clientSecret === '' && 'CLIENT_SECRET is missing: the secret key of that project',
    env.WEBHOOK_SECRET !== undefined && env.WEBHOOK_SECRET.trim() === '' && 'WEBHOOK_SECRET is empty: leave it out where there is no webhook',
    carriers.length === 0 && 'CARRIERS names no carrier',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query (http on this machine only)',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return { clientId, clientSecret, webhookSecret: env.WEBHOOK_SECRET ?? null, carriers, baseUrl: baseUrl.replace(/\/+$/, '') };
}
