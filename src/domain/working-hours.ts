/** The days in the order in which they are counted. */
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** When staff work: on these days, from one minute of the day until before another, in one time zone. */
export interface WorkingHours {
  readonly days: ReadonlySet<string>;
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** An IANA time zone. */
  readonly timeZone: string;
}

/** Whether a moment, in milliseconds since the epoch, lies within the hours. */
export function isWithin(
  { days, fromMinute, untilMinute, timeZone }: WorkingHours,
  moment: number,
): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const minute = Number(part('hour')) * 60 + Number(part('minute'));
  return days.has(part('weekday')) && minute >= fromMinute && minute < untilMinute;
}
