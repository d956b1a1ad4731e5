/** Whatever a socket reads at a time, the same messages come out, whole and in order. */
import fc from 'fast-check';
import { MessageFrames } from '../../../src/entities/reading/message-frames.js';

const message = fc.oneof({ weight: 5, arbitrary: fc.nat(40) }, { weight: 2, arbitrary: fc.nat(2_000) }, { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 400_000 }) });

it('puts messages together from reads of any size', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1 }), (lengths, reads) => {
      const sent = Buffer.concat(lengths.map((length, place) => messageOf(length, place)));
      const told: Buffer[] = [];
      const frames = new MessageFrames((messages) => {
        expect(lengthsIn(messages)).not.toEqual([]);
        told.push(Buffer.from(messages));
      });
      // As a socket does: each read writes over the one before.
      const memory = Buffer.alloc(70_000);
      for (let at = 0, turn = 0; at < sent.length; turn += 1) {
        const count = Math.min(reads[turn % reads.length] as number, sent.length - at);
        sent.copy(memory, 0, at, at + count);
        frames.take(memory.subarray(0, count));
        memory.fill(0xff);
        at += count;
      }
      const all = Buffer.concat(told);
      expect(all.equals(sent)).toBe(true);
      expect(lengthsIn(all)).toEqual(lengths);
    }),
    { numRuns: 200 },
  );
});

function messageOf(length: number, place: number): Buffer {
  const bytes = Buffer.alloc(5 + length, place);
  bytes.write('D', 0, 'latin1');
  bytes.writeUInt32BE(4 + length, 1);
  return bytes;
}

/** Lengths of the bodies; throws where the bytes do not end with a message. */
function lengthsIn(bytes: Buffer): number[] {
  const lengths: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at + 1) - 4;
    lengths.push(length);
    at += 5 + length;
  }
  if (at !== bytes.length) throw new Error(`A message of ${at} bytes in ${bytes.length}`);
  return lengths;
}
