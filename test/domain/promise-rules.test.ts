import fc from 'fast-check';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { addDays } from '../../src/domain/dates.js';
import { agreePromise, delayDays, latestDate, promiseOf, type Promises, punctuality, punctualityOfAll } from '../../src/domain/promise-rules.js';

const date = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days));
const judge = (promised: string, deliveredOn: string | null, asOf = '2026-12-31', window = 0) =>
  punctuality(promised, deliveredOn, asOf, window, chineseCalendar);

describe('promises', () => {
  it('keep the first one for ever, and follow the newest', () => {
    fc.assert(
      fc.property(fc.array(fc.option(date, { nil: null }), { maxLength: 6 }), (agreed) => {
        const end = agreed.reduce<Promises>(agreePromise, { firstPromise: null, currentPromise: null });
        const said = agreed.filter((each) => each !== null);
        expect(end).toEqual({ firstPromise: said[0] ?? null, currentPromise: said.at(-1) ?? null });
      }),
    );
  });

  it('are told apart by basis', () => {
    const line = { requestedDate: '2026-01-01', firstPromise: '2026-01-02', currentPromise: '2026-01-03' };
    expect((['REQUESTED', 'FIRST', 'CURRENT'] as const).map((basis) => promiseOf(line, basis))).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
  });

  it('of a whole are the latest of its parts', () => {
    expect(latestDate(['2026-01-02', null, '2026-01-10', '2026-01-03'])).toBe('2026-01-10');
    expect(latestDate([null])).toBeNull();
    expect(latestDate([])).toBeNull();
  });
});

describe('on time', () => {
  it('is up to and including the promised date', () => {
    expect(judge('2026-11-20', '2026-11-20')).toBe('ON_TIME');
    expect(judge('2026-11-20', '2026-11-21')).toBe('LATE');
  });

  it('has a window in working days', () => {
    // A Friday, and the Monday after it.
    expect(judge('2026-11-20', '2026-11-23', '2026-12-31', 1)).toBe('ON_TIME');
    expect(judge('2026-11-20', '2026-11-24', '2026-12-31', 1)).toBe('LATE');
  });

  it('makes an open line late once its last day is past', () => {
    expect(judge('2026-11-20', null, '2026-11-20')).toBe('NOT_DUE');
    expect(judge('2026-11-20', null, '2026-11-21')).toBe('LATE');
    expect(judge('2026-11-20', null, '2026-11-23', 1)).toBe('NOT_DUE');
  });

  it('never gets better by delivering later, nor worse by a wider window', () => {
    fc.assert(
      fc.property(date, date, fc.nat(30), fc.nat(5), fc.nat(5), (promised, delivered, later, window, wider) => {
        if (judge(promised, delivered, undefined, window) === 'LATE') {
          expect(judge(promised, addDays(delivered, later), undefined, window)).toBe('LATE');
        } else {
          expect(judge(promised, delivered, undefined, window + wider)).toBe('ON_TIME');
        }
      }),
    );
  });

  it('counts the delay in calendar days, early ones below zero', () => {
    expect(delayDays('2026-11-20', '2026-11-23', '2026-12-31')).toBe(3);
    expect(delayDays('2026-11-20', '2026-11-18', '2026-12-31')).toBe(-2);
    expect(delayDays('2026-11-20', null, '2026-11-30')).toBe(10);
  });

  it('judges a whole by its worst part', () => {
    expect(punctualityOfAll(['ON_TIME', 'NOT_DUE', 'LATE'])).toBe('LATE');
    expect(punctualityOfAll(['ON_TIME', 'NOT_DUE'])).toBe('NOT_DUE');
    expect(punctualityOfAll(['ON_TIME', 'ON_TIME'])).toBe('ON_TIME');
    expect(punctualityOfAll([])).toBeNull();
  });
});
