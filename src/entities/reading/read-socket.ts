/**
 * A socket to PostgreSQL that reads into one buffer of its own. Node's sockets otherwise take new memory for each read, and
 * postgres.js more of it to put large answers together; V8 collects its whole heap whenever 64 MB of such memory were taken, which
 * was half of the processor time of large answers (ADR 13).
 */
import type { NetConnectOpts, Socket } from 'node:net';
import { connect } from 'node:net';
import { keepMemory } from '../session-memory.js';
import { FirstStatement } from './first-statement.js';
import { MessageFrames } from './message-frames.js';

const readBytes = 64 * 1024;

/**
 * Tells whole messages as `data` events, whose bytes are written over once their listeners have returned: only for those who
 * keep none of them, as postgres.js does not where rows are not asked for raw.
 */
export function connectReadSocket(to: NetConnectOpts): Socket {
  const first = new FirstStatement(keepMemory, (message) => socket.write(message), (messages) => socket.emit('data', messages));
  const frames = new MessageFrames((messages) => first.take(messages));
  const buffer = Buffer.allocUnsafe(readBytes);
  const callback = (count: number): boolean => {
    frames.take(buffer.subarray(0, count));
    return true;
  };
  // A statement goes at once, and not when the server has acknowledged the one before (Nagle's algorithm).
  const socket = connect({ ...to, noDelay: true, onread: { buffer, callback } });
  return socket;
}
