/** Both ways agree where nothing but the head of the event log differs, and that only moves on. */
import { formatCursor } from '../../src/domain/event-log.js';
import type { Answered } from '../support/both-ways.js';
import { askBothWays } from '../support/both-ways.js';

const answer = (xid: number, { seq = 0, number = 'O-1', status = 200 } = {}): Answered => ({
  status,
  answer: { data: { events: { endCursor: formatCursor({ epoch: 'abc', xid: BigInt(xid), seq: BigInt(seq) }), number } } },
});

/** Asks both ways, of which each answers the next of these, and the last again and again. */
async function agreeing(passed: readonly Answered[], resolved: readonly Answered[]): Promise<boolean> {
  const inTurn = (answers: readonly Answered[]): (() => Promise<Answered>) => {
    let n = 0;
    return async () => answers[Math.min(n++, answers.length - 1)] as Answered;
  };
  return (await askBothWays({ pass: inTurn(passed), resolve: inTurn(resolved) })).agree;
}

const moving = (from: number): Answered[] => Array.from({ length: 20 }, (_, n) => answer(from + 10 * n));

it('both ways agree where the head of the log moves between any two answers', async () => {
  expect(await agreeing(moving(5), moving(9))).toBe(true);
});

it.each([
  ['a head ahead of the next answer', [answer(5)], [answer(6)]],
  ['a head behind the answer before', [answer(5)], [answer(4)]],
  ['heads that are always ahead', moving(5), moving(25)],
  ['the place of an event, which is no head', [answer(5, { seq: 1 }), answer(7, { seq: 1 })], [answer(6, { seq: 1 })]],
  ['another value beside the head', moving(5), moving(9).map(({ status, answer: { data } }) => ({ status, answer: { data: { ...data, other: 1 } } }))],
  ['another status', [answer(5)], [answer(5, { status: 400 })]],
])('both ways do not agree on %s', async (_, passed, resolved) => {
  expect(await agreeing(passed, resolved)).toBe(false);
});
