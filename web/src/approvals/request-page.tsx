import { useState } from 'react';
import type { ReactNode } from 'react';
import { HelpDeskPersonDocument, PendingChangeDocument } from '@identity-gateway/client';
import { readFailureOf } from '../data/failure.ts';
import { useQuery } from '../data/use-query.ts';
import type { Query } from '../data/use-query.ts';
import { EarlierChanges } from '../help-desk/earlier-changes.tsx';
import { PersonHeader } from '../help-desk/person-header.tsx';
import type { Person } from '../help-desk/person.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import { FailedPage } from '../shell/failed-page.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ViewTitle } from '../shell/view-title.tsx';
import { Text } from '../text/text.tsx';
import { DecisionCard } from './decision-card.tsx';
import { RequestEndPanel } from './end-panel.tsx';
import { RequestCard } from './request-card.tsx';
import type { Request } from './request.ts';
import type { DecisionAnswer } from './use-decision.ts';

/** One request: the person, the change, and the decision about it. */
export function RequestPage({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(PendingChangeDocument, { id });
  const { result, isBusy, refetch } = query;
  if (result.status === 'loading') {
    return (
      <main className="page" id="main">
        <Loading>
          <Text id="history.loading" />
        </Loading>
      </main>
    );
  }
  const request = result.status === 'ready' ? result.data.pendingDeviceChange : null;
  if (request !== null) return <PersonOfRequest request={request} query={query} />;
  const [error] = result.status === 'ready' ? result.errors : [];
  if (result.status === 'ready' && error === undefined) return <NoRequest />;
  return (
    <FailedPage title="history.failed">
      <FailurePanel
        title={<Text id="history.failed" />}
        failure={result.status === 'failed' ? result.failure : readFailureOf(error)}
        isBusy={isBusy}
        onRetry={() => void refetch()}
      />
    </FailedPage>
  );
}

function NoRequest(): ReactNode {
  return (
    <main className="page" id="main">
      <PageHead title="approvals.gone" lead="approvals.goneLead" />
    </main>
  );
}

interface RequestProps {
  readonly request: Request;
  readonly query: Query<unknown>;
}

/** Reads the person for the name, the devices of now and earlier changes. */
function PersonOfRequest({ request, query }: RequestProps): ReactNode {
  const { personAmId, realm } = request;
  const { result, refetch } = useQuery(HelpDeskPersonDocument, { id: personAmId, realm });
  const person = result.status === 'ready' ? result.data.user : null;
  const name = person === null ? personAmId : nameOf(person);
  usePageTitle('approvals.title', name);
  if (result.status === 'loading') {
    return (
      <main className="page" id="main">
        <Loading>
          <Text id="person.loading" />
        </Loading>
      </main>
    );
  }
  return (
    <main id="main">
      {person !== null && <PersonHeader person={person} href="/approvals" link="approvals.back" />}
      <div className="page">
        {person === null && (
          <div className="page-head">
            <ViewTitle>
              <Name>{personAmId}</Name>
            </ViewTitle>
          </div>
        )}
        <RequestInView
          request={request}
          query={query}
          person={person}
          readAt={result.status === 'ready' ? result.at : null}
          onDecided={() => void refetch()}
        />
      </div>
    </main>
  );
}

function RequestInView({
  request,
  query,
  person,
  readAt,
  onDecided,
}: RequestProps & {
  readonly person: Person | null;
  readonly readAt: Date | null;
  /** Reads the person again: the decision may have changed their devices. */
  readonly onDecided: () => void;
}): ReactNode {
  const [answer, setAnswer] = useState<DecisionAnswer | null>(null);
  const onAnswer = (next: DecisionAnswer | null): void => {
    setAnswer(next);
    if (next?.next === 'lost' || next?.next === 'gone') void query.refetch();
    if (next?.next === 'lost' || next?.next === 'decided') onDecided();
  };
  const name = person === null ? request.personAmId : nameOf(person);
  const seen = { person, readAt };
  const isWaiting = request.state === 'WAITING' && answer?.next !== 'decided';
  return (
    <div className="desk">
      <div className="desk-column">
        <RequestCard request={request} person={person} isWaiting={isWaiting} />
      </div>
      {isWaiting ? (
        <DecisionCard
          request={request}
          name={name}
          answer={answer}
          isReading={query.isBusy}
          onAnswer={onAnswer}
          onLook={() => void query.refetch()}
        />
      ) : (
        <div className="desk-form">
          {answer?.next === 'decided' ? (
            <RequestEndPanel {...answer} {...seen} isResult />
          ) : (
            <RequestEndPanel request={request} {...seen} isResult={answer !== null} />
          )}
        </div>
      )}
      {person !== null && <EarlierChanges history={person.history} reset={person.reset} />}
    </div>
  );
}
