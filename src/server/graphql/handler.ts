/** GraphQL over HTTP around Apollo Server, on node:http alone. */
import type { ApolloServer, HTTPGraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { Viewer } from '../../domain/viewer.js';
import type { Authenticate } from '../auth/authenticate.js';
import { credentialsOf } from '../auth/authenticate.js';
import { AuthError } from '../auth/identity.js';
import { readJson } from '../http/body.js';
import type { Exchange, Route } from '../http/exchange.js';
import { Refusal, send, sendGraphqlRefusal } from '../http/exchange.js';
import type { RequestContext } from './apollo.js';
import type { Shortcut } from './shortcut.js';

/** What a GraphQL operation knows of the call that it came with; the app makes its context from it. */
export interface RequestScope {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** `graphql`, `partner-graphql`: the door, for the audit trail. */
  readonly channel: string;
  /** The Accept-Language header as it came. */
  readonly language: string | null;
  /** The Idempotency-Key header as it came. */
  readonly idempotencyKey: string | null;
  readonly transport: 'http' | 'socket';
  readonly receivedAt: Date;
  /** Aborted when the caller is gone or has had enough. */
  readonly signal: AbortSignal;
}

export type MakeContext<C extends RequestContext> = (scope: RequestScope) => C | Promise<C>;

export interface GraphqlHandlerOptions<C extends RequestContext> {
  readonly path: string;
  readonly channel: string;
  /** Started by the app. */
  readonly apollo: ApolloServer<C>;
  readonly context: MakeContext<C>;
  readonly authenticate: Authenticate;
  /** Kinds of viewer that this door is for. */
  readonly audience: readonly Viewer['kind'][];
  readonly maxBodyBytes: number;
  /** Answers some requests past Apollo. */
  readonly shortcut?: Shortcut;
}

/** The route of one GraphQL endpoint. */
export function createGraphqlHandler<C extends RequestContext>(options: GraphqlHandlerOptions<C>): Route {
  const { path, channel, apollo, context, authenticate, audience, maxBodyBytes, shortcut } = options;
  return {
    path,
    methods: ['GET', 'POST'],
    refuse: sendGraphqlRefusal,
    handle: async (exchange) => {
      const { request, response, method, search, requestId, receivedAt } = exchange;
      const viewer = await admit(exchange, authenticate, audience);
      const body = method === 'POST' ? await readJson(request, maxBodyBytes) : undefined;
      const answered = method === 'POST' ? ((await shortcut?.(body, request.headers.accept, viewer)) ?? null) : null;
      if (answered !== null) {
        // Not before: until then the pieces wait to be written.
        response.once('close', answered.giveBack);
        return send(exchange, 200, { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' }, answered.pieces);
      }
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const scope: RequestScope = {
        viewer,
        requestId,
        channel,
        language: request.headers['accept-language'] ?? null,
        idempotencyKey: single(request.headers['idempotency-key']),
        transport: 'http',
        receivedAt,
        signal: gone.signal,
      };
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: method === 'HEAD' ? 'GET' : method, headers: headerMap(request.headers), search, body },
        context: async () => context(scope),
      });
      sendAnswer(exchange, answer);
    },
  };
}

async function admit({ request }: Exchange, authenticate: Authenticate, audience: readonly Viewer['kind'][]): Promise<Viewer> {
  try {
    const { viewer } = await authenticate(credentialsOf(request.headers));
    assertAudience(viewer, audience);
    return viewer;
  } catch (error) {
    if (error instanceof AuthError) throw authRefusal(error);
    throw error;
  }
}

/** Throws AuthError where this door is not for this kind of viewer. */
export function assertAudience(viewer: Viewer, audience: readonly Viewer['kind'][]): void {
  if (!audience.includes(viewer.kind)) throw new AuthError('FORBIDDEN', `This address is for ${audience.join(' and ')}, not for a ${viewer.kind}.`);
}

/** 401 says how to authenticate (RFC 6750), 503 when to come back. */
export function authRefusal(error: AuthError): Refusal {
  const headers: Record<string, string> =
    error.status === 401 ? { 'www-authenticate': `Bearer realm="interline"${error.code === 'TOKEN_EXPIRED' ? ', error="invalid_token"' : ''}` } : error.status === 503 ? { 'retry-after': '5' } : {};
  return new Refusal(error.status, error.code, error.message, headers);
}

function headerMap(headers: Exchange['request']['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function sendAnswer(exchange: Exchange, { status, headers, body }: HTTPGraphQLResponse): void {
  // Apollo answers in parts to @defer and @stream alone, which no schema here has.
  if (body.kind !== 'complete') throw new Error('Incremental delivery is not supported.');
  send(exchange, status ?? 200, { 'cache-control': 'no-store', ...Object.fromEntries(headers) }, body.string);
}
