import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { HelpDeskPersonDocument } from '@identity-gateway/client';
import type { HelpDeskPersonQuery } from '@identity-gateway/client';
import { readFailureOf } from '../data/failure.ts';
import { firstPerson } from '../data/first-requests.ts';
import { runQuery } from '../data/run-query.ts';
import type { QueryResult } from '../data/run-query.ts';
import { useViewer } from '../data/session.tsx';
import { useQueryFunction } from '../data/use-query.ts';
import type { Query } from '../data/use-query.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { nameOf } from '../parts/person-name.ts';
import { FailedPage } from '../shell/failed-page.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { focusViewTitle } from '../shell/view-title.tsx';
import { checkRecord, lookUp } from '../removal/look-up.ts';
import { useOpenKey } from '../removal/use-open-key.ts';
import { isOpen, withShown } from '../removal/outcome.ts';
import { outcomeOfPending, pendingRemovals } from '../removal/pending.ts';
import { useOpenSignOut } from '../sign-out/use-sign-out.ts';
import { Text } from '../text/text.tsx';
import { DeskWithRequests } from './desk-requests.tsx';
import { newCall } from './call.ts';
import { deskMemory, forgetDesk, rememberPerson } from './desk-memory.ts';
import { draftOwner, drafts } from './draft.ts';
import { useIdle } from './idle.ts';
import { IdleDialog } from './idle-dialog.tsx';
import { callOfRecord, keptResult } from './kept-result.ts';
import { OutcomeView } from './outcome-view.tsx';
import { devicesOf, isComplete } from './person.ts';
import type { Person } from './person.ts';
import { permittedNow, withOwnAccountBlocked } from './permitted-now.ts';
import { PersonHeader } from './person-header.tsx';
import { SignedOutView } from './signed-out-view.tsx';
import type { DeskSignOut } from './signed-out-view.tsx';
import type { DeskOutcome } from './use-removal-steps.ts';
import { useStaffRule } from './use-staff-rule.ts';

/** The person of the first view is requested with the viewer. The response is used once. */
let first = firstPerson;

function readPerson(id: string): Promise<QueryResult<HelpDeskPersonQuery>> {
  const early = first?.id === id ? first.result : null;
  first = null;
  return early ?? runQuery(HelpDeskPersonDocument, { id });
}

/** One user: their devices, the form for a removal, and its outcome. */
export function PersonPage({ id }: { readonly id: string }): ReactNode {
  const { me } = useViewer();
  const agentId = me?.id ?? 'no agent';
  const [run] = useState(() => () => fetchPerson(id, agentId));
  const query = useQueryFunction(run);
  const { result } = query;
  const found = result.status === 'ready' ? result.data.user : null;
  const rule = useStaffRule(found);
  usePageTitle('desk.title', found === null ? undefined : nameOf(found));
  if (result.status === 'loading') {
    return (
      <main className="page" id="main">
        <Loading>
          <Text id="person.loading" />
        </Loading>
      </main>
    );
  }
  if (result.status === 'ready' && result.data.user !== null) {
    const own = withOwnAccountBlocked(result.data.user, me?.id ?? null);
    const person = permittedNow(own, rule);
    const { pending } = result.data;
    return <PersonInView person={person} pending={pending} readAt={result.at} query={query} />;
  }
  return <NoPerson query={query} />;
}

interface PersonData extends HelpDeskPersonQuery {
  /** The outcome of a removal that an earlier page sent or showed; null without one. */
  readonly pending: DeskOutcome | null;
}

async function fetchPerson(id: string, agentId: string): Promise<QueryResult<PersonData>> {
  const result = await readPerson(id);
  if (result.status !== 'ready') return result;
  const { user } = result.data;
  const pending = user === null ? null : await pendingOutcome(user, agentId, result.at);
  return { ...result, data: { ...result.data, pending } };
}

function NoPerson({ query }: { readonly query: Query<unknown> }): ReactNode {
  const { result, isBusy, refetch } = query;
  const [error] = result.status === 'ready' ? result.errors : [];
  if (result.status === 'ready' && error === undefined) {
    return (
      <main className="page" id="main">
        <PageHead title="person.notFound" lead="person.notFoundLead" />
      </main>
    );
  }
  const failure = result.status === 'failed' ? result.failure : readFailureOf(error);
  return (
    <FailedPage title="person.failed">
      <FailurePanel
        title={<Text id="person.failed" />}
        failure={failure}
        isBusy={isBusy}
        onRetry={() => void refetch()}
      />
    </FailedPage>
  );
}

function PersonInView({
  person,
  pending,
  readAt,
  query,
}: {
  readonly person: Person;
  readonly readAt: Date;
  readonly query: Query<PersonData>;
} & Pick<PersonData, 'pending'>): ReactNode {
  const [, navigate] = useLocation();
  const [outcome, setOutcome] = useState(pending);
  const [signedOut, setSignedOut] = useState<DeskSignOut | null>(null);
  const owner = draftOwner(useViewer().me?.id ?? 'no agent', person);
  useSettled(outcome, signedOut, owner);
  const open = outcome !== null && isOpen(outcome) ? pendingRemovals.load(owner) : null;
  useOpenKey(open?.idempotencyKey, () => {
    void query.refetch().then((result) => {
      const settled = result.status === 'ready' ? result.data.pending : null;
      if (settled !== null) setOutcome((before) => before && withShown(before, settled));
    });
  });
  useOpenSignOut(signedOut, owner, setSignedOut);
  const close = useCallback(() => {
    drafts.clear();
    forgetDesk();
    navigate('/help-desk');
  }, [navigate]);
  const { isWarning, stay } = useIdle(close);
  const back = (): void => {
    keptResult.forget();
    setOutcome(null);
    setSignedOut(null);
    focusViewTitle();
    void query.refetch();
  };
  useRemembered(person);
  return (
    <main id="main">
      <PersonHeader person={person} />
      <div className="page">
        {signedOut !== null && <SignedOutView outcome={signedOut} person={person} onBack={back} />}
        {signedOut === null && outcome !== null && (
          <OutcomeView outcome={outcome} person={person} isChecking={query.isBusy} onBack={back} />
        )}
        {signedOut === null && outcome === null && (
          <DeskWithRequests
            person={person}
            readAt={readAt}
            onOutcome={setOutcome}
            onSignedOut={setSignedOut}
            onStale={() => query.refetch()}
          />
        )}
      </div>
      {isWarning && <IdleDialog person={person} onStay={stay} onClose={close} />}
    </main>
  );
}

/** Keeps the person among those that the agent has opened. */
function useRemembered(person: Person): void {
  useEffect(() => {
    const { id, username, realm } = person;
    rememberPerson({ id, name: nameOf(person), username, realm });
  }, [person]);
}

/** Once the outcome is known, the entry of the history keeps it, and the call is over. */
function useSettled(
  outcome: DeskOutcome | null,
  signedOut: DeskSignOut | null,
  owner: string,
): void {
  useEffect(() => {
    // Otherwise the draft is kept for a second try.
    if (signedOut?.status === 'done') drafts.clear();
  }, [signedOut]);
  useEffect(() => {
    if (outcome === null || isOpen(outcome)) return;
    const sent = pendingRemovals.load(owner);
    if (sent !== null) keptResult.save(sent, owner);
    pendingRemovals.clear();
    drafts.clear();
    deskMemory.ticket = '';
  }, [outcome, owner]);
}

async function pendingOutcome(
  person: Person,
  agentId: string,
  at: Date,
): Promise<DeskOutcome | null> {
  const owner = draftOwner(agentId, person);
  const open = pendingRemovals.load(owner);
  const pending = open ?? keptResult.load(owner);
  if (pending === null) return null;
  const devices = isComplete(person) ? devicesOf(person) : null;
  await checkRecord(pending.idempotencyKey);
  const record = await lookUp(pending.idempotencyKey);
  // A known outcome is shown again only with all data that it describes.
  if (open === null && (devices === null || !record)) return null;
  const call = record ? callOfRecord(record) : (drafts.load(owner)?.call ?? newCall());
  return { ...outcomeOfPending(pending, { devices, record, at }), call };
}
