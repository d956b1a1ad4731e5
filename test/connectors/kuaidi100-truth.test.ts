import fc from 'fast-check';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { connect, push, webhook } from '../fixtures/kuaidi100/shared.js';
import { describeRecorded } from '../support/recorded.js';

interface Vector {
  readonly salt: string;
  readonly content_type: string;
  readonly expect: { carrier: string; number: string; canonical: string; events: number; first_event_utc?: string; last_event_utc: string; delivered: boolean };
}

const utc = (time: string): string => new Date(time).toISOString().replace('.000', '');
const end = (facts: readonly TrackingFact[]): TrackingState =>
  facts.reduce((state, fact) => mergeTracking(state, fact, new Date('2026-11-01T00:00:00Z')).state, untracked());

describeRecorded('kuaidi100', 'recorded pushes', ({ text, json }) => {
  const folder = 'carriers/kuaidi100';

  it.each(['yuantong_polling', 'shunfeng_state5_polling'])('%s: signature, status, events and times', (name) => {
    const { salt, content_type, expect: expected } = json<Vector>(`${folder}/${name}.vector.json`);
    const connection = connect({ SALT: salt });
    const form = text(`${folder}/${name}.body.form`).trim();
    expect(JSON.parse(new URLSearchParams(form).get('param')!)).toEqual(json(`${folder}/${name}.param.json`));
    const request = { ...webhook(Buffer.from(form)), headers: { 'content-type': content_type } };
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
    const whole = json<{ lastResult: { data: unknown[] } }>(`${folder}/yuantong_polling.param.json`);
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

  it('states are those of the documents and mean what the status map says, the finer ones what theirs does', () => {
    const { kuaidi100_state: map } = json<{ kuaidi100_state: Record<string, string> }>('carriers/STATUS_MAP.json');
    const { state: documented, advanced_state_examples: finer } = json<Record<string, Record<string, string>>>(`${folder}/RULES.json`);
    expect(Object.keys(documented!).sort()).toEqual(Object.keys(map).sort());
    const states = { ...map, ...Object.fromEntries(Object.entries(finer!).map(([state, meaning]) => [state, map[/under (\d+)/.exec(meaning)![1]!]!])) };
    for (const [state, canonical] of Object.entries(states)) {
      const fact = connect().normalise(push({ lastResult: { nu: 'N', state, data: [{ ftime: '2026-03-01 10:00:00', statusCode: state }] } })).facts[0] as TrackingFact;
      const wanted = canonical.split(' ')[0]!.toUpperCase();
      expect([state, fact.snapshotStatus, fact.events[0]!.milestone]).toEqual([state, wanted, wanted]);
    }
  });
});
