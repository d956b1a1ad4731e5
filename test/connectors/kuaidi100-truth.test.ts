import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { connect, push, webhook } from '../fixtures/kuaidi100/shared.js';

/** Recorded pushes with their outcome, read where they lie: none of them is part of this project. */
const folder = join(process.env.INTERLINE_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'carriers');
const present = existsSync(join(folder, 'kuaidi100'));
if (!present) process.stderr.write(`recorded Kuaidi100 pushes skipped: ${folder} has none\n`);

interface Vector {
  readonly salt: string;
  readonly content_type: string;
  readonly expect: { carrier: string; number: string; canonical: string; events: number; first_event_utc?: string; last_event_utc: string; delivered: boolean };
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const utc = (time: string): string => new Date(time).toISOString().replace('.000', '');
const end = (facts: readonly TrackingFact[]): TrackingState =>
  facts.reduce((state, fact) => mergeTracking(state, fact, new Date('2026-11-01T00:00:00Z')).state, untracked());

(present ? describe : describe.skip)('recorded pushes', () => {
  it.each(['yuantong_polling', 'shunfeng_state5_polling'])('%s: signature, status, events and times', (name) => {
    const { salt, content_type, expect: expected } = JSON.parse(read(`kuaidi100/${name}.vector.json`)) as Vector;
    const connection = connect({ SALT: salt });
    const request = { ...webhook(Buffer.from(read(`kuaidi100/${name}.body.form`).trim())), headers: { 'content-type': content_type } };
    const { facts, unmapped } = connection.normalise(connection.webhook!.verify(request));
    expect(unmapped).toEqual([]);
    const fact = facts[0] as TrackingFact;
    expect([fact.carrier, fact.trackingNumber, fact.events.length]).toEqual([expected.carrier, expected.number, expected.events]);
    expect(utc(fact.events.at(-1)!.occurredAt)).toBe(expected.last_event_utc);
    if (expected.first_event_utc !== undefined) expect(utc(fact.events[0]!.occurredAt)).toBe(expected.first_event_utc);
    const state = end([fact, fact]);
    expect([state.status, state.events.length, state.deliveredAt]).toEqual([expected.canonical.toUpperCase(), expected.events, null]);
  });

  it('pushed line by line, in any order and doubled, end the same', () => {
    const whole = JSON.parse(read('kuaidi100/yuantong_polling.param.json')) as { lastResult: { data: unknown[] } };
    const facts = whole.lastResult.data.map((_, start) => {
      // As it was pushed when it was `start` lines shorter; the state was then that of its newest line.
      const data = whole.lastResult.data.slice(start);
      const { statusCode } = data[0] as { statusCode: string };
      const content = { ...whole, lastResult: { ...whole.lastResult, data, state: start === 0 ? '0' : statusCode } };
      return connect().normalise(push(content)).facts[0] as TrackingFact;
    });
    const expected = end(facts);
    expect([expected.status, expected.events.length]).toEqual(['IN_TRANSIT', whole.lastResult.data.length]);
    const byKey = ({ status, snapshot, events }: TrackingState) => ({ status, snapshot, keys: events.map(({ eventKey }) => eventKey).sort() });
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        expect(byKey(end(shuffled))).toEqual(byKey(expected));
      }),
    );
  });

  it('states are those of the status map', () => {
    const { kuaidi100_state: states } = JSON.parse(read('STATUS_MAP.json')) as { kuaidi100_state: Record<string, string> };
    for (const [state, canonical] of Object.entries(states)) {
      const fact = connect().normalise(push({ lastResult: { nu: 'N', state, data: [{ ftime: '2026-03-01 10:00:00', statusCode: state }] } })).facts[0] as TrackingFact;
      const wanted = canonical.split(' ')[0]!.toUpperCase();
      expect([state, fact.snapshotStatus, fact.events[0]!.milestone]).toEqual([state, wanted, wanted]);
    }
  });
});
