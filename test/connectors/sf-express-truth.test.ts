import fc from 'fast-check';
import { mergeTracking, untracked, type TrackingState } from '../../src/domain/tracking-rules.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { answer, connect, form, push, routePush, webhook } from '../fixtures/sf-express/shared.js';
import { describeRecorded } from '../support/recorded.js';

const end = (facts: readonly TrackingFact[]): TrackingState =>
  facts.reduce((state, fact) => mergeTracking(state, fact, new Date('2026-11-01T00:00:00Z')).state, untracked());

interface Traced {
  readonly acceptTime: string;
  readonly remark: string;
  readonly accept_address: string;
  readonly opcode: string;
}

describeRecorded('sf-express', 'recorded routes', ({ text }) => {
  const read = (name: string): string => text(`carriers/${name}`);

  it('the push: two pick-ups, newest first, and the answer that SF wants', () => {
    const expected = JSON.parse(read('sf_express/routepush_2016.expect.json')) as { mailno: string; events: number; canonical: string; answer: string };
    const connection = connect();
    const message = connection.webhook!.verify(webhook(Buffer.from(read('sf_express/routepush_2016.body.form').trim())));
    const { facts, unmapped } = connection.normalise(message);
    expect([facts.length, unmapped]).toEqual([1, []]);
    const fact = facts[0] as TrackingFact;
    expect([fact.trackingNumber, fact.events.length]).toEqual([expected.mailno, expected.events]);
    // 14:55:23 in China.
    expect(new Date(fact.events[0]!.occurredAt).toISOString()).toBe('2016-08-23T06:55:23.000Z');
    expect(end([fact, fact]).status).toBe(expected.canonical.toUpperCase());
    expect(connection.webhook!.acknowledge!({ result: 'applied', reason: null }).body).toBe(expected.answer);
  });

  it('the trace, asked for or pushed piece by piece, in any order and doubled, ends delivered', () => {
    const { wayBillNo, route } = JSON.parse(read('sf_express/trace_2019_delivered.json')) as { wayBillNo: string; route: Traced[] };
    const routes = route.map(({ acceptTime, remark, accept_address: acceptAddress, opcode: opCode }) => ({ acceptTime, remark, acceptAddress, opCode }));
    const asked = connect().normalise(answer({ mailNo: wayBillNo, routes }));
    expect(asked.unmapped).toEqual([]);
    const pushed = routes.map((one) => connect().normalise(push(form(routePush({ ...one, mailno: wayBillNo })))).facts[0] as TrackingFact);
    const facts = [asked.facts[0] as TrackingFact, ...pushed];
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        const { status, events, deliveredAt } = end(shuffled);
        // The note after the signing is kept, and is no status.
        expect([status, events.length, deliveredAt?.at.toISOString()]).toEqual(['DELIVERED', route.length, '2019-04-05T00:57:19.000Z']);
      }),
    );
  });

  it('operation codes are those of the status map', () => {
    const { sf_opcode: codes } = JSON.parse(read('STATUS_MAP.json')) as { sf_opcode: Record<string, string> };
    const all = { ...codes, 3036: 'in_transit', 3137: 'in_transit' };
    expect(Object.keys(JSON.parse(read('sf_express/OPCODES.json')) as object).filter((code) => !Object.hasOwn(all, code))).toEqual([]);
    for (const [opCode, canonical] of Object.entries(all)) {
      const { facts, unmapped } = connect().normalise(answer({ mailNo: 'N', routes: [{ acceptTime: '2026-03-01 10:00:00', opCode }] }));
      const wanted = canonical === '(no change)' ? null : canonical.toUpperCase();
      expect([opCode, (facts[0] as TrackingFact).events[0]!.milestone, unmapped]).toEqual([opCode, wanted, []]);
    }
  });
});
