import type { ReactNode } from 'react';
import type { Choice } from './choice.ts';
import { EntryButton } from './entry-button.tsx';
import { removableKinds } from './lost-kinds.tsx';
import type { MyDevicesState, ShownDevices } from './use-my-devices.ts';

/** The widest steps, at the end of the page: signing out everywhere, and the loss of everything. */
export function Emergencies({
  canEndSessions,
  canLoseMany,
  choose,
}: {
  readonly canEndSessions: boolean;
  readonly canLoseMany: boolean;
  readonly choose: (choice: Choice) => void;
}): ReactNode {
  if (!canEndSessions && !canLoseMany) return null;
  return (
    <div className="card card-empty">
      {canEndSessions && (
        <EntryButton
          title="signOut.own.entry"
          about="signOut.own.about"
          onPress={() => choose({ what: 'signOut' })}
        />
      )}
      {canLoseMany && (
        <EntryButton
          title="everything.entry"
          about="everything.about"
          onPress={() => choose({ what: 'lost', kinds: [] })}
        />
      )}
    </div>
  );
}

/** Whether the reader can remove several kinds at once, and no outcome is open. */
export function hasMuchToLose({ outcome }: MyDevicesState, { kinds }: ShownDevices): boolean {
  const listed = kinds.flatMap(({ devices }) => devices ?? []);
  return outcome?.status !== 'unknown' && removableKinds(listed).length > 1;
}
