/** Listens on a free port of this machine alone and prints the address as the one line that the runner waits for. */
export function listen(server) {
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
  });
  process.once('SIGTERM', () => process.exit(0));
}
