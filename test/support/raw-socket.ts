/** A bare WebSocket to a gateway, frame by frame. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A bare socket that speaks the protocol by hand, to say what a well-behaved client would not. */
export class Raw {
  readonly frames: Frame[] = [];
  private readonly waiting: (() => void)[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)) as Frame);
      for (const go of this.waiting.splice(0)) go();
    });
    socket.on('error', () => {});
    this.closed = new Promise((done) => socket.on('close', (code, reason) => done({ code, reason: String(reason) })));
  }

  static async open(server: { readonly url: string }, path = '/graphql', options: { headers?: Record<string, string>; protocol?: string } = {}): Promise<Raw> {
    const raw = new Raw(new WebSocket(server.url.replace('http', 'ws') + path, options.protocol ?? 'graphql-transport-ws', { headers: options.headers }));
    await once(raw.socket, 'open');
    return raw;
  }

  static async opened(server: { readonly url: string }, token: string, path = '/graphql'): Promise<Raw> {
    const raw = await Raw.open(server, path);
    raw.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await raw.next(({ type }) => type === 'connection_ack');
    return raw;
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame));
  }

  ask(id: string, query: string, variables?: unknown): Promise<Frame> {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
    return this.next((frame) => frame.id === id);
  }

  async next(wanted: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const index = this.frames.findIndex(wanted);
      if (index >= 0) return this.frames.splice(index, 1)[0] as Frame;
      await Promise.race([new Promise<void>((go) => this.waiting.push(go)), this.closed.then(({ code, reason }) => Promise.reject(new Error(`closed with ${code} ${reason}`)))]);
    }
  }
}
