import { useState } from 'react';
import type { ReactNode } from 'react';
import { RealmHistoryDocument } from '@identity-gateway/client';
import type { ChangeFilter, RealmHistoryQuery } from '@identity-gateway/client';
import { failureOf } from '../data/failure.ts';
import { useQuery } from '../data/use-query.ts';
import { Button } from '../parts/button.tsx';
import { ChangeSource } from '../parts/change-source.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { HistoryQuestion } from './filters.tsx';

type Change = NonNullable<RealmHistoryQuery['changes']>['edges'][number]['node'];

const pageSize = 25;

/** Some changes, newest first, and on request the older ones below them. */
export function ChangePage({
  question,
  after,
}: {
  readonly question: HistoryQuestion;
  readonly after: string | null;
}): ReactNode {
  const { read, busy, refetch } = useQuery(RealmHistoryDocument, {
    realm: question.realm,
    filter: filterOf(question),
    first: pageSize,
    after,
  });
  const [isFollowed, setFollowed] = useState(false);
  if (read.status === 'loading') {
    return (
      <Loading>
        <Text id="history.loading" />
      </Loading>
    );
  }
  const page = read.status === 'ready' ? read.data.changes : null;
  if (page === null) {
    return (
      <FailurePanel
        title={<Text id="history.failed" />}
        failure={read.status === 'failed' ? read.failure : failureOf(read.errors[0])}
        isBusy={busy}
        onRetry={() => void refetch()}
      />
    );
  }
  const { endCursor, hasNextPage } = page.pageInfo;
  return (
    <>
      <Changes changes={page.edges.map(({ node }) => node)} isFirst={after === null} />
      {hasNextPage && !isFollowed && (
        <div className="card-foot">
          <Button onPress={() => setFollowed(true)}>
            <Text id="history.older" />
          </Button>
        </div>
      )}
      {isFollowed && <ChangePage question={question} after={endCursor} />}
    </>
  );
}

function Changes({
  changes,
  isFirst,
}: {
  readonly changes: readonly Change[];
  readonly isFirst: boolean;
}): ReactNode {
  if (changes.length === 0) {
    return (
      <p className="card-empty quiet" role="status">
        <Text id={isFirst ? 'history.none' : 'history.noOlder'} />
      </p>
    );
  }
  return (
    // Safari forgets that an unmarked list is one.
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles
    <ol className="events events-pair" role="list">
      {changes.map((change) => (
        <li key={change.id}>
          <span>
            <Time at={change.at} />
            <span className="quiet small history-id">
              <bdi>{change.id}</bdi>
            </span>
          </span>
          <span>
            <strong>
              <Name>{change.personAmId}</Name>
            </strong>{' '}
            <ChangeText change={change} />
            <br />
            <span className="quiet small">
              <ChangeSource change={change} />
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function filterOf({ person, actor, outcome }: HistoryQuestion): ChangeFilter {
  return {
    person: person.trim() === '' ? null : person.trim(),
    actor: actor.trim() === '' ? null : actor.trim(),
    outcome: outcome === '' || outcome === 'REFUSED' ? null : outcome,
    refused: outcome === 'REFUSED' ? true : null,
  };
}
