import type { ReactNode } from 'react';
import type { Device } from '../parts/device.ts';
import { RenameDialog } from '../renaming/rename-dialog.tsx';
import { selectedDevices } from '../removal/selection.ts';
import type { SignOutOutcome } from '../sign-out/use-sign-out.ts';
import { CheckDialog } from './check-dialog.tsx';
import type { Choice, RemovalChoice } from './choice.ts';
import { DisputeDialog } from './dispute-dialog.tsx';
import { OwnSignOut } from './own-sign-out.tsx';
import { RemovalDialog, selectionOf } from './removal-dialog.tsx';
import type { OwnOutcome, ShownDevices } from './use-my-devices.ts';

/** What the dialogs have in common. */
export interface ChoiceDialogProps {
  readonly choice: Choice;
  readonly shown: ShownDevices;
  readonly canReset: boolean;
  /** Whether the reader can end their other sessions. */
  readonly canEndSessions: boolean;
  /** Called with another choice; null closes the dialog. */
  readonly onChoice: (choice: Choice | null) => void;
  readonly onOutcome: (outcome: OwnOutcome) => void;
  readonly onRenamed: (name: string, reference: string | null) => void;
  readonly onSignedOut: (outcome: SignOutOutcome) => void;
  readonly onStale: () => Promise<unknown>;
}

/** The dialog of a choice. Null if its device or change no longer exists. */
export function ChoiceDialog(props: ChoiceDialogProps): ReactNode {
  const { choice, shown, onChoice } = props;
  const all = shown.kinds.flatMap(({ devices }) => devices ?? []);
  const cancel = (): void => onChoice(null);
  switch (choice.what) {
    case 'reset':
    case 'remove':
    case 'lost':
      return <Removal {...props} choice={choice} all={all} />;
    case 'rename': {
      const device = all.find(({ id }) => id === choice.deviceId);
      if (device === undefined) return null;
      return (
        <RenameDialog
          device={device}
          ownerName={null}
          termsNow={() => ({ target: { me: true } })}
          name={choice.name ?? device.name ?? ''}
          onName={(name) => onChoice({ ...choice, name })}
          onCancel={cancel}
          onRenamed={props.onRenamed}
          onStale={props.onStale}
        />
      );
    }
    case 'signOut':
      return <OwnSignOut onCancel={cancel} onSignedOut={props.onSignedOut} />;
    case 'check': {
      const codes = all.filter(({ kind }) => kind === 'OATH');
      const canRemove = props.canReset && codes.every(({ canManage }) => canManage !== false);
      return (
        <CheckDialog
          canRemove={canRemove && codes.length > 0}
          onCancel={cancel}
          onStillNot={() => onChoice({ what: 'reset', kind: 'OATH' })}
        />
      );
    }
    case 'dispute': {
      const change = shown.changes?.find(({ id }) => id === choice.changeId);
      return (
        change && (
          <DisputeDialog
            change={change}
            onCancel={cancel}
            onReported={() => void props.onStale()}
          />
        )
      );
    }
    default:
      return choice satisfies never;
  }
}

function Removal({
  choice,
  all,
  shown,
  canEndSessions,
  onChoice,
  onOutcome,
  onStale,
}: ChoiceDialogProps & {
  readonly choice: RemovalChoice;
  readonly all: readonly Device[];
}): ReactNode {
  const targets = selectedDevices(all, selectionOf(choice));
  const [first] = targets;
  if (first === undefined && choice.what !== 'lost') return null;
  return (
    <RemovalDialog
      choice={choice}
      kind={choice.what === 'lost' ? null : (first?.kind ?? null)}
      targets={targets}
      others={all.filter((device) => !targets.includes(device))}
      isComplete={shown.kinds.every(({ devices }) => devices !== null)}
      canEndSessions={canEndSessions}
      onChoice={onChoice}
      onCancel={() => onChoice(null)}
      onOutcome={onOutcome}
      onStale={onStale}
    />
  );
}
