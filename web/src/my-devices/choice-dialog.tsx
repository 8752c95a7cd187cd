import type { ReactNode } from 'react';
import type { Device } from '../parts/device.ts';
import { RenameDialog } from '../renaming/rename-dialog.tsx';
import { CheckDialog } from './check-dialog.tsx';
import type { Choice, RemovalChoice } from './choice.ts';
import { DisputeDialog } from './dispute-dialog.tsx';
import type { Outcome } from './outcome.ts';
import { RemovalDialog } from './removal-dialog.tsx';
import type { Shown } from './use-my-devices.ts';

/** What the dialogs share. */
export interface ChoiceDialogProps {
  readonly choice: Choice;
  readonly shown: Shown;
  readonly canReset: boolean;
  /** Another choice; null gives up. */
  readonly onChoice: (choice: Choice | null) => void;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onRenamed: (name: string, reference: string | null) => void;
  readonly onStale: () => Promise<unknown>;
}

/** The dialog of what the reader is about to do; none for a device or change that is not there any more. */
export function ChoiceDialog(props: ChoiceDialogProps): ReactNode {
  const { choice, shown, onChoice } = props;
  const all = shown.kinds.flatMap(({ devices }) => devices ?? []);
  const cancel = (): void => onChoice(null);
  switch (choice.what) {
    case 'reset':
    case 'remove':
      return <Removal {...props} choice={choice} all={all} />;
    case 'rename': {
      const device = all.find(({ id }) => id === choice.deviceId);
      if (device === undefined) return null;
      return (
        <RenameDialog
          device={device}
          termsNow={() => ({ target: { self: true } })}
          name={choice.name ?? device.name ?? ''}
          onName={(name) => onChoice({ ...choice, name })}
          onCancel={cancel}
          onRenamed={props.onRenamed}
          onStale={props.onStale}
        />
      );
    }
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
      return change && <DisputeDialog change={change} onCancel={cancel} />;
    }
  }
}

function Removal({
  choice,
  all,
  shown,
  onChoice,
  onOutcome,
  onStale,
}: ChoiceDialogProps & {
  readonly choice: RemovalChoice;
  readonly all: readonly Device[];
}): ReactNode {
  const isTarget = (device: Device): boolean =>
    choice.what === 'reset' ? device.kind === choice.kind : device.id === choice.deviceId;
  const targets = all.filter(isTarget);
  const [first] = targets;
  if (first === undefined) return null;
  return (
    <RemovalDialog
      choice={choice}
      kind={first.kind}
      targets={targets}
      others={all.filter((device) => !isTarget(device))}
      isComplete={shown.kinds.every(({ devices }) => devices !== null)}
      onChoice={onChoice}
      onCancel={() => onChoice(null)}
      onOutcome={onOutcome}
      onStale={onStale}
    />
  );
}
