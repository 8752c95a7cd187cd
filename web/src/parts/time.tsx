import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/text.tsx';

const looks = {
  day: { dateStyle: 'long' },
  moment: { dateStyle: 'long', timeStyle: 'short' },
  clock: { timeStyle: 'short' },
} as const;

/** A moment as the reader's language writes it, with the exact one for programs. */
export function Time({
  at,
  look = 'moment',
}: {
  readonly at: string | Date;
  readonly look?: keyof typeof looks;
}): ReactElement {
  const { locale } = useText();
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()}>
      {new Intl.DateTimeFormat(locale, looks[look]).format(moment)}
    </time>
  );
}

const steps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long ago a moment was, in words: `3 days ago`, `yesterday`. */
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

/** A list as the reader's language writes it, of elements: `A, B and C`. */
export function useList(): (items: readonly ReactElement[]) => ReactNode {
  const { locale } = useText();
  return (items) => {
    const places = items.map((_item, place) => String(place));
    return new Intl.ListFormat(locale, { type: 'conjunction' })
      .formatToParts(places)
      .map(({ type, value }, part) =>
        type === 'element' ? <span key={part}>{items[Number(value)]}</span> : value,
      );
  };
}
