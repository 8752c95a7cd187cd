import type { ReactNode } from 'react';
import type { DeviceActionDenialReason } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { devicesOf, isComplete } from './person.ts';
import type { Person } from './person.ts';

/** The heading of the devices, and why the agent may not act on them. */
export function DeskHead({ person }: { readonly person: Person }): ReactNode {
  const { isAllowed, reason } = person.reset;
  const count = devicesOf(person).length;
  return (
    <>
      <div className="desk-head">
        <h2>
          <Text id={isAllowed && !hasNone(person) ? 'desk.what' : 'approvals.devices'} />
        </h2>
        {person.devicesByKind !== null && (
          <p className="quiet">
            <Text id={isAllowed ? 'desk.count' : 'desk.countOnly'} values={{ count }} />
          </p>
        )}
      </div>
      {!isAllowed && (
        <Note>
          <p>
            {reason === null ? (
              <StoppedText person={person} />
            ) : (
              <Text id={denialMessages[reason]} />
            )}
          </p>
        </Note>
      )}
      {isAllowed && person.devicesByKind === null && (
        <Note icon="warn" isCaution>
          <p>
            <Text id="person.devicesUnread" />
          </p>
        </Note>
      )}
    </>
  );
}

/** The notice above is about the agent's own realm. */
function StoppedText({ person: { realm } }: { readonly person: Person }): ReactNode {
  const { caller } = useViewer();
  if (realm === caller.realm) return <Text id="desk.whyNot.threat" />;
  return <Text id="desk.whyNot.threatThere" values={{ realm: <Name>{realm}</Name> }} />;
}

/** Whether every kind was read, and no device is registered. */
export function hasNone(person: Person): boolean {
  return isComplete(person) && devicesOf(person).length === 0;
}

/** Why the agent may not act on this user, and who may. */
const denialMessages = {
  OWN_ACCOUNT: 'desk.whyNot.OWN_ACCOUNT',
  TARGET_PRIVILEGED: 'desk.whyNot.TARGET_PRIVILEGED',
  PRIVILEGE_UNKNOWN: 'desk.whyNot.PRIVILEGE_UNKNOWN',
  AREA_UNKNOWN: 'desk.whyNot.AREA_UNKNOWN',
  INSUFFICIENT_SCOPE: 'desk.whyNot.INSUFFICIENT_SCOPE',
  NOT_SUPPORTED: 'desk.whyNot.NOT_SUPPORTED',
  FORBIDDEN: 'desk.whyNot.other',
  UNAUTHENTICATED: 'desk.whyNot.other',
} as const satisfies Record<DeviceActionDenialReason, MessageKey>;
