import type { ReactNode } from 'react';
import { failureOf } from '../data/failure.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text } from '../text/text.tsx';
import { DevicesAndChanges } from './devices-and-changes.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { shownOf, useMyDevices } from './use-my-devices.ts';
import type { MyDevicesState } from './use-my-devices.ts';

/** The page of one's own devices. */
export function MyDevices(): ReactNode {
  const state = useMyDevices();
  const { outcome, read, busy, failedCheckAt } = state;
  const shown = read.status === 'ready' ? shownOf(read, outcome) : null;
  const isKnown = shown !== null && shown.kinds.every(({ devices }) => devices !== null);
  return (
    <main className="page" id="main">
      <PageHead title="devices.title" lead="devices.lead" />
      {outcome !== null && (
        <OutcomePanel
          key={`${outcome.status} ${outcome.sentAt.getTime()}`}
          outcome={outcome}
          now={isKnown ? shown.kinds.flatMap(({ devices }) => devices ?? []) : null}
          isChecking={busy}
          failedCheckAt={failedCheckAt}
          onCheck={() => void state.check()}
        />
      )}
      <Body state={state} />
    </main>
  );
}

function Body({ state }: { readonly state: MyDevicesState }): ReactNode {
  const { read, busy, refetch, outcome } = state;
  if (read.status === 'loading') {
    return (
      <Loading>
        <Text id="devices.loading" />
      </Loading>
    );
  }
  const failure =
    read.status === 'failed' ? read.failure : (read.errors[0] ?? null) && failureOf(read.errors[0]);
  if (read.status === 'failed' || (read.data.me?.devicesByKind ?? null) === null) {
    if (failure === null || failure.code === 'FORBIDDEN') return <NoPerson />;
    return (
      <FailurePanel
        title={<Text id="devices.failed" />}
        failure={failure}
        isBusy={busy}
        onRetry={() => void refetch()}
      />
    );
  }
  return <DevicesAndChanges state={state} shown={shownOf(read, outcome)} read={read} />;
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
