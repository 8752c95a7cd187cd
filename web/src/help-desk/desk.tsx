import { useState } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Note } from '../parts/note.tsx';
import { RenamedPanel } from '../renaming/renamed-panel.tsx';
import type { Renamed } from '../renaming/renamed-panel.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { newCall } from './call.ts';
import { CallForm } from './call-form.tsx';
import { draftOwner, drafts } from './draft.ts';
import type { Draft } from './draft.ts';
import { DeskRename } from './desk-rename.tsx';
import type { Renaming } from './desk-rename.tsx';
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
  const owner = draftOwner(me?.id ?? 'nobody', person);
  const [draft, setDraft] = useState<Draft>(
    () =>
      drafts.kept(owner) ?? {
        pick: { what: 'kinds', kinds: [] },
        call: newCall(new Date()),
      },
  );
  const [renamed, setRenamed] = useState<Renamed | null>(null);
  const change = (next: Draft): void => {
    setDraft(next);
    drafts.keep(next, owner);
    setRenamed(null);
  };
  return (
    <div className="desk">
      <Choices
        person={person}
        draft={draft}
        onDraft={change}
        renamed={renamed}
        onRenamed={setRenamed}
        onStale={onStale}
      />
      {person.reset.allowed && person.devicesByKind !== null && (
        <CallForm
          person={person}
          readAt={readAt}
          draft={draft}
          onCall={(call) => change({ ...draft, call })}
          onTry={() => setRenamed(null)}
          onOutcome={onOutcome}
          onStale={onStale}
        />
      )}
      <EarlierChanges history={person.history} reset={person.reset} />
    </div>
  );
}

/** What there is, what should go, and what only gets another name. */
function Choices({
  person,
  draft,
  onDraft,
  renamed,
  onRenamed,
  onStale,
}: {
  readonly person: Person;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  /** The result of a renaming, until the next action. */
  readonly renamed: Renamed | null;
  readonly onRenamed: (renamed: Renamed | null) => void;
  readonly onStale: () => Promise<unknown>;
}): ReactNode {
  const [renaming, setRenaming] = useState<Renaming | null>(null);
  return (
    <div className="desk-column">
      {renamed !== null && <RenamedPanel renamed={renamed} />}
      <DeskHead person={person} />
      <PickList
        person={person}
        pick={draft.pick}
        call={draft.call}
        onPick={(pick) => onDraft({ ...draft, pick })}
        onCall={(call) => onDraft({ ...draft, call })}
        onRename={(deviceId) => {
          onRenamed(null);
          setRenaming({ deviceId, name: null });
        }}
      />
      {renaming !== null && (
        <DeskRename
          person={person}
          call={draft.call}
          renaming={renaming}
          onName={(name) => setRenaming({ ...renaming, name })}
          onCall={(call) => onDraft({ ...draft, call })}
          onCancel={() => setRenaming(null)}
          onRenamed={(name, reference) => {
            setRenaming(null);
            // A limit is passed for one change.
            onDraft({ ...draft, call: { ...draft.call, overrideLimit: false } });
            onRenamed({ name, reference });
            void onStale();
          }}
          onStale={onStale}
        />
      )}
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
