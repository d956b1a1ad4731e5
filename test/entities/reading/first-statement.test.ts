/** A session's first statement is ours, and the driver does not notice. */
import fc from 'fast-check';
import { FirstStatement } from '../../../src/entities/reading/first-statement.js';

/** A message of a type: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: string, body = ''): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, Buffer.from(body, 'latin1')]);
}

const ready = message('Z', 'I');
const starting = [message('R', '\0\0\0\0'), message('S', 'TimeZone\0UTC\0'), message('K', '12345678')];
const answers = [[message('T', 'length'), message('D', '4000000'), message('C', 'SELECT 1'), ready], [message('E', 'out of memory'), ready]];
const later = [message('1'), message('2'), message('D', 'Z'), message('Z', 'T'), message('E', 'no'), ready];

/** The messages of one stretch in groups, as sockets read them. */
const grouped = (messages: readonly Buffer[]): fc.Arbitrary<Buffer[]> =>
  fc.array(fc.boolean(), { minLength: messages.length, maxLength: messages.length }).map((cuts) =>
    messages.reduce<Buffer[]>((groups, each, n) => (cuts[n] || n === 0 ? [...groups, each] : [...groups.slice(0, -1), Buffer.concat([groups.at(-1) as Buffer, each])]), []),
  );

it('is sent once, when the session is ready, and the driver hears all but its answer', () => {
  fc.assert(
    fc.property(grouped([...starting, ready]), fc.constantFrom(...answers).chain((answer) => grouped([...answer, ...later])), (before, after) => {
      const sent: Buffer[] = [];
      const told: Buffer[] = [];
      const first = new FirstStatement('select 1', (bytes) => sent.push(bytes), (messages) => told.push(Buffer.from(messages)));
      for (const group of before) {
        expect(sent).toEqual([]);
        first.take(group);
      }
      expect(Buffer.concat(told)).toEqual(Buffer.concat(starting));
      for (const group of after) first.take(group);
      expect(sent).toEqual([message('Q', 'select 1\0')]);
      expect(Buffer.concat(told)).toEqual(Buffer.concat([...starting, ready, ...later]));
    }),
  );
});
