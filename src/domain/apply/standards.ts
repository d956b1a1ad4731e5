/** The company's calendar, time zone and limits, as far as applying facts needs them. */
import { type WorkingDayCalendar, chineseCalendar } from '../calendar.js';
import { type PolicyKey, type PolicyValues, defaultPolicy } from '../policies.js';

export interface Standards {
  readonly calendar: WorkingDayCalendar;
  /** The company's own zone: an IANA name. Its days begin and end there. */
  readonly zone: string;
  readonly policy: <Key extends PolicyKey>(key: Key) => PolicyValues[Key];
}

/** What holds where nothing else was set: the manual's limits, Chinese working days, China's time. */
export const defaultStandards: Standards = { calendar: chineseCalendar, zone: 'Asia/Shanghai', policy: defaultPolicy };
