import fc from 'fast-check';
import { readAnswer } from '../../src/connectors/carriers/seventeentrack/answers.js';
import { seventeentrack } from '../../src/connectors/carriers/seventeentrack/index.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { depsWith, endState, messageOf, refusalOf, requestOf, trackingOf } from '../support/carrier.js';
import { describeRecorded } from '../support/recorded.js';

const connect = (key = 'k') =>
  seventeentrack.connect(seventeentrack.parseConfig({ API_KEY: key, TIME_ZONE: 'America/Sao_Paulo' }), depsWith());
const statusOf = (status: string, sub?: string) => {
  const content = { number: 'N', carrier: 1, track_info: { latest_status: { status, sub_status: sub }, latest_event: { time_iso: '2026-01-01T00:00:00Z', sub_status: sub } } };
  const normalised = connect().normalise(messageOf(JSON.stringify(content)));
  return { snapshot: trackingOf(normalised).snapshotStatus, event: trackingOf(normalised).events[0]?.milestone, unmapped: normalised.unmapped };
};

describeRecorded('seventeentrack', 'published examples', ({ text, json: jsonOf }) => {
  const read = (name: string): string => text(`carriers/${name}`);
  const json = (name: string): unknown => jsonOf(`carriers/${name}`);

  it('sign as the key says, byte for byte', () => {
    const { key, sign } = json('17track/doc_example.vector.json') as { key: string; sign: string };
    const body = read('17track/doc_example.body.json');
    expect(connect(key).webhook!.verify(requestOf(body, { sign })).topic).toBe('TRACKING_UPDATED');
    expect(refusalOf(() => connect(key).webhook!.verify(requestOf(`${body}\n`, { sign }))).kind).toBe('auth');
    expect(refusalOf(() => connect('other').webhook!.verify(requestOf(body, { sign }))).kind).toBe('auth');
  });

  it('have statuses that are all known, and mean what the status map says', () => {
    const { main, sub_examples: subs } = json('17track/STATUSES.json') as { main: string[]; sub_examples: string[] };
    const map = (json('STATUS_MAP.json') as Record<string, Record<string, string>>)['17track']!;
    const canonical = (sub: string): string => {
      const named = map[sub] ?? (sub.startsWith('InTransit_Customs') ? map['InTransit_Customs*'] : undefined);
      return (named ?? map[sub.split('_')[0]!] ?? 'no such status').toUpperCase();
    };
    for (const status of main) expect([status, statusOf(status)]).toMatchObject([status, { snapshot: canonical(status), unmapped: [] }]);
    for (const sub of subs) {
      const expected = canonical(sub);
      expect([sub, statusOf(sub.split('_')[0]!, sub)]).toEqual([sub, { snapshot: expected, event: expected, unmapped: [] }]);
    }
  });

  it('of a parcel end delivered, in any order and doubled, at the times that the list gives', () => {
    const { accepted, rejected } = readAnswer(json('17track/gettrackinfo_correios_2151.json'));
    const normalised = accepted.map((one) => connect().normalise(messageOf(JSON.stringify(one))));
    const facts = normalised.map(trackingOf);
    expect([facts.length, rejected.length, normalised.flatMap(({ unmapped }) => unmapped)]).toEqual([1, 0, []]);
    const fact = facts[0]!;
    const listed = readAnswer(json('17track/gettracklist_page.json')).accepted[0] as { number: string; delievery_time: string };
    const told = accepted[0] as { track_info: { tracking: { providers: { events: unknown[] }[] } } };
    const count = told.track_info.tracking.providers.flatMap(({ events }) => events).length;
    expect([fact.trackingNumber, fact.events.length]).toEqual([listed.number, count]);

    const singles: TrackingFact[] = [fact, ...fact.events.map((event) => ({ ...fact, snapshotAt: null, events: [event] }))];
    fc.assert(
      fc.property(fc.shuffledSubarray([...singles, ...singles], { minLength: singles.length * 2 }), (shuffled) => {
        const state = endState(shuffled);
        expect([state.status, state.events.length]).toEqual(['DELIVERED', count]);
        // The delivery has no zone: the list says which instant it was.
        expect(state.deliveredAt?.at.toISOString()).toBe(new Date(listed.delievery_time).toISOString());
      }),
    );
  });

  it('of a list and of registrations are read as what they are', () => {
    expect(readAnswer(json('17track/gettracklist_page.json'))).toMatchObject({ hasMore: true, rejected: [] });
    expect(readAnswer(json('17track/register_mixed.json'))).toMatchObject({ accepted: [{}], rejected: [{ error: { code: -18010012 } }] });
    expect(readAnswer(json('17track/register_already_registered.json'))).toMatchObject({ accepted: [], rejected: [{ error: { code: -18019901 } }] });
  });
});
