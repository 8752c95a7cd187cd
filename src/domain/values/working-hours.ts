export const weekdays: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The working hours of staff: days, and minutes of the day (start inclusive, end exclusive). */
export interface WorkingHours {
  readonly days: ReadonlySet<string>;
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** An IANA time zone. */
  readonly timeZone: string;
}

/** Whether a time, in milliseconds since the epoch, lies within the working hours. */
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
