/** What both hand-written servers share: node:http around one prepared statement per operation. */
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { listen } from './listen.js';

const folder = new URL('../operations/', import.meta.url);

/** `run(name, sql, values)` gives the JSON text of the one row that a statement yields. */
export function serveReads(run) {
  const statements = new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [`/${name}`, { name, sql: readFileSync(new URL(`${name}/limit.sql`, folder), 'utf8') }]),
  );
  listen(
    createServer((request, response) => {
      const statement = statements.get(request.url);
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        answer(statement, Buffer.concat(chunks), run).then(
          (body) => {
            response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
            response.end(body);
          },
          (error) => {
            response.writeHead(500);
            response.end(String(error));
          },
        );
      });
    }),
  );
}

async function answer(statement, body, run) {
  return `{"data":${await run(statement.name, statement.sql, JSON.parse(body))}}`;
}
