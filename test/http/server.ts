import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/**
 * A local server for one test; `host` is 127.0.0.1 or, with TLS, localhost. It tells no time by itself: tests have clocks of their
 * own, which connectors would set by its `Date`.
 */
export interface TestServer {
  readonly url: string;
  /** Requests received so far. */
  readonly count: () => number;
  close(): Promise<void>;
}

export async function serve(listener: RequestListener, tls?: { readonly key: string; readonly cert: string }): Promise<TestServer> {
  const received = { count: 0 };
  const counting: RequestListener = (request, response) => {
    received.count += 1;
    response.sendDate = false;
    listener(request, response);
  };
  const server: Server = tls ? createTlsServer(tls, counting) : createServer(counting);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    count: () => received.count,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
