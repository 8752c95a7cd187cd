import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { HelpDeskPersonDocument } from '@identity-gateway/client';
import { failureOf } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import type { Query } from '../data/use-query.ts';
import { useQuery } from '../data/use-query.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { Text } from '../text/text.tsx';
import { Desk } from './desk.tsx';
import { Done } from './done.tsx';
import { drafts } from './draft.ts';
import { useIdle } from './idle.ts';
import { IdleDialog } from './idle-dialog.tsx';
import type { Outcome } from './outcome.ts';
import type { Person } from './person.ts';
import { PersonHeader } from './person-header.tsx';

/** One person: what they have, what may go, and what became of it. */
export function PersonPage({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(HelpDeskPersonDocument, { id });
  const { read } = query;
  const { me } = useViewer();
  usePageTitle('desk.title');
  if (read.status === 'loading') {
    return (
      <main className="page" id="main">
        <Loading>
          <Text id="person.loading" />
        </Loading>
      </main>
    );
  }
  if (read.status === 'ready' && read.data.user !== null) {
    const person = asHelped(read.data.user, me?.id ?? null);
    return <PersonInView person={person} readAt={read.at} query={query} />;
  }
  return <NoPerson query={query} />;
}

/** Nobody helps themselves by the help desk's way: the gateway would refuse it, so it is not offered. */
function asHelped(person: Person, agentId: string | null): Person {
  if (person.id !== agentId) return person;
  return { ...person, reset: { ...person.reset, allowed: false, reason: 'OWN_ACCOUNT' } };
}

function NoPerson({ query }: { readonly query: Query<unknown> }): ReactNode {
  const { read, busy, refetch } = query;
  const [error] = read.status === 'ready' ? read.errors : [];
  if (read.status === 'ready' && error === undefined) {
    return (
      <main className="page" id="main">
        <PageHead title="person.notFound" lead="person.notFoundLead" />
      </main>
    );
  }
  const failure = read.status === 'failed' ? read.failure : failureOf(error);
  return (
    <main className="page" id="main">
      <FailurePanel
        title={<Text id="person.failed" />}
        failure={failure}
        isBusy={busy}
        onRetry={() => void refetch()}
      />
    </main>
  );
}

function PersonInView({
  person,
  readAt,
  query,
}: {
  readonly person: Person;
  readonly readAt: Date;
  readonly query: Query<unknown>;
}): ReactNode {
  const [, navigate] = useLocation();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const close = useCallback(() => {
    drafts.forget();
    navigate('/help-desk');
  }, [navigate]);
  const { isAsking, stay } = useIdle(close);
  return (
    <main id="main">
      <PersonHeader person={person} />
      <div className="page">
        {outcome === null ? (
          <Desk
            person={person}
            readAt={readAt}
            onOutcome={setOutcome}
            onStale={() => query.refetch()}
          />
        ) : (
          <Done
            outcome={outcome}
            person={person}
            isChecking={query.busy}
            onBack={() => {
              setOutcome(null);
              void query.refetch();
            }}
          />
        )}
      </div>
      {isAsking && <IdleDialog person={person} onStay={stay} onClose={close} />}
    </main>
  );
}
