import { isBaseUrl, isTimeZone, splitList } from '../../settings.js';
import { ConnectorError, type Env } from '../../contract.js';

/** Where Track Alert is to send events, and what it shows there. */
export interface AlertTarget {
  /** Null: nobody is asked to send; another program subscribes. */
  readonly url: string | null;
  readonly credential: string;
}

export interface Config {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: Track Alert is not used. */
  readonly alert: AlertTarget | null;
  /** The account that ships and pays; null: nothing is booked or fetched. */
  readonly accountNumber: string | null;
  /** Names or numbers here of the carriers whose shipments are polled. */
  readonly carriers: readonly string[];
  /** Zone of local times whose place does not tell one. */
  readonly timeZone: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** A credential that is shorter can be guessed; UPS takes any. */
const CREDENTIAL_LENGTH = 16;

/** Reads the settings. Throws ConnectorError('config') that names every variable that is wrong. */
export function parseConfig(env: Env): Config {
  const clientId = env.CLIENT_ID?.trim() ?? '';
  const clientSecret = env.CLIENT_SECRET?.trim() ?? '';
  const credential = env.WEBHOOK_CREDENTIAL;
  const webhookUrl = env.WEBHOOK_URL?.trim() || null;
  const accountNumber = env.ACCOUNT_NUMBER?.trim() || null;
  const carriers = splitList(env.CARRIERS ?? 'UPS');
  const timeZone = env.TIME_ZONE?.trim() || 'America/New_York';
  const baseUrl = env.BASE_URL?.trim() || 'https://onlinetools.ups.com';
  const problems = [
    clientId === '' && 'CLIENT_ID is missing: the client id of the app in the UPS Developer Portal',
    clientSecret === '' && 'CLIENT_SECRET is missing: the client secret of that app',
    credential !== undefined &&
      !/^[\x21-\x7e]+$/.test(credential) &&
      'WEBHOOK_CREDENTIAL must be letters, digits and signs without blanks; leave it out where there is no webhook',
    credential !== undefined && credential.length < CREDENTIAL_LENGTH && `WEBHOOK_CREDENTIAL must have ${CREDENTIAL_LENGTH} characters or more`,
    webhookUrl !== null && credential === undefined && 'WEBHOOK_CREDENTIAL is missing: WEBHOOK_URL is of no use without it',
    webhookUrl !== null && !isBaseUrl(webhookUrl) && 'WEBHOOK_URL must be the https address of this connector’s webhook',
    accountNumber !== null && !/^[A-Z0-9]{6}$/.test(accountNumber) && 'ACCOUNT_NUMBER must have six capital letters and digits',
    carriers.length === 0 && 'CARRIERS names no carrier',
    !isTimeZone(timeZone) && 'TIME_ZONE is no name of the zone database, such as America/New_York',
    !isBaseUrl(baseUrl) && 'BASE_URL must be an https address without query',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  const alert = credential === undefined ? null : { url: webhookUrl, credential };
  return { clientId, clientSecret, alert, accountNumber, carriers, timeZone, baseUrl: baseUrl.replace(/\/+$/, '') };
}
