/** Outgoing HTTP as connectors see it. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Accepted media types; another one is a ConnectorError('contract'). */
  readonly accept: readonly string[];
  readonly signal: AbortSignal;
  /** Deadline of one attempt in milliseconds. */
  readonly deadlineMs?: number;
  /** Whether the call may be repeated after a transient failure. */
  readonly idempotent: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  text(): string;
  /** Parsed JSON; throws ConnectorError('contract') where it is broken. */
  json(): unknown;
}
