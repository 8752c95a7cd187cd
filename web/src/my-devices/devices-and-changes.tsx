import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MyDevicesPageQuery } from '@identity-gateway/client';
import type { Read } from '../data/use-query.ts';
import { DeviceList } from '../parts/device-list.tsx';
import { Note } from '../parts/note.tsx';
import { RenamedPanel } from '../renaming/renamed-panel.tsx';
import type { Renamed } from '../renaming/renamed-panel.tsx';
import { Text } from '../text/text.tsx';
import { choices } from './choice.ts';
import type { Choice } from './choice.ts';
import { ChoiceDialog } from './choice-dialog.tsx';
import { NoDevices } from './no-devices.tsx';
import { RecentChanges } from './recent-changes.tsx';
import {
  EmptyKind,
  FailedKind,
  isUncertain,
  KindFoot,
  NotConfirmed,
  RowActions,
  rowNote,
} from './rows.tsx';
import type { MyDevicesState, Shown } from './use-my-devices.ts';

/** What the page is drawn from. */
interface Drawn {
  readonly state: MyDevicesState;
  readonly shown: Shown;
  readonly read: Extract<Read<MyDevicesPageQuery>, { readonly status: 'ready' }>;
}

/** The list, the record, and the dialog of what the reader is about to do. */
export function DevicesAndChanges({ state, shown, read }: Drawn): ReactNode {
  const { me } = read.data;
  const [choice, choose] = useChoice(me?.id ?? '');
  const [renamed, setRenamed] = useState<Renamed | null>(null);
  const begin = (next: Choice): void => {
    setRenamed(null);
    choose(next);
  };
  return (
    <>
      {renamed !== null && <RenamedPanel renamed={renamed} />}
      <div className="kinds">
        <List state={state} shown={shown} read={read} choose={begin} />
        <RecentChanges
          changes={shown.changes}
          onDispute={({ id }) => begin({ what: 'dispute', changeId: id })}
        />
      </div>
      {choice !== null && (
        <ChoiceDialog
          choice={choice}
          shown={shown}
          canReset={me?.reset.allowed ?? false}
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
          onStale={state.refetch}
        />
      )}
    </>
  );
}

/** What the reader is about to do, kept while they sign in again. */
function useChoice(personId: string): [Choice | null, (choice: Choice | null) => void] {
  const [choice, setChoice] = useState(() => choices.kept(personId));
  const choose = (next: Choice | null): void => {
    setChoice(next);
    if (next === null) choices.forget();
    else choices.keep(next, personId);
  };
  return [choice, choose];
}

function List({
  state,
  shown,
  read,
  choose,
}: Drawn & { readonly choose: (choice: Choice) => void }): ReactNode {
  const { outcome, busy, refetch } = state;
  const { me } = read.data;
  const may = {
    reset: me?.reset.allowed ?? false,
    remove: me?.remove.allowed ?? false,
    rename: me?.rename.allowed ?? false,
  };
  if (outcome === null && shown.kinds.every(({ devices }) => devices?.length === 0)) {
    return <NoDevices at={read.at} />;
  }
  const context = { choose, may, outcome };
  return (
    <>
      {!may.reset && !may.remove && (
        <Note>
          <p>
            <Text id="devices.readOnly" />
          </p>
        </Note>
      )}
      <DeviceList
        kinds={shown.kinds}
        actionsOf={(device) => <RowActions device={device} shown={shown} {...context} />}
        noteOf={rowNote}
        markOf={(device) => isUncertain(device, outcome) && <NotConfirmed />}
        footOf={(kind, devices) => <KindFoot kind={kind} devices={devices} {...context} />}
        emptyOf={(kind) => <EmptyKind kind={kind} />}
        failedOf={(kind) => (
          <FailedKind failure={shown.failureOf(kind)} busy={busy} onRetry={refetch} />
        )}
      />
    </>
  );
}
