/**
 * A statement put before all that a driver sends on a new session, for a driver that has no place for one. The server's first
 * ReadyForQuery is held back until the statement was answered; of its answer the driver hears nothing. Where it fails the session goes on without it.
 */
import { endOfMessage } from './message-frames.js';

const readyForQuery = 'Z'.charCodeAt(0);

export class FirstStatement {
  private state: 'starting' | 'asked' | 'over' = 'starting';

  /** `write` sends to the server, `tell` gets whole messages for the driver. */
  constructor(
    private readonly sql: string,
    private readonly write: (message: Buffer) => void,
    private readonly tell: (messages: Buffer) => void,
  ) {}

  /** Whole messages of the server, in their order. */
  take(messages: Buffer): void {
    let from = 0;
    while (this.state !== 'over') {
      const end = endOfMessage(messages, from);
      if (end === null) return;
      const isReady = messages[from] === readyForQuery;
      if (this.state === 'asked' && isReady) {
        this.state = 'over';
        break;
      }
      if (this.state === 'starting' && isReady) {
        this.state = 'asked';
        this.write(simpleQuery(this.sql));
      } else if (this.state === 'starting') {
        this.tell(messages.subarray(from, end));
      }
      from = end;
    }
    this.tell(from === 0 ? messages : messages.subarray(from));
  }
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-QUERY */
function simpleQuery(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.from('Q\0\0\0\0', 'latin1');
  head.writeUInt32BE(4 + text.length, 1);
  return Buffer.concat([head, text]);
}
