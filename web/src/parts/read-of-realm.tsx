import type { ReactNode } from 'react';
import { failureOf } from '../data/failure.ts';
import type { Query } from '../data/use-query.ts';
import { FailurePanel } from './failure-panel.tsx';
import { Loading } from './loading.tsx';
import { Text } from '../text/text.tsx';

/** Shows what was read of a realm's history; before that, that it loads or why it failed. */
export function ReadOfRealm<Data, Part>({
  query: { result, isBusy, refetch },
  partOf,
  children,
}: {
  readonly query: Query<Data>;
  /** Returns the part of the response that is shown; null if it could not be read. */
  readonly partOf: (data: Data) => Part | null;
  readonly children: (part: Part) => ReactNode;
}): ReactNode {
  if (result.status === 'loading') {
    return (
      <Loading>
        <Text id="history.loading" />
      </Loading>
    );
  }
  const part = result.status === 'ready' ? partOf(result.data) : null;
  if (part !== null) return children(part);
  return (
    <FailurePanel
      title={<Text id="history.failed" />}
      failure={result.status === 'failed' ? result.failure : failureOf(result.errors[0])}
      isBusy={isBusy}
      onRetry={() => void refetch()}
    />
  );
}
