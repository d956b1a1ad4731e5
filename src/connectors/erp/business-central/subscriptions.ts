/**
 * Our subscriptions to webhook notifications. They end after three days (on premises after what its server is set to), and
 * earlier where the gateway answered one with a refusal, so that they are looked after again and again. Source:
 * https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/api-reference/v2.0/dynamics-subscriptions
 */
import { z } from 'zod';
import { ConnectorError, type ConnectorDeps } from '../../contract.js';
import type { ODataClient } from '../odata/client.js';
import { etagOf, type Row } from '../odata/envelope.js';
import { quoted } from '../odata/query.js';
import { wireInstant } from '../odata/values.js';
import { read } from '../shared/read.js';
import { companyService, type Topic } from './collections.js';
import type { BusinessCentralConfig } from './config.js';

/** Of what is read here Business Central notifies of changes to these alone; of a document also where a line of it changes. */
const NOTIFIED: readonly Topic[] = ['customers', 'vendors', 'items', 'salesOrders'];

const HOUR_MS = 3_600_000;

/** Half of the three days: there is as much time left to notice that renewing fails. */
const RENEW_MS = 36 * HOUR_MS;

/** From one look to the next in a process, where all was well and where not. */
const LOOK_MS = HOUR_MS;
const LOOK_AGAIN_MS = HOUR_MS / 6;

const subscription = z.object({
  subscriptionId: z.string(),
  notificationUrl: z.string(),
  resource: z.string(),
  clientState: z.string().nullish(),
  expirationDateTime: wireInstant,
});

type Subscription = z.output<typeof subscription> & { readonly etag: string | null };

export interface SubscriptionSettings extends Pick<BusinessCentralConfig, 'api' | 'company'> {
  /** Where notifications are to be sent. */
  readonly webhookUrl: string;
  readonly webhookSecret: string;
}

export class Subscriptions {
  /** On our clock (milliseconds). */
  #lookAt = 0;

  constructor(
    private readonly client: ODataClient,
    private readonly settings: SubscriptionSettings,
    private readonly deps: Pick<ConnectorDeps, 'now' | 'log'>,
  ) {}

  /** Makes what is missing and renews what ends soon, each for itself. What fails is logged: changes are pulled without it too. */
  async keep(signal: AbortSignal): Promise<void> {
    const now = this.deps.now().getTime();
    if (now < this.#lookAt) return;
    this.#lookAt = now + LOOK_AGAIN_MS;
    const ours = await this.#attempt('subscriptions', signal, () => this.#ours(signal));
    if (ours === null) return;
    const kept = [];
    for (const topic of NOTIFIED) kept.push(await this.#attempt(topic, signal, () => this.#keepOne(topic, ours, signal)));
    if (!kept.includes(null)) this.#lookAt = now + LOOK_MS;
  }

  /** What changes without our being notified of it, for want of a living subscription. */
  async missing(signal: AbortSignal): Promise<readonly Topic[]> {
    const ours = await this.#ours(signal);
    const now = this.client.serverTime(this.deps.now()).getTime();
    return NOTIFIED.filter((topic) => !ours.some((one) => this.#isTo(topic, one) && endOf(one) > now));
  }

  async #keepOne(topic: Topic, ours: readonly Subscription[], signal: AbortSignal): Promise<true> {
    const { client, settings } = this;
    const { api, webhookUrl, webhookSecret } = settings;
    const content = { notificationUrl: webhookUrl, resource: this.#resource(topic), clientState: webhookSecret };
    const found = ours.find((one) => this.#isTo(topic, one));
    if (found !== undefined) {
      const left = endOf(found) - client.serverTime(this.deps.now()).getTime();
      // A secret that was changed must reach them, or all that they send is refused.
      const isCurrent = left > RENEW_MS && (found.clientState ?? webhookSecret) === webhookSecret;
      if (isCurrent || (await this.#renewed(found, content, signal))) return true;
    }
    await client.post(api, `${api}/subscriptions`, content, signal);
    return true;
  }

  /** False where it is gone meanwhile. */
  async #renewed({ subscriptionId, etag }: Subscription, content: object, signal: AbortSignal): Promise<boolean> {
    const { api } = this.settings;
    try {
      await this.client.patch(api, `${api}/subscriptions(${encodeURIComponent(quoted(subscriptionId))})`, content, etag ?? '*', signal);
      return true;
    } catch (error) {
      if (error instanceof ConnectorError && error.details.status === 404) return false;
      throw error;
    }
  }

  /** Those that send to us; others in the tenant are none of our business. */
  async #ours(signal: AbortSignal): Promise<Subscription[]> {
    const { api, webhookUrl } = this.settings;
    const rows: readonly Row[] = await this.client.all(api, `${api}/subscriptions`, signal);
    return rows.map((row) => ({ ...read(subscription, row, 'subscriptions'), etag: etagOf(row) })).filter(({ notificationUrl }) => notificationUrl === webhookUrl);
  }

  /** Null: it failed. */
  async #attempt<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !(error instanceof ConnectorError)) throw error;
      this.deps.log.warn({ err: error, what }, 'business-central: not subscribed to notifications; changes come with the pulls by the schedule');
      return null;
    }
  }

  #resource(topic: Topic): string {
    const { pathname } = new URL(`${companyService(this.settings)}/${topic}`);
    // The way to it, tenant and environment among it, is no part of a resource.
    return pathname.slice(Math.max(pathname.lastIndexOf('/api/'), 0));
  }

  #isTo(topic: Topic, { resource }: Subscription): boolean {
    return companyPath(resource) === companyPath(this.#resource(topic));
  }
}

/** Resources are told with and without an address or a slash before them. */
function companyPath(resource: string): string {
  const path = resource.toLowerCase();
  return path.slice(Math.max(path.indexOf('companies('), 0));
}

function endOf({ expirationDateTime }: Subscription): number {
  return expirationDateTime == null ? 0 : Date.parse(expirationDateTime);
}
