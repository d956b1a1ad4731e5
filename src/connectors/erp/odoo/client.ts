import { z } from 'zod';
import { ConnectorError, type ConnectorDeps } from '../../contract.js';
import { ServerClock } from '../../server-clock.js';
import { read } from '../shared/read.js';
import type { OdooConfig } from './config.js';
import { faultOf } from './faults.js';

const rpcAnswer = z.object({
  result: z.unknown().optional(),
  error: z.looseObject({ message: z.string().nullish(), data: z.looseObject({ name: z.string().nullish(), message: z.string().nullish() }).nullish() }).nullish(),
});

/** One method of one model; parameters go by their names, which are the same in all versions. */
export interface Call {
  readonly model: string;
  readonly method: string;
  /** Absent for methods of the model as a whole, such as a search. */
  readonly ids?: readonly number[];
  readonly params: Readonly<Record<string, unknown>>;
}

interface Options {
  readonly signal: AbortSignal;
  readonly writes: boolean;
}

/** Calls methods of Odoo as one user, by either of its two APIs. Failures are ConnectorErrors. */
export class OdooClient {
  #user: Promise<number> | null = null;
  readonly #clock: ServerClock;

  constructor(
    private readonly config: OdooConfig,
    private readonly deps: Pick<ConnectorDeps, 'http' | 'now'>,
  ) {
    this.#clock = new ServerClock(deps.now);
  }

  /** What the server's clock showed when ours showed this. */
  serverTime(ours: Date): Date {
    return this.#clock.at(ours);
  }

  /** Id of the user that we are, as the older API's login tells it; null by the newer one, which has no login. */
  async user(signal: AbortSignal): Promise<number | null> {
    return this.config.api === 'jsonrpc' ? await this.#logIn(signal) : null;
  }

  /** Calls a method that changes nothing; repeated after a transient failure. */
  read(call: Call, signal: AbortSignal): Promise<unknown> {
    return this.#call(call, { signal, writes: false });
  }

  /** Calls a method that changes something; never repeated by itself. */
  write(call: Call, signal: AbortSignal): Promise<unknown> {
    return this.#call(call, { signal, writes: true });
  }

  async #call(call: Call, options: Options): Promise<unknown> {
    return this.config.api === 'json2' ? await this.#json2(call, options) : await this.#executeKw(call, options);
  }

  async #json2({ model, method, ids, params }: Call, options: Options): Promise<unknown> {
    const { apiKey, database } = this.config;
    const headers = { authorization: `bearer ${apiKey}`, ...(database === null ? {} : { 'x-odoo-database': database }) };
    const body = { ...params, ...(ids === undefined ? {} : { ids }) };
    return await this.#post(`/json/2/${model}/${method}`, headers, body, options);
  }

  async #executeKw({ model, method, ids, params }: Call, options: Options): Promise<unknown> {
    const { database, apiKey } = this.config;
    const user = await this.#logIn(options.signal);
    const args = [database, user, apiKey, model, method, ids === undefined ? [] : [ids], params];
    return await this.#rpc('object', 'execute_kw', args, options, `${model}.${method}`);
  }

  /** One login for all who wait for it; a failed one is not kept. */
  #logIn(signal: AbortSignal): Promise<number> {
    if (this.#user !== null) return this.#user;
    const opening = this.#authenticate(signal);
    this.#user = opening;
    opening.catch(() => {
      if (this.#user === opening) this.#user = null;
    });
    return opening;
  }

  async #authenticate(signal: AbortSignal): Promise<number> {
    const { database, username, apiKey } = this.config;
    const answer = await this.#rpc('common', 'authenticate', [database, username, apiKey, {}], { signal, writes: false }, 'authenticate');
    // A refused login is the word false, with HTTP 200.
    if (answer === false) throw new ConnectorError('auth', `login as ${username} refused: check DATABASE, USERNAME and API_KEY`, { status: 200 });
    return read(z.int().positive(), answer, 'authenticate');
  }

  async #rpc(service: string, method: string, args: readonly unknown[], options: Options, what: string): Promise<unknown> {
    const request = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } };
    const { result, error } = read(rpcAnswer, await this.#post('/jsonrpc', {}, request, options), what);
    if (error) throw faultOf(what, error);
    return result ?? null;
  }

  async #post(path: string, headers: Readonly<Record<string, string>>, body: unknown, { signal, writes }: Options): Promise<unknown> {
    const response = await this.deps.http.request({
      method: 'POST',
      url: `${this.config.url}${path}`,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      accept: ['application/json'],
      signal,
      idempotent: !writes,
    });
    this.#clock.note(response);
    return response.json();
  }
}
