import type { ReactNode } from 'react';
import { readFailureOf } from '../data/failure.ts';
import { useThreat } from '../data/threat.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text } from '../text/text.tsx';
import { choices } from './choice.ts';
import { DevicesAndChanges } from './devices-and-changes.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { hasRemovable, permittedNow } from './own-permissions.ts';
import { shownDevices, useMyDevices } from './use-my-devices.ts';
import type { MyDevicesState } from './use-my-devices.ts';

/** The page on which users manage their own devices. */
export function MyDevices(): ReactNode {
  const state = useMyDevices();
  const { outcome, result, isBusy, failedCheckAt } = state;
  const threat = useThreat();
  const shown = result.status === 'ready' ? shownDevices(result, outcome) : null;
  const isChangeable =
    shown !== null &&
    result.status === 'ready' &&
    hasRemovable(shown, permittedNow(result.data.me, threat));
  const isComplete = shown !== null && shown.kinds.every(({ devices }) => devices !== null);
  return (
    <main className="page" id="main">
      <PageHead title="devices.title" lead={isChangeable ? 'devices.leadChange' : 'devices.lead'} />
      {outcome !== null && (
        <OutcomePanel
          key={`${outcome.status} ${outcome.sentAt.getTime()}`}
          outcome={outcome}
          now={isComplete ? shown.kinds.flatMap(({ devices }) => devices ?? []) : null}
          isChecking={isBusy}
          failedCheckAt={failedCheckAt}
          onCheck={() => void state.check()}
          change={shown?.changes?.find(({ reference }) => reference === outcome.reference) ?? null}
          onReported={() => void state.refetch()}
        />
      )}
      <Body state={state} />
    </main>
  );
}

function Body({ state }: { readonly state: MyDevicesState }): ReactNode {
  const { result, isBusy, refetch, outcome } = state;
  if (result.status === 'loading') {
    return (
      <Loading>
        <Text id="devices.loading" />
      </Loading>
    );
  }
  const failure =
    result.status === 'failed'
      ? result.failure
      : (result.errors[0] ?? null) && readFailureOf(result.errors[0]);
  if (result.status === 'failed' || (result.data.me?.devicesByKind ?? null) === null) {
    if (failure === null || failure.code === 'FORBIDDEN') return <NoPerson />;
    return (
      <FailurePanel
        title={<Text id="devices.failed" />}
        failure={failure}
        isBusy={isBusy}
        onRetry={() => {
          // What was chosen before is not in view: its dialog does not open by itself.
          choices.clear();
          void refetch();
        }}
      />
    );
  }
  return <DevicesAndChanges state={state} shown={shownDevices(result, outcome)} result={result} />;
}

function NoPerson(): ReactNode {
  return (
    <Panel
      seal="empty"
      title={<Text id="devices.noPerson" />}
      line={<Text id="devices.noPersonLine" />}
    />
  );
}
