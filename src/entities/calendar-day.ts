import { defineEntity, p } from '@mikro-orm/core';

/**
 * A day of a working-day calendar. `ordinal` is the number of working days up to and including this one, so that
 * working days between two dates are a difference. Provisional: no calendar covers the year yet, weekends were taken.
 */
const CalendarDaySchema = defineEntity({
  name: 'CalendarDay',
  properties: {
    calendar: p.string().length(16).primary(),
    day: p.date().primary(),
    working: p.boolean(),
    ordinal: p.integer(),
    provisional: p.boolean(),
  },
});

export class CalendarDay extends CalendarDaySchema.class {}
CalendarDaySchema.setClass(CalendarDay);
