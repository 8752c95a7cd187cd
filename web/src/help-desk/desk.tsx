import { useState } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Note } from '../parts/note.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { newCall } from './call.ts';
import { CallForm } from './call-form.tsx';
import { keepDraft, keptDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { EarlierChanges } from './earlier-changes.tsx';
import type { Outcome } from './outcome.ts';
import { devicesOf } from './person.ts';
import type { Person } from './person.ts';
import { PickList } from './pick-list.tsx';

/** What the agent chooses and says before anything goes. */
export function Desk({
  person,
  readAt,
  onOutcome,
  onStale,
}: {
  readonly person: Person;
  readonly readAt: Date;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onStale: () => Promise<unknown>;
}): ReactNode {
  const { me } = useViewer();
  const agentId = me?.id ?? 'nobody';
  const [draft, setDraft] = useState<Draft>(
    () =>
      keptDraft(agentId, person.id) ?? {
        pick: { what: 'kinds', kinds: [] },
        call: newCall(new Date()),
      },
  );
  const change = (next: Draft): void => {
    setDraft(next);
    keepDraft(next, agentId, person.id);
  };
  return (
    <div className="desk">
      <div className="desk-column">
        <DeskHead person={person} />
        <PickList
          person={person}
          pick={draft.pick}
          call={draft.call}
          onPick={(pick) => change({ ...draft, pick })}
          onCall={(call) => change({ ...draft, call })}
        />
      </div>
      {person.reset.allowed && person.devicesByKind !== null && (
        <CallForm
          person={person}
          readAt={readAt}
          draft={draft}
          onCall={(call) => change({ ...draft, call })}
          onOutcome={onOutcome}
          onStale={onStale}
        />
      )}
      <EarlierChanges history={person.history} />
    </div>
  );
}

function DeskHead({ person }: { readonly person: Person }): ReactNode {
  const { allowed, reason } = person.reset;
  const count = devicesOf(person).length;
  return (
    <>
      <div className="desk-head">
        <h2>
          <Text id={allowed ? 'desk.what' : 'desk.devices'} />
        </h2>
        {person.devicesByKind !== null && (
          <p className="quiet">
            <Text id={allowed ? 'desk.count' : 'desk.countOnly'} values={{ count }} />
          </p>
        )}
      </div>
      {!allowed && (
        <Note>
          <p>
            <Text id={whyNot(reason)} />
          </p>
        </Note>
      )}
      {allowed && person.devicesByKind === null && (
        <Note icon="warn" isCaution>
          <p>
            <Text id="person.devicesUnread" />
          </p>
        </Note>
      )}
    </>
  );
}

/** Why the viewer may not act for this person, and who may. */
function whyNot(reason: Person['reset']['reason']): MessageKey {
  switch (reason) {
    case 'OWN_ACCOUNT':
    case 'TARGET_PRIVILEGED':
    case 'PRIVILEGE_UNKNOWN':
    case 'INSUFFICIENT_SCOPE':
    case 'NOT_SUPPORTED':
      return `desk.whyNot.${reason}`;
    default:
      return 'desk.whyNot.other';
  }
}
