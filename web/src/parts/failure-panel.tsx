import type { ReactNode } from 'react';
import { sentenceOf } from '../data/failure.ts';
import type { Failure } from '../data/failure.ts';
import { Text } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Panel } from './panel.tsx';
import { Reference } from './reference.tsx';

/** Something could not be read: why, that nothing was changed, how to go on. */
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

/** What to say of a failure, in one sentence. */
export function FailureText({ failure }: { readonly failure: Failure }): ReactNode {
  const minutes = Math.ceil((failure.retryAfterSeconds ?? 60) / 60);
  return <Text id={sentenceOf(failure)} values={{ minutes }} />;
}
