import { useState } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import { Name } from '../parts/name.tsx';
import { OtherObstacles } from '../parts/other-obstacles-note.tsx';
import { RenamedPanel } from '../renaming/renamed-panel.tsx';
import type { Renamed } from '../renaming/renamed-panel.tsx';
import { Text } from '../text/text.tsx';
import { newCall } from './call.ts';
import { CallForm } from './call-form.tsx';
import { DeskHead, hasNone } from './desk-head.tsx';
import { deskMemory } from './desk-memory.ts';
import { draftOwner, drafts } from './draft.ts';
import type { Draft } from './draft.ts';
import { DeskRename } from './desk-rename.tsx';
import type { Renaming } from './desk-rename.tsx';
import { EarlierChanges } from './earlier-changes.tsx';
import { useLimits } from './limit.tsx';
import { kindsOfNewCode } from './held.ts';
import { HeldNote } from './new-code.tsx';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { PickList } from './pick-list.tsx';
import type { DeskSignOut } from './signed-out-view.tsx';
import type { RemovalStepsProps } from './use-removal-steps.ts';

/** A user, and what the desk reports about the user. */
export interface DeskProps extends Pick<RemovalStepsProps, 'onOutcome' | 'onAsked' | 'onStale'> {
  readonly person: Person;
  readonly onSignedOut: (outcome: DeskSignOut) => void;
}

/** The list of devices, and the form for a removal or a sign-out everywhere. */
export function Desk({ person, onOutcome, onSignedOut, onAsked, onStale }: DeskProps): ReactNode {
  const { me } = useViewer();
  const owner = draftOwner(me?.id ?? 'no agent', person);
  const [draft, setDraft] = useState<Draft>(
    () =>
      drafts.load(owner) ?? {
        selection: { what: 'kinds', kinds: [] },
        call: { ...newCall(), ticket: deskMemory.ticket },
      },
  );
  const [renamed, setRenamed] = useState<Renamed | null>(null);
  const change = (next: Draft): void => {
    setDraft(next);
    drafts.save(next, owner);
    setRenamed(null);
  };
  const canRemove = person.reset.isAllowed && !hasNone(person) && person.devicesByKind !== null;
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
      {(canRemove || person.endSessions.isAllowed || kindsOfNewCode(person).length > 0) && (
        <CallForm
          person={person}
          canRemove={canRemove}
          draft={draft}
          onCall={(call) => change({ ...draft, call })}
          onPreview={() => setRenamed(null)}
          onOutcome={onOutcome}
          onSignedOut={onSignedOut}
          onAsked={onAsked}
          onStale={onStale}
        />
      )}
      <EarlierChanges history={person.history} reset={person.reset} />
    </div>
  );
}

/** The devices to select, and the dialog that renames one. */
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
  /** The last renaming; null after the next action. */
  readonly renamed: Renamed | null;
  readonly onRenamed: (renamed: Renamed | null) => void;
  readonly onStale: () => Promise<unknown>;
}): ReactNode {
  const [renaming, setRenaming] = useState<Renaming | null>(null);
  return (
    <div className="desk-column">
      {renamed !== null && (
        <RenamedPanel key={renamed.reference} name={shortNameOf(person)} renamed={renamed} />
      )}
      <DeskHead person={person} />
      <OtherObstacles of={person} />
      <HeldNote person={person} />
      <EverythingLost person={person} draft={draft} onDraft={onDraft} />
      <PickList
        person={person}
        selection={draft.selection}
        call={draft.call}
        onSelect={(selection) => onDraft({ ...draft, selection })}
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
            // The override of a limit and a proof count for one change.
            onDraft({ ...draft, call: { ...draft.call, overrideLimit: false, proof: null } });
            onRenamed({ name, reference });
            void onStale();
          }}
          onStale={onStale}
        />
      )}
    </div>
  );
}

/** Ticks every kind that the agent can remove, and that the person is signed out. */
function EverythingLost({
  person,
  draft,
  onDraft,
}: {
  readonly person: Person;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}): ReactNode {
  const limitOf = useLimits(person);
  const kinds = (person.devicesByKind ?? [])
    .filter(({ kind, devices }) => {
      const isLocked = limitOf('reset', kind)?.canOverride === false;
      return devices !== null && devices.length > 0 && !isLocked;
    })
    .map(({ kind }) => kind);
  if (!person.reset.isAllowed || kinds.length < 2) return null;
  return (
    <div className="button-row">
      <Button
        isDense
        onPress={() =>
          onDraft({
            selection: { what: 'kinds', kinds },
            call: { ...draft.call, endSessions: true },
          })
        }
      >
        <Text id="desk.everything" />
      </Button>
      <p className="quiet small">
        <Text
          id={person.endSessions.isAllowed ? 'desk.everythingAbout' : 'desk.everythingAboutKinds'}
          values={{ name: <Name>{shortNameOf(person)}</Name> }}
        />
      </p>
    </div>
  );
}
