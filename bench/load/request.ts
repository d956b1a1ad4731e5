/** Requests as they go over the wire. */

export interface RequestParts {
  /** `http://host:port` */
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A POST of JSON, ready to be written to a socket. */
export function toBytes({ url, path, headers = {}, body }: RequestParts): Buffer {
  const all = { host: new URL(url).host, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** The same by `fetch`, for answers that are read. */
export async function ask({ url, path, headers = {}, body }: RequestParts): Promise<unknown> {
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} from ${url}${path}: ${text.slice(0, 1000)}`);
  return JSON.parse(text);
}

/** One after the other, from the front again behind the end. */
export function inTurn(requests: readonly Buffer[]): () => Buffer | null {
  let at = 0;
  return () => {
    const request = requests[at % requests.length] ?? null;
    at += 1;
    return request;
  };
}
