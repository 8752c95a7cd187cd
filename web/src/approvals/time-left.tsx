import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { durationText } from '../parts/duration-text.ts';
import { DueTime } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';

const tickMs = 15_000;

/** Returns the current time, which a countdown reads four times a minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Whether a time has passed, while the page is open. */
export function useIsOver(until: string): boolean {
  return useNow() >= Date.parse(until);
}

/** How long a request can still be approved: `12 minutes left`. */
export function TimeLeft({
  until,
  isLong = false,
}: {
  readonly until: string;
  /** Whether the time of the end is shown, too. */
  readonly isLong?: boolean;
}): ReactNode {
  const { locale } = useText();
  const seconds = (Date.parse(until) - useNow()) / 1000;
  if (seconds <= 0) return <Text id="approvals.over" />;
  const time = durationText(seconds, locale);
  if (!isLong) return <Text id="approvals.left" values={{ time }} />;
  return <Text id="approvals.leftUntil" values={{ time, end: <DueTime at={until} /> }} />;
}
