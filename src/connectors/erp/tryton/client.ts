import { z } from 'zod';
import { ConnectorError, type ConnectorDeps } from '../../contract.js';
import { ServerClock } from '../../server-clock.js';
import { read } from '../shared/read.js';
import { faultOf } from './faults.js';
import type { TrytonConfig } from './config.js';

const ACCEPT = ['application/json'];

const answer = z.object({ result: z.unknown().optional(), error: z.unknown().optional() });
const session = z.tuple([z.int(), z.string()], z.unknown());
const preferences = z.looseObject({
  company: z.int().nullish(),
  'company.rec_name': z.string().nullish(),
});

export interface Login {
  /** Last parameter of every model call. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly company: number | null;
  readonly companyName: string | null;
  /** Whether the user works for another company by himself. */
  readonly isElsewhere: boolean;
}

/**
 * JSON-RPC of one Tryton database as one user (`POST <url>/<database>/`). Logs in when first needed, and once again when
 * the server has forgotten the session. Failures are ConnectorErrors.
 */
export class TrytonClient {
  #session: Promise<string> | null = null;
  readonly #clock: ServerClock;
  readonly #address: string;

  constructor(
    private readonly config: TrytonConfig,
    private readonly deps: ConnectorDeps,
  ) {
    this.#address = `${config.url}/${encodeURIComponent(config.database)}/`;
    this.#clock = new ServerClock(deps.now);
  }

  /** What the server's clock showed when ours showed this. */
  serverTime(ours: Date): Date {
    return this.#clock.at(ours);
  }

  /** The user's preferences, which are the context of every other call. Inactive records are included. */
  async login(signal: AbortSignal): Promise<Login> {
    const result = await this.call('model.res.user.get_preferences', [true, {}], signal);
    const own = read(preferences, result, 'get_preferences');
    const company = this.config.company ?? own.company ?? null;
    return {
      context: { ...own, company, active_test: false },
      company,
      isElsewhere: company !== (own.company ?? null),
      companyName: company === own.company ? (own['company.rec_name'] ?? null) : null,
    };
  }

  /** Whether the company is one of the user's. Of another one Tryton shows no orders, but would count the stock of the user's own. */
  async mayWorkFor({ company, context, isElsewhere }: Login, signal: AbortSignal): Promise<boolean> {
    if (!isElsewhere) return true;
    const domain = [['login', '=', this.config.username], ['companies', '=', company]];
    return read(z.array(z.unknown()), await this.call('model.res.user.search_read', [domain, 0, 1, null, ['login'], context], signal), 'res.user').length > 0;
  }

  /** The server's version, e.g. `6.0.29`. */
  async version(signal: AbortSignal): Promise<string> {
    const response = await this.#post(`${this.config.url}/`, 'common.server.version', [], { signal });
    return read(z.string(), response, 'common.server.version');
  }

  /** Calls a method that changes nothing; repeated after a transient failure. */
  call(method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    return this.#authorised(method, params, { signal });
  }

  /** Calls a method that changes something; never repeated by itself. */
  write(method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    return this.#authorised(method, params, { signal, writes: true });
  }

  async #authorised(method: string, params: readonly unknown[], options: CallOptions): Promise<unknown> {
    const current = this.#open(options.signal);
    const key = await current;
    try {
      return await this.#post(this.#address, method, params, { ...options, session: key });
    } catch (error) {
      // Refused before anything ran, so that a write may be sent again as well.
      if (!isForgotten(error)) throw error;
      if (this.#session === current) this.#session = null;
      return await this.#post(this.#address, method, params, { ...options, session: await this.#open(options.signal) });
    }
  }

  /** One login for all who wait for it; a failed one is not kept. */
  #open(signal: AbortSignal): Promise<string> {
    if (this.#session !== null) return this.#session;
    const opening = this.#logIn(signal);
    this.#session = opening;
    opening.catch(() => {
      if (this.#session === opening) this.#session = null;
    });
    return opening;
  }

  async #logIn(signal: AbortSignal): Promise<string> {
    const { username, password } = this.config;
    const params = [username, { password }, 'en'];
    try {
      const result = await this.#post(this.#address, 'common.db.login', params, { signal });
      const [user, key] = read(session, result, 'common.db.login');
      return Buffer.from(`${username}:${user}:${key}`).toString('base64');
    } catch (error) {
      throw loginProblem(error, this.config);
    }
  }

  async #post(url: string, method: string, params: readonly unknown[], options: PostOptions): Promise<unknown> {
    const response = await this.deps.http.request({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        ...(options.session === undefined ? {} : { authorization: `Session ${options.session}` }),
      },
      body: JSON.stringify({ id: 1, method, params }),
      accept: ACCEPT,
      signal: options.signal,
      idempotent: options.writes !== true,
    });
    this.#clock.note(response);
    const { result, error } = read(answer, response.json(), method);
    if (error !== undefined && error !== null) throw faultOf(method, error);
    return result ?? null;
  }
}

interface CallOptions {
  readonly signal: AbortSignal;
  readonly writes?: boolean;
}

interface PostOptions extends CallOptions {
  readonly session?: string;
}

function isForgotten(error: unknown): boolean {
  return error instanceof ConnectorError && error.details.status === 401;
}

/** The server's own words for a failed login are a page of HTML. */
function loginProblem(error: unknown, config: TrytonConfig): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { status } = error.details;
  if (status === 401) return new ConnectorError('auth', `login as ${config.username} refused: check USERNAME and PASSWORD`, error.details);
  if (status === 404) return new ConnectorError('rejected', `no database ${config.database} at ${config.url}: check URL and DATABASE`, error.details);
  return error;
}
