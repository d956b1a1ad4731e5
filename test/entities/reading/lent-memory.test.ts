/** Memory of answers is used again, and never by two at once. */
import fc from 'fast-check';
import type { LentText } from '../../../src/entities/reading/lent-memory.js';
import { LentMemory } from '../../../src/entities/reading/lent-memory.js';

const kilobyte = 1024;
const length = fc.oneof(fc.nat(10), fc.integer({ min: 8 * kilobyte, max: 40 * kilobyte }), fc.integer({ min: 1024 * kilobyte - 2, max: 1024 * kilobyte + 2 }));
const step = fc.oneof(fc.record({ lend: length }), fc.record({ back: fc.nat(20), twice: fc.boolean() }));

it('lends to each what it was given, until it is given back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const memory = new LentMemory(64 * kilobyte);
      const out: { text: LentText; holds: Buffer }[] = [];
      steps.forEach((each, turn) => {
        if ('lend' in each) {
          const holds = Buffer.alloc(each.lend, turn + 1);
          out.push({ text: memory.copy(holds), holds });
        } else {
          const [gone] = out.splice(each.back % Math.max(1, out.length), 1);
          gone?.text.giveBack();
          if (each.twice) gone?.text.giveBack();
        }
        for (const { text, holds } of out) expect(Buffer.concat(text.pieces).equals(holds)).toBe(true);
      });
    }),
    { numRuns: 50 },
  );
});

it('uses memory again that was given back, and keeps no more than it may', () => {
  const memory = new LentMemory(64 * kilobyte);
  const place = ({ pieces: [piece] }: LentText): ArrayBufferLike | undefined => piece?.buffer;
  const lend = (): LentText => memory.copy(Buffer.alloc(30 * kilobyte));
  const [first, second, third] = [lend(), lend(), lend()];
  expect(new Set([first, second, third].map(place)).size).toBe(3);
  for (const text of [first, second, third]) text.giveBack();
  const again = [lend(), lend(), lend()].map(place);
  expect(again.slice(0, 2).sort()).toEqual([first, second].map(place).sort());
  expect([first, second, third].map(place)).toContain(again[0]);
  expect([first, second].map(place)).not.toContain(again[2]);
});
