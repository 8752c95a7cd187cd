import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf, readMessageOf } from '../data/failure.ts';
import type { Failure } from '../data/failure.ts';
import { Text, useText } from '../text/text.tsx';
import { useAnnouncement } from './announcement.tsx';
import { Button } from './button.tsx';
import { Panel } from './panel.tsx';
import { Reference } from './reference.tsx';

/** Says why something could not be read, and offers to try again. Nothing was changed. */
export function FailurePanel({
  title,
  failure,
  isBusy = false,
  onRetry,
}: {
  readonly title: ReactNode;
  readonly failure: Failure;
  readonly isBusy?: boolean;
  readonly onRetry: () => void;
}): ReactNode {
  useRetryAnnouncement(failure, isBusy);
  return (
    <Panel
      seal="failed"
      title={title}
      line={<ReadFailureText failure={failure} />}
      foot={
        <>
          <Button look="primary" isBusy={isBusy} onPress={onRetry}>
            <Text id={isBusy ? 'retry.busy' : 'retry'} />
          </Button>
          {failure.reference !== null && <Reference>{failure.reference}</Reference>}
        </>
      }
    />
  );
}

/** Announces that a retry runs, and that it failed: the text that is shown stays the same. */
export function useRetryAnnouncement(failure: Failure | null, isBusy: boolean): void {
  const { t } = useText();
  const [first] = useState(failure);
  const again = failure === first ? null : failure;
  useAnnouncement(isBusy ? t('retry.busy') : again && t(readMessageOf(again), minutesOf(again)));
}

/** One sentence about a read that failed. */
export function ReadFailureText({ failure }: { readonly failure: Failure }): ReactNode {
  return <Text id={readMessageOf(failure)} values={minutesOf(failure)} />;
}

/** One sentence about a failure. */
export function FailureText({ failure }: { readonly failure: Failure }): ReactNode {
  return <Text id={messageOf(failure)} values={minutesOf(failure)} />;
}

function minutesOf({ retryAfterSeconds }: Failure): { readonly minutes: number } {
  return { minutes: Math.ceil((retryAfterSeconds ?? 60) / 60) };
}
