import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer on their way through the server. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** Decoded by nobody: compared with routes as it came. */
  readonly path: string;
  /** The path as it may be logged: what stands below its second part can be a secret. */
  readonly shownPath: string;
  /** Query string with its question mark, or empty. */
  readonly search: string;
  readonly requestId: string;
  readonly receivedAt: Date;
}

export interface Route {
  /** `/graphql`, or `/webhooks/*` for everything below. */
  readonly path: string;
  /** Other methods get 405. HEAD comes with GET. */
  readonly methods: readonly string[];
  /** Draining refuses new work, but still says that it is alive and not ready. */
  readonly whileDraining?: boolean;
  /** Refuses in the words of the route's own protocol; problem+json where absent. */
  refuse?(exchange: Exchange, refusal: Refusal): void;
  handle(exchange: Exchange): Promise<void>;
}

/** An answer of its own instead of what was asked for. The message is safe to send. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export type Headers = Readonly<Record<string, string>>;

/** A body, whole or in pieces. */
export type Body = string | Uint8Array | readonly Uint8Array[];

/** Sends a whole answer. Does nothing where one was begun already or the client is gone. */
export function send({ request, response, method, requestId }: Exchange, status: number, headers: Headers, body: Body): void {
  if (response.headersSent || response.destroyed) return;
  const pieces = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  // A body that was not read to its end would be taken for the next request.
  const unread = !request.complete && method !== 'GET' && method !== 'HEAD';
  response.writeHead(status, {
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(status !== 204 && status !== 304 && { 'content-length': pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0) }),
    ...headers,
    ...(unread && { connection: 'close' }),
  });
  if (unread) return linger(request, response, pieces);
  // The last piece goes with the end, so that a body of one takes no write of its own.
  for (const piece of method === 'HEAD' ? [] : pieces.slice(0, -1)) response.write(piece);
  response.end(method === 'HEAD' ? undefined : pieces.at(-1));
}

const lingerMs = 1000;

/**
 * Closing at once under a client that still sends would reset the connection, and the client would never read why it
 * was refused. So the rest of its body is thrown away for a moment first.
 */
function linger(request: IncomingMessage, response: ServerResponse, pieces: readonly (string | Uint8Array)[]): void {
  for (const piece of pieces) response.write(piece);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.once('end', end);
  request.once('close', end);
  request.resume();
}

/** RFC 9457. */
export function sendProblem(exchange: Exchange, refusal: Refusal): void {
  const { status, code, message, headers } = refusal;
  const body = { type: 'about:blank', title: titles[status] ?? 'Error', status, code, detail: message, requestId: exchange.requestId };
  send(exchange, status, { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', ...headers }, JSON.stringify(body));
}

/** The same refusal as a GraphQL answer without data. */
export function sendGraphqlRefusal(exchange: Exchange, { status, code, message, headers }: Refusal): void {
  const accept = exchange.request.headers.accept ?? '';
  const type = accept.includes('application/graphql-response+json') ? 'application/graphql-response+json' : 'application/json';
  const body = { errors: [{ message, extensions: { code, requestId: exchange.requestId } }] };
  send(exchange, status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...headers }, JSON.stringify(body));
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request timed out',
  413: 'Content too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  431: 'Header fields too large',
  500: 'Internal error',
  503: 'Unavailable',
};
