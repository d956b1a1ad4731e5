/** The company's calendar, time zone and limits, as far as applying facts needs them. */
import { Policy } from '../../entities/index.js';
import type { Em } from '../../entities/orm.js';
import { type WorkingDayCalendar, chineseCalendar } from '../calendar.js';
import { localDate } from '../dates.js';
import type { Fact } from '../facts.js';
import { type PolicyKey, type PolicyValues, defaultPolicy } from '../policies.js';

export interface Standards {
  readonly calendar: WorkingDayCalendar;
  /** The company's own zone: an IANA name. Its days begin and end there. */
  readonly zone: string;
}

/** What holds where nothing else was set: Chinese working days, China's time. */
export const defaultStandards: Standards = { calendar: chineseCalendar, zone: 'Asia/Shanghai' };

/** Limits that orders and purchase orders are given when they are told of. */
type LimitKey = Extract<PolicyKey, 'reception-limits' | 'supplier-answer-limit'>;
const limitKeys: readonly LimitKey[] = ['reception-limits', 'supplier-answer-limit'];

export interface StandardsInForce extends Standards {
  /** The version in force when something began (R41): an import of old orders is judged by the limits of their time. */
  limit<Key extends LimitKey>(key: Key, start: Date): PolicyValues[Key];
}

/** Reads the versions of the limits, where the facts need any. */
export async function standardsFor(em: Em, facts: readonly Fact[], standards: Standards): Promise<StandardsInForce> {
  const needed = facts.some(({ kind }) => kind === 'order' || kind === 'purchaseOrder');
  const order = { effectiveFrom: 'desc', version: 'desc' } as const;
  const versions = needed ? await em.find(Policy, { key: { $in: [...limitKeys] } }, { orderBy: order }) : [];
  return {
    ...standards,
    limit: <Key extends LimitKey>(key: Key, start: Date): PolicyValues[Key] => {
      const day = localDate(start, standards.zone);
      const found = versions.find((version) => version.key === key && version.effectiveFrom <= day);
      return found ? (found.value as PolicyValues[Key]) : defaultPolicy(key);
    },
  };
}
