import type { WebSocket } from 'ws';

/**
 * Sends on a socket without letting messages pile up: while more than `waitingBytes` wait for the client, the next
 * message's promise resolves only once it is written, so the operation that makes them waits too. A client that leaves
 * them waiting for `slowMs` is reported; it can come back and resume.
 *
 * On a socket that is being closed the promise waits for the close, which ends the operations: resolved at once, it
 * would let them go on making messages for nobody.
 */
export function createSender(socket: WebSocket, limits: { readonly waitingBytes: number; readonly slowMs: number }, tooSlow: () => void): (data: string) => Promise<void> {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return (data) => {
    if (socket.readyState !== socket.OPEN) return gone;
    if (socket.bufferedAmount <= limits.waitingBytes) {
      socket.send(data);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(tooSlow, limits.slowMs);
      socket.send(data, () => {
        clearTimeout(timer);
        resolve(socket.readyState === socket.OPEN ? undefined : gone);
      });
    });
  };
}
