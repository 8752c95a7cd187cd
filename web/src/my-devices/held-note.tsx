import type { ReactNode } from 'react';
import { heldBy } from '../parts/enrolment.ts';
import { Note } from '../parts/note.tsx';
import { SupportLink } from '../parts/support.tsx';
import { DueTime } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { MyDevicesState, ShownDevices } from './use-my-devices.ts';

/** That the reader needs a setup code, and who gives it to them; not beside the code itself. */
export function HeldNote({
  outcome,
  shown: { changes },
}: Pick<MyDevicesState, 'outcome'> & { readonly shown: ShownDevices }): ReactNode {
  const held = heldBy(changes);
  const hasCode = outcome !== null && outcome.setupCode !== null;
  if (held === undefined || hasCode) return null;
  return (
    <Note>
      <p>
        <Text id="devices.held" values={{ time: <DueTime at={held.enrolment.until} /> }} />{' '}
        <SupportLink>
          <Text id="support.askHelpDesk" />
        </SupportLink>
      </p>
    </Note>
  );
}
