import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/text.tsx';

/** The formats of a time. */
export const timeLooks = {
  day: { dateStyle: 'long' },
  moment: { dateStyle: 'long', timeStyle: 'short' },
  clock: { timeStyle: 'short' },
} as const;

/** A time in the reader's language, with a machine-readable one. */
export function Time({
  at,
  look = 'moment',
}: {
  readonly at: string | Date;
  readonly look?: keyof typeof timeLooks;
}): ReactElement {
  const { locale } = useText();
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()}>
      {new Intl.DateTimeFormat(locale, timeLooks[look]).format(moment)}
    </time>
  );
}

/** A time of today as a clock shows it, and another one with its day. */
export function DueTime({ at }: { readonly at: string | Date }): ReactElement {
  return <Time at={at} look={useDueLook(at)} />;
}

/** The same as text, for a sentence that is read aloud. */
export function useDueText(at: string): string {
  const { locale } = useText();
  return new Intl.DateTimeFormat(locale, timeLooks[useDueLook(at)]).format(new Date(at));
}

function useDueLook(at: string | Date): 'clock' | 'moment' {
  const [today] = useState(() => new Date().toDateString());
  return new Date(at).toDateString() === today ? 'clock' : 'moment';
}

const steps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Formats how long ago a time was: `3 days ago`, `yesterday`. */
export function useAgo(): (at: string) => string {
  const { locale, t } = useText();
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return (at) => {
    const seconds = (Date.now() - new Date(at).getTime()) / 1000;
    const step = steps.find(([, length]) => seconds >= length);
    if (step === undefined) return t('time.now');
    const [unit, length] = step;
    return format.format(-Math.floor(seconds / length), unit);
  };
}

/** Formats the day of a time: `today`, `yesterday`, `2 days ago`. */
export function useDay(): (at: string) => string {
  const { locale } = useText();
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const startOf = (moment: Date): number => new Date(moment).setHours(0, 0, 0, 0);
  return (at) =>
    format.format(Math.round((startOf(new Date(at)) - startOf(new Date())) / 86_400_000), 'day');
}

/** Joins elements as the reader's language writes lists: `A, B and C`. */
export function useList(): (items: readonly ReactElement[]) => ReactNode {
  const { locale } = useText();
  return (items) => {
    const indexes = items.map((_item, index) => String(index));
    return new Intl.ListFormat(locale, { type: 'conjunction' })
      .formatToParts(indexes)
      .map(({ type, value }, part) =>
        type === 'element' ? (
          <span key={part} className="list-item">
            {items[Number(value)]}
          </span>
        ) : (
          <span key={part} className="list-joint">
            {value}
          </span>
        ),
      );
  };
}
