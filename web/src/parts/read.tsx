import type { ReactNode } from 'react';
import { readFailureOf } from '../data/failure.ts';
import type { Query } from '../data/use-query.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { FailurePanel } from './failure-panel.tsx';
import { Known } from './known.tsx';
import { Loading } from './loading.tsx';
import { Text } from '../text/text.tsx';

/**
 * Shows a fact that is read: it is known, or there is nothing, or it is not known. "Nothing" is
 * made only from an answer.
 */
export function Read<Data, Part>({
  query: { result, isBusy, refetch },
  partOf,
  title = 'history.failed',
  loading = 'history.loading',
  isNothing = () => false,
  nothing = null,
  children,
}: {
  readonly query: Query<Data>;
  /** Returns the part of the response that is shown; null if it could not be read. */
  readonly partOf: (data: Data) => Part | null;
  /** What could not be read. */
  readonly title?: MessageKey;
  readonly loading?: MessageKey;
  /** Whether a part that was read is empty; then `nothing` is shown. */
  readonly isNothing?: (part: Part) => boolean;
  readonly nothing?: ReactNode;
  /** Also gets the time of the answer. */
  readonly children: (part: Part, at: Date) => ReactNode;
}): ReactNode {
  if (result.status === 'loading') {
    return (
      <Loading>
        <Text id={loading} />
      </Loading>
    );
  }
  const part = result.status === 'ready' ? partOf(result.data) : null;
  return (
    <Known
      part={result.status === 'ready' && part !== null ? { part, at: result.at } : null}
      isNothing={(known) => isNothing(known.part)}
      nothing={nothing}
      unknown={
        <FailurePanel
          title={<Text id={title} />}
          failure={result.status === 'failed' ? result.failure : readFailureOf(result.errors[0])}
          isBusy={isBusy}
          onRetry={() => void refetch()}
        />
      }
    >
      {(known) => children(known.part, known.at)}
    </Known>
  );
}
