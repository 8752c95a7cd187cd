import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { RenameDialog } from '../renaming/rename-dialog.tsx';
import type { RenameDialogProps } from '../renaming/rename-dialog.tsx';
import type { RenameTerms } from '../renaming/use-renaming.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { faultsOf, inputOf } from './call.ts';
import type { Call } from './call.ts';
import { devicesOf } from './person.ts';
import type { Person } from './person.ts';
import { RefusedNote } from './refused-note.tsx';

/** Which device gets a name, and what has been typed so far; null for nothing. */
export interface Renaming {
  readonly deviceId: string;
  readonly name: string | null;
}

/** What the dialog is about, and what follows from it. */
export interface DeskRenameProps extends Pick<
  RenameDialogProps,
  'onName' | 'onCancel' | 'onRenamed' | 'onStale'
> {
  readonly person: Person;
  readonly call: Call;
  readonly renaming: Renaming;
  readonly onCall: (call: Call) => void;
}

/** Another name for a device of somebody else. It is a change as any other, so what is said of the call goes with it. */
export function DeskRename({
  person,
  call,
  renaming,
  onCall,
  ...rest
}: DeskRenameProps): ReactNode {
  const { caller } = useViewer();
  const device = devicesOf(person).find(({ id }) => id === renaming.deviceId);
  if (device === undefined) return null;
  const termsNow = (): RenameTerms | MessageKey => {
    const now = new Date();
    if (faultsOf(call, caller, now).length > 0) return 'desk.renameFirst';
    // A name signs nobody out.
    const said = { ...inputOf(call, caller, now), endSessions: false };
    return { target: { user: { id: person.id } }, ...said };
  };
  return (
    <RenameDialog
      {...rest}
      device={device}
      name={renaming.name ?? device.name ?? ''}
      termsNow={termsNow}
      refusedNote={(failure) => (
        <RefusedNote what="rename" person={person} failure={failure} call={call} onCall={onCall} />
      )}
    />
  );
}
