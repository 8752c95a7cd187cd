import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MyDevicesPageQuery } from '@identity-gateway/client';
import { config } from '../config.ts';
import type { ReadFailure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { useThreat } from '../data/threat.ts';
import type { QueryResult } from '../data/run-query.ts';
import { DeviceList } from '../parts/device-list.tsx';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { KindSection } from '../parts/kind-section.tsx';
import { Note } from '../parts/note.tsx';
import { OtherObstacles } from '../parts/other-obstacles-note.tsx';
import { Time } from '../parts/time.tsx';
import { RenamedPanel } from '../renaming/renamed-panel.tsx';
import type { Renamed } from '../renaming/renamed-panel.tsx';
import { SignedOutPanel } from '../sign-out/signed-out-panel.tsx';
import { useOpenSignOut } from '../sign-out/use-sign-out.ts';
import type { SignOutOutcome } from '../sign-out/use-sign-out.ts';
import { Text } from '../text/text.tsx';
import { choices } from './choice.ts';
import type { Choice } from './choice.ts';
import { ChoiceDialog } from './choice-dialog.tsx';
import { Emergencies, hasMuchToLose } from './emergencies.tsx';
import { HeldNote } from './held-note.tsx';
import { ListFoot } from './list-foot.tsx';
import { lockedAdvice } from './locked-advice.ts';
import { NoDevices } from './no-devices.tsx';
import { canChange, isBlocked, isPermitted, limitEnds, permittedNow } from './own-permissions.ts';
import type { Me } from './own-permissions.ts';
import { RecentChanges } from './recent-changes.tsx';
import { FailedKind, OwnActions, OwnMark, rowNote } from './rows.tsx';
import { StateLine } from './state-line.tsx';
import type { MyDevicesState, ShownDevices } from './use-my-devices.ts';

interface DevicesAndChangesProps {
  readonly state: MyDevicesState;
  readonly shown: ShownDevices;
  readonly result: Extract<QueryResult<MyDevicesPageQuery>, { readonly status: 'ready' }>;
}

/** The list of devices, the recent changes, and the dialog that the reader has opened. */
export function DevicesAndChanges({ state, shown, result }: DevicesAndChangesProps): ReactNode {
  const me = permittedNow(result.data.me, useThreat());
  const canEndSessions = me?.endSessions.isAllowed === true;
  const [choice, choose] = useChoice(me?.id ?? '');
  const [renamed, setRenamed] = useState<Renamed | null>(null);
  const [signedOut, setSignedOut] = useState<SignOutOutcome | null>(null);
  // No dialog is in view, so none opens when the list is there.
  const reread = (): void => (choose(null), void state.refetch());
  const showSignedOut = (outcome: SignOutOutcome): void => {
    setSignedOut(outcome);
    reread();
  };
  useOpenSignOut(signedOut, me?.id ?? '', showSignedOut);
  const openDialog = (next: Choice): void => {
    setRenamed(null);
    setSignedOut(null);
    choose(next);
  };
  return (
    <>
      {renamed !== null && <RenamedPanel key={renamed.reference} name={null} renamed={renamed} />}
      {signedOut !== null && (
        <SignedOutPanel key={signedOut.reference} name={null} outcome={signedOut} />
      )}
      <div className="kinds">
        <HeldNote outcome={state.outcome} shown={shown} />
        <List state={state} shown={shown} result={result} choose={openDialog} onRetry={reread} />
        <RecentChanges
          shown={shown}
          isBusy={state.isBusy}
          onDispute={({ id }) => openDialog({ what: 'dispute', changeId: id })}
        />
        <Emergencies
          canEndSessions={canEndSessions}
          canLoseMany={isPermitted(me?.reset) && hasMuchToLose(state, shown)}
          choose={openDialog}
        />
      </div>
      {choice !== null && (
        <ChoiceDialog
          choice={choice}
          shown={shown}
          canReset={isPermitted(me?.reset)}
          canEndSessions={canEndSessions}
          onChoice={choose}
          onOutcome={(outcome) => {
            choose(null);
            state.show(outcome);
          }}
          onRenamed={(name, reference) => {
            choose(null);
            setRenamed({ name, reference });
            void state.refetch();
          }}
          onSignedOut={showSignedOut}
          onStale={state.refetch}
        />
      )}
    </>
  );
}

/** The reader's choice, kept while they sign in again. */
function useChoice(personId: string): [Choice | null, (choice: Choice | null) => void] {
  const [choice, setChoice] = useState(() => choices.load(personId));
  const choose = (next: Choice | null): void => {
    setChoice(next);
    if (next === null) choices.clear();
    else choices.save(next, personId);
  };
  return [choice, choose];
}

/** Says why the reader cannot remove devices, or from when on; nothing if they can. */
function Restriction({ me }: { readonly me: Me }): ReactNode {
  const { reset, remove } = me;
  const until = [reset, remove].flatMap(limitEnds).toSorted().at(-1);
  const isEach = [reset, remove].map((permission) => limitEnds(permission).length > 0);
  const what = isEach.every(Boolean) ? 'both' : isEach[0] === true ? 'all' : 'one';
  const isReadOnly = !canChange(me);
  if (!isReadOnly && until === undefined) return null;
  return (
    <Note icon={isReadOnly ? 'lock' : 'clock'}>
      <p>
        {isReadOnly || until === undefined ? (
          <Text id="devices.readOnly" />
        ) : (
          <Text id="limit.own" values={{ what, time: <Time at={until} /> }} />
        )}
      </p>
    </Note>
  );
}

function List({
  state,
  shown,
  result,
  choose,
  onRetry,
}: DevicesAndChangesProps & {
  readonly choose: (choice: Choice) => void;
  readonly onRetry: () => void;
}): ReactNode {
  const { outcome, isBusy } = state;
  const threat = useThreat();
  const { caller } = useViewer();
  const me = permittedNow(result.data.me, threat);
  const permissions = {
    reset: isPermitted(me?.reset),
    remove: isPermitted(me?.remove),
    rename: me?.rename.isAllowed ?? false,
  };
  if (outcome === null && shown.kinds.every(({ devices }) => devices?.length === 0)) {
    return <NoDevices kinds={shown.kinds.map(({ kind }) => kind)} at={result.at} />;
  }
  const failure = commonFailure(shown);
  if (failure !== null) {
    const title = <Text id="devices.failed" />;
    return <FailurePanel title={title} failure={failure} isBusy={isBusy} onRetry={onRetry} />;
  }
  const context = { choose, permissions, outcome };
  const advice = lockedAdvice(shown.kinds, config, {
    realm: caller.realm,
    isStopped: !canChange(me),
  });
  return (
    <>
      <OtherObstacles of={me} />
      {me !== null && !isBlocked(threat) && <Restriction me={me} />}
      <KindSection
        icon="shield"
        title={<Text id="devices.list" />}
        about={!shown.isOpen && <StateLine shown={shown} isBusy={isBusy} />}
      >
        <DeviceList
          kinds={shown.kinds}
          actionsOf={(device) => <OwnActions device={device} shown={shown} {...context} />}
          noteOf={rowNote}
          markOf={(device) => OwnMark({ device, outcome })}
          failedOf={(kind) => (
            <FailedKind
              kind={kind}
              failure={shown.failureOf(kind)}
              isBusy={isBusy}
              onRetry={onRetry}
            />
          )}
          foot={<ListFoot kinds={shown.kinds} advice={advice} {...context} />}
        />
      </KindSection>
    </>
  );
}

/** Why no kind could be read, if the reason is one; null if a kind was read. */
function commonFailure({ kinds, failureOf: failureOfKind }: ShownDevices): ReadFailure | null {
  if (kinds.length < 2 || kinds.some(({ devices }) => devices !== null)) return null;
  const [first, ...others] = kinds.map(({ kind }) => failureOfKind(kind));
  if (first === undefined || first === null) return null;
  return others.every((other) => other?.code === first.code) ? first : null;
}
