import type { ReactNode } from 'react';
import { RenameDialog } from '../renaming/rename-dialog.tsx';
import type { RenameDialogProps } from '../renaming/rename-dialog.tsx';
import type { RenameTerms } from '../renaming/use-renaming.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { callInput, faultsOf } from './call.ts';
import type { Call } from './call.ts';
import { devicesOf, shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { RefusedNote } from './refused-note.tsx';
import { useCallRules } from './use-staff-rule.ts';

/** The device to rename and the name typed so far; null before the agent has typed. */
export interface Renaming {
  readonly deviceId: string;
  readonly name: string | null;
}

/** A renaming for another user. */
export interface DeskRenameProps extends Pick<
  RenameDialogProps,
  'onName' | 'onCancel' | 'onRenamed' | 'onStale'
> {
  readonly person: Person;
  readonly call: Call;
  readonly renaming: Renaming;
  readonly onCall: (call: Call) => void;
}

/** Renames a device of another user. Like every change it needs the fields of the call. */
export function DeskRename({
  person,
  call,
  renaming,
  onCall,
  ...rest
}: DeskRenameProps): ReactNode {
  const rules = useCallRules(person);
  const device = devicesOf(person).find(({ id }) => id === renaming.deviceId);
  if (device === undefined) return null;
  const termsNow = (): RenameTerms | MessageKey => {
    const now = new Date();
    if (faultsOf(call, rules, now).length > 0) return 'desk.renameFirst';
    return { target: { user: { id: person.id } }, ...callInput(call, rules, now) };
  };
  return (
    <RenameDialog
      {...rest}
      device={device}
      ownerName={shortNameOf(person)}
      name={renaming.name ?? device.name ?? ''}
      termsNow={termsNow}
      refusedNote={(failure) => (
        <RefusedNote
          what="rename"
          person={person}
          kinds={[device.kind]}
          failure={failure}
          call={call}
          onCall={onCall}
        />
      )}
    />
  );
}
