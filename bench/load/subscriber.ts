/**
 * A subscriber over graphql-transport-ws that only counts what it gets. It reads WebSocket frames by itself, since
 * thousands of them must cost less than the server that is measured.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

export interface SubscriberOptions {
  /** `http://host:port` */
  readonly url: string;
  readonly path: string;
  /** Goes into `connection_init`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: string;
  readonly onNext: () => void;
  /** The connection ended, or something other than an event came. */
  readonly onTrouble: (what: string) => void;
}

export interface Subscriber {
  close(): void;
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Resolves once the server has acknowledged the connection; the subscription is on its way then. */
export function subscribe({ url, path, params, query, onNext, onTrouble }: SubscriberOptions): Promise<Subscriber> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let closed = false;
    let isOpen = false;
    let rest: Buffer = Buffer.alloc(0);
    const fail = (what: string): void => {
      if (closed) return;
      reject(new Error(what));
      onTrouble(what);
    };
    const close = (): void => {
      closed = true;
      socket.destroy();
    };
    const onText = (payload: Buffer): void => {
      const head = payload.toString('latin1', 0, 80);
      if (head.includes('"type":"next"')) return onNext();
      if (head.includes('"type":"connection_ack"')) {
        send(socket, opcodes.text, JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        return resolve({ close });
      }
      if (head.includes('"type":"ping"')) return send(socket, opcodes.text, '{"type":"pong"}');
      fail(`An unexpected message came: ${payload.toString('utf8', 0, 300)}`);
    };
    const onFrame = (opcode: number, payload: Buffer): void => {
      if (opcode === opcodes.text) onText(payload);
      else if (opcode === opcodes.ping) send(socket, opcodes.pong, payload);
      else if (opcode === opcodes.close) fail(`The server closed: ${payload.length > 1 ? payload.readUInt16BE() : ''} ${payload.toString('utf8', 2)}`);
    };
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('The connection ended.'));
    socket.on('connect', () => {
      const key = randomBytes(16).toString('base64');
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\n` +
          `sec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
      );
    });
    socket.on('data', (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (!isOpen) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.toString('latin1', 0, 12).endsWith('101')) return fail(`No WebSocket: ${rest.toString('latin1', 0, 200)}`);
        isOpen = true;
        rest = rest.subarray(end + 4);
        send(socket, opcodes.text, JSON.stringify({ type: 'connection_init', payload: params }));
      }
      rest = readFrames(rest, onFrame);
    });
  });
}

/** Calls back for each whole frame of a server, which does not mask; returns what is left of the next one. */
function readFrames(buffer: Buffer, onFrame: (opcode: number, payload: Buffer) => void): Buffer {
  let at = 0;
  for (;;) {
    if (buffer.length < at + 2) break;
    const short = (buffer[at + 1] as number) & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (buffer.length < at + head) break;
    const length = short === 127 ? Number(buffer.readBigUInt64BE(at + 2)) : short === 126 ? buffer.readUInt16BE(at + 2) : short;
    if (buffer.length < at + head + length) break;
    onFrame((buffer[at] as number) & 0x0f, buffer.subarray(at + head, at + head + length));
    at += head + length;
  }
  return at === 0 ? buffer : buffer.subarray(at);
}

/** A client must mask what it sends; any mask does, also the one that changes nothing. */
function send(socket: Socket, opcode: number, data: string | Buffer): void {
  const payload = Buffer.from(data);
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0])
      : Buffer.from([0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff, 0, 0, 0, 0]);
  socket.write(Buffer.concat([head, payload]));
}
