import fc from 'fast-check';
import { CLASSIFIERS as DCSA_CLASSIFIERS, EQUIPMENT, TRANSPORT } from '../../src/connectors/carriers/dcsa/statuses.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { mergeTracking, untracked } from '../../src/domain/tracking-rules.js';
import * as dcsa from '../fixtures/dcsa/shared.js';
import * as epcis from '../fixtures/epcis/shared.js';
import { describeRecorded } from '../support/recorded.js';

const now = new Date('2026-11-01T00:00:00Z');

interface Expected {
  readonly id: string;
  readonly classifier?: string | null;
  readonly code?: string | null;
  readonly event_utc: string | null;
  readonly created_utc?: string | null;
  readonly equipment?: string | null;
  readonly bizStep?: string;
  readonly disposition?: string;
  readonly offset?: string;
}

const seconds = (instant: string): string => new Date(instant).toISOString().replace(/\.\d+/, '');
const CLASSIFIERS: Readonly<Record<string, string>> = { EST: 'ESTIMATED', ACT: 'ACTUAL', PLN: 'PLANNED' };

describeRecorded('dcsa-epcis', 'published samples', ({ json, text }) => {
  const truth = json<Readonly<Record<string, readonly Expected[]>>>('carriers/dcsa_epcis_expected.json');
  const files = (standard: string): string[] => Object.keys(truth).filter((name) => name.startsWith(`${standard}/`));
  const read = (name: string): string => text(`carriers/${name}`);

  it('of DCSA give classifier, code, shipment and UTC times', () => {
    for (const name of files('dcsa')) {
      const [expected] = truth[name]!;
      const told = JSON.parse(read(name)) as { metadata?: { retractedEventID?: string } };
      const retracts = told.metadata?.retractedEventID;
      // What takes an event back says nothing else: it is asked about by shipment.
      const content = retracts === undefined ? told : { trackingNumber: 'D1', events: [told] };
      const { facts, unmapped } = dcsa.connect({ TRACK_BY: expected!.equipment ? 'EQ' : 'TRD' }).normalise(dcsa.message(JSON.stringify(content)));
      if (expected!.event_utc === null && retracts === undefined) {
        expect([name, facts, unmapped]).toEqual([name, [], [{ path: 'eventDateTime', value: 'null' }]]);
        continue;
      }
      const [fact] = facts as TrackingFact[];
      expect([name, facts.length, unmapped]).toEqual([name, 1, []]);
      expect(fact!.source.externalId).toBe(expected!.id);
      expect(seconds(fact!.source.updatedAt!)).toBe(expected!.created_utc);
      if (expected!.equipment) expect(fact!.trackingNumber).toBe(expected!.equipment);
      const event = fact!.events[0]!;
      expect([event.carrierCode, event.retracts]).toEqual([expected!.code, retracts]);
      if (expected!.event_utc === null) continue;
      expect([seconds(event.occurredAt), event.classifier]).toEqual([expected!.event_utc, CLASSIFIERS[expected!.classifier!]]);
    }
  });

  it('of DCSA move nothing but the estimate where they are estimates, in any order and doubled', () => {
    const facts = files('dcsa').flatMap((name) => dcsa.connect().normalise(dcsa.message(read(name))).facts as TrackingFact[]);
    const arrivals = facts.filter(({ estimatedDelivery }) => estimatedDelivery !== undefined);
    expect(arrivals.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        const state = shuffled.reduce((before, fact) => mergeTracking(before, fact, now).state, untracked('CREATED'));
        expect(state).toMatchObject({ status: 'CREATED', events: { length: facts.length }, estimatedDelivery: { value: { at: new Date(arrivals[0]!.estimatedDelivery!) } } });
      }),
    );
  });

  it('of EPCIS give step, disposition, offset and UTC times', () => {
    for (const name of files('epcis')) {
      const { facts, unmapped } = epcis.connect({ TRACK_BY: 'sscc,desadv,po' }).normalise(epcis.message(read(name)));
      const told = new Map((facts as TrackingFact[]).map((fact) => [fact.source.externalId, fact.events[0]!]));
      for (const { id, event_utc: utc, bizStep, disposition, offset } of truth[name]!) {
        const event = told.get(id);
        // One sample moves a lot that no shipment is told for.
        if (!event) expect(unmapped).toEqual([{ path: 'epcisBody.eventList[0].bizTransactionList', value: expect.stringContaining(id) as unknown }]);
        else expect([seconds(event.occurredAt), event.occurredAt.slice(-6), event.carrierCode, event.classifier]).toEqual([utc, offset, `${bizStep}/${disposition}`, 'ACTUAL']);
      }
      if (told.size > 0) expect([name, told.size, unmapped]).toEqual([name, truth[name]!.length, []]);
    }
  });

  it('of EPCIS leave each shipment the same events, in any order and doubled', () => {
    const connection = epcis.connect({ TRACK_BY: 'po,sscc' });
    const facts = files('epcis').flatMap((name) => connection.normalise(epcis.message(read(name))).facts as TrackingFact[]);
    const byNumber = Map.groupBy(facts, ({ trackingNumber }) => trackingNumber);
    const utcById = new Map(files('epcis').flatMap((name) => truth[name]!.map(({ id, event_utc: utc }) => [id, utc] as const)));
    expect([...byNumber.values()].map(({ length }) => length).sort()).toEqual([1, 2]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        for (const [trackingNumber, told] of byNumber) {
          const state = shuffled.filter((fact) => fact.trackingNumber === trackingNumber).reduce((before, fact) => mergeTracking(before, fact, now).state, untracked('CREATED'));
          const utc = told.map(({ source }) => utcById.get(source.externalId)!).sort();
          expect([trackingNumber, state.events.map(({ occurredAt }) => seconds(occurredAt.at.toISOString())).sort()]).toEqual([trackingNumber, utc]);
          // What was shipped and then received at its end, whichever is told first.
          expect(state.status).toBe(told.map(({ events }) => events[0]!).toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt)).at(-1)!.milestone);
        }
      }),
    );
  });

  it('of DCSA have codes that mean what the status map says', () => {
    const map = json<Readonly<Record<string, Readonly<Record<string, string>>>>>('carriers/STATUS_MAP.json');
    for (const [vocabulary, table] of [['dcsa_equipment', EQUIPMENT], ['dcsa_transport', TRANSPORT]] as const) {
      const listed = map[vocabulary]!;
      const found = Object.keys(listed).map((code) => [code, table[code]?.milestone?.toLowerCase()]);
      expect(Object.fromEntries(found)).toEqual(listed);
    }
    expect(Object.keys(map['dcsa_classifier']!).sort()).toEqual(Object.keys(DCSA_CLASSIFIERS).sort());
  });
});
