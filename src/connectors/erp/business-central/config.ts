import type { Env } from '../../contract.js';
import { isBaseUrl } from '../../settings.js';
import type { ClientCredentials } from '../odata/authorization.js';
import type { PullSettings } from '../odata/pull.js';
import { Settings } from '../odata/settings.js';

/** Settings of one Business Central connector: one company of one environment. */
export interface BusinessCentralConfig extends PullSettings {
  /** Root of API v2.0 without a slash at the end, e.g. `https://api.businesscentral.dynamics.com/v2.0/<tenant>/<environment>/api/v2.0`. */
  readonly api: string;
  readonly login: ClientCredentials;
  /** Id (GUID) of the company. */
  readonly company: string;
  /** Which date of a purchase line is the supplier's promise. */
  readonly promise: 'promised' | 'expected';
  /** The `clientState` of our subscriptions; null: no webhooks are taken. */
  readonly webhookSecret: string | null;
  /** Where they are to be sent: the public address of this connector's webhook. Null: nobody is asked to send; another program subscribes. */
  readonly webhookUrl: string | null;
}

const CLOUD = 'https://api.businesscentral.dynamics.com';
const LOGIN = 'https://login.microsoftonline.com';
/** Longer client states are not taken. */
const LONGEST_SECRET = 2_048;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads the settings. Throws ConnectorError('config') with every problem, by variable name. */
export function parseConfig(env: Env): BusinessCentralConfig {
  const settings = new Settings(env);
  // On premises there is no tenant: both addresses are given instead.
  const isElsewhere = settings.has('URL') && settings.has('TOKEN_URL');
  const tenant = encodeURIComponent(isElsewhere ? '' : settings.text('TENANT'));
  const environment = encodeURIComponent(settings.optional('ENVIRONMENT') ?? 'production');
  const config: BusinessCentralConfig = {
    api: settings.address('URL', `${CLOUD}/v2.0/${tenant}/${environment}/api/v2.0`),
    login: {
      tokenUrl: settings.address('TOKEN_URL', `${LOGIN}/${tenant}/oauth2/v2.0/token`),
      clientId: settings.text('CLIENT_ID'),
      clientSecret: settings.text('CLIENT_SECRET'),
      scope: settings.optional('SCOPE') ?? `${CLOUD}/.default`,
    },
    company: settings.text('COMPANY').toLowerCase(),
    promise: settings.choice('PROMISE', ['promised', 'expected'], 'promised'),
    webhookSecret: settings.optional('WEBHOOK_SECRET'),
    webhookUrl: settings.optional('WEBHOOK_URL'),
    ...settings.pulling(100),
  };
  if (config.company !== '' && !GUID.test(config.company)) settings.problem('COMPANY must be the id (GUID) of a company');
  if (config.webhookUrl !== null && !isBaseUrl(config.webhookUrl)) settings.problem('WEBHOOK_URL must be the https address of this connector’s webhook');
  if (config.webhookUrl !== null && config.webhookSecret === null) settings.problem('WEBHOOK_SECRET is missing: WEBHOOK_URL is of no use without it');
  if ((config.webhookSecret?.length ?? 0) > LONGEST_SECRET) settings.problem(`WEBHOOK_SECRET must have ${LONGEST_SECRET} characters at most`);
  settings.refuseProblems();
  return config;
}
