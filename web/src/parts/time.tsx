import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import { agoText, dayText } from './calendar.ts';

/** The formats of a time. */
export const timeLooks = {
  day: { dateStyle: 'long' },
  month: { month: 'short', year: 'numeric' },
  moment: { dateStyle: 'long', timeStyle: 'short' },
  clock: { timeStyle: 'short' },
} as const;

/** A time in the reader's language, with a machine-readable one. */
export function Time({
  at,
  look = 'moment',
  children,
}: {
  readonly at: string | Date;
  readonly look?: keyof typeof timeLooks;
  /** Words in place of the time, such as `yesterday`. */
  readonly children?: string;
}): ReactElement {
  const { locale } = useText();
  const moment = new Date(at);
  const isVague = children !== undefined || look === 'month';
  const format = (of: keyof typeof timeLooks): string =>
    new Intl.DateTimeFormat(locale, timeLooks[of]).format(moment);
  return (
    <time dateTime={moment.toISOString()} title={isVague ? format('moment') : undefined}>
      {children ?? format(look)}
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

/** Formats how long ago a time was: `3 days ago`, `yesterday`. */
export function useAgo(): (at: string) => string {
  const { locale, t } = useText();
  return (at) => agoText(new Date(at), new Date(), locale, t('time.now'));
}

/** Formats the day of a time: `today`, `yesterday`, `2 days ago`. */
export function useDay(): (at: string) => string {
  const { locale } = useText();
  return (at) => dayText(new Date(at), new Date(), locale);
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
