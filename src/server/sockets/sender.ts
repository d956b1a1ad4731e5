import type { WebSocket } from 'ws';

/**
 * Sends on a socket without letting messages pile up: while more than `waitingBytes` wait for the client, the next
 * message's promise resolves only once it is written, so the operation that makes them waits too. A client that leaves
 * them waiting for `slowMs` is reported; it can come back and resume.
 */
export function createSender(socket: WebSocket, limits: { readonly waitingBytes: number; readonly slowMs: number }, tooSlow: () => void): (data: string) => Promise<void> {
  return (data) => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount <= limits.waitingBytes) {
      socket.send(data);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(tooSlow, limits.slowMs);
      socket.send(data, () => {
        clearTimeout(timer);
        // A socket that broke meanwhile is cleared by its close, which ends the operations.
        resolve();
      });
    });
  };
}
