import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '../data/failure.ts';
import type { Failure, ReadFailure } from '../data/failure.ts';
import { readerOf } from '../data/roles.ts';
import { useSession } from '../data/session.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { useAnnouncement } from './announcement.tsx';
import { Button } from './button.tsx';
import { Panel } from './panel.tsx';
import { Reference } from './reference.tsx';

/** Says why something could not be read, and offers to try again. */
export function FailurePanel({
  title,
  failure,
  isBusy = false,
  onRetry,
}: {
  readonly title: ReactNode;
  readonly failure: ReadFailure;
  readonly isBusy?: boolean;
  readonly onRetry: () => void;
}): ReactNode {
  useRetryAnnouncement(failure, isBusy);
  return (
    <Panel
      seal="failed"
      title={title}
      line={<FailureText failure={failure} />}
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
export function useRetryAnnouncement(failure: ReadFailure | null, isBusy: boolean): void {
  const { t } = useText();
  const valuesOf = useFailureValues();
  const [first] = useState(failure);
  const again = failure === first ? null : failure;
  useAnnouncement(isBusy ? t('retry.busy') : again && t(messageOf(again), valuesOf(again)));
}

/** One sentence about a failure. It knows whether staff read it, and whether a read failed. */
export function FailureText({ failure }: { readonly failure: Failure }): ReactNode {
  return <Text id={messageOf(failure)} values={useFailureValues()(failure)} />;
}

/** The answer to an action: a message, or the failure of a change. */
export type Answer = MessageKey | Failure;

export function AnswerText({ answer }: { readonly answer: Answer | null }): ReactNode {
  if (answer === null) return null;
  return typeof answer === 'string' ? <Text id={answer} /> : <FailureText failure={answer} />;
}

/** Returns the arguments of the messages of failures. */
export function useFailureValues() {
  const { viewer } = useSession();
  const reader = readerOf(viewer.status === 'signedIn' ? viewer.caller : { roles: [] });
  return ({ retryAfterSeconds }: Pick<Failure, 'retryAfterSeconds'>) => ({
    minutes: Math.ceil((retryAfterSeconds ?? 60) / 60),
    ...reader,
  });
}
