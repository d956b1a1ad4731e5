// Prints status changes of shipments as they happen. The cursor of the last one is kept in a file: whatever is restarted,
// this program or the gateway, it goes on where it stopped, without a gap or a repeat.
//
//   TOKEN=… node docs/examples/live.mjs [ws://127.0.0.1:4000/graphql] [cursor file]
//
// Elsewhere it needs `npm install graphql-ws ws`. A browser has a WebSocket of its own and would keep the cursor in
// localStorage; the rest is the same.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const [url = 'ws://127.0.0.1:4000/graphql', cursorFile = 'data/live-cursor.txt'] = process.argv.slice(2);
mkdirSync(dirname(cursorFile), { recursive: true });

const payload = {
  query: `subscription ($after: Cursor) {
    shipmentStatusChanged(after: $after) { cursor occurredAt from to shipment { number carrier { name } } }
  }`,
  variables: { after: lastCursor() },
};

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  // Called at each connection, so that a token can be renewed. Partners send { apiKey: 'ilk_…' }.
  connectionParams: () => ({ authorization: `Bearer ${process.env.TOKEN}` }),
  // The client comes back by itself after a restart or a broken line; in Node also when nobody listens at first.
  retryAttempts: Infinity,
  shouldRetry: () => true,
});

try {
  for await (const { data, errors } of client.iterate(payload)) {
    if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
    const { cursor, occurredAt, from, to, shipment } = data.shipmentStatusChanged;
    process.stdout.write(`${occurredAt}  ${shipment.number}  ${from ?? 'new'} → ${to}  ${shipment.carrier?.name ?? ''}\n`);
    // First done, then noted: a crash between the two shows one change twice rather than never.
    writeFileSync(cursorFile, cursor);
    // The client sends this same object again when it comes back.
    payload.variables.after = cursor;
  }
} catch (error) {
  // Either an error with a message, or the event of a socket that was closed for good (4401: the token is wrong).
  process.stderr.write(`${error.message || `${error.code} ${error.reason}`}\n`);
  process.exitCode = 1;
}

function lastCursor() {
  try {
    return readFileSync(cursorFile, 'utf8');
  } catch {
    return null;
  }
}
