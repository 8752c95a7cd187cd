import { useId, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { Failure } from '../data/failure.ts';
import { NotifiedParagraph } from '../notices/notice-steps.tsx';
import { Button } from '../parts/button.tsx';
import type { Device } from '../parts/device.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { maxNameLength, useRenaming } from './use-renaming.ts';
import type { RenameObstacle, RenameTerms } from './use-renaming.ts';

/** A renaming before it is sent. */
export interface RenameDialogProps {
  readonly device: Device;
  /** The name of the device's owner; null for the reader. */
  readonly ownerName: string | null;
  /** Returns the terms of the change, or a message if the reader has to fill another form first. */
  readonly termsNow: () => RenameTerms | MessageKey;
  /** The name typed so far. */
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onCancel: () => void;
  readonly onRenamed: (name: string, reference: string | null) => void;
  /** Called if the list may be outdated; reads it again. */
  readonly onStale: () => Promise<unknown>;
  /** Shows a rejected change. Default: one sentence. */
  readonly refusedNote?: (failure: Failure) => ReactNode;
}

/** Asks for another name of one device. */
export function RenameDialog(props: RenameDialogProps): ReactNode {
  const { device, termsNow, name, onCancel } = props;
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  const [obstacle, setObstacle] = useState<RenameObstacle | null>(null);
  const { isBusy, send } = useRenaming(device.id);
  const confirm = async (): Promise<void> => {
    const terms = termsNow();
    if (typeof terms === 'string') return setObstacle({ what: 'message', message: terms });
    const answer = await send(name, terms);
    if (answer === null) return;
    if (answer.isDone) {
      props.onRenamed(answer.name, answer.reference);
      return;
    }
    setObstacle(answer.obstacle);
    if (answer.obstacle.what === 'name') field.current?.focus();
    else await props.onStale();
  };
  if (obstacle?.what === 'signIn') {
    return <SignInAgain action={t('signInAgain.rename')} kind={device.kind} onCancel={onCancel} />;
  }
  const title = <Name>{device.name ?? t('device.unnamed')}</Name>;
  return (
    <Dialog
      title={<Text id="rename.title" values={{ name: title }} />}
      consequence={<Text id="rename.consequence" />}
      bodyLabel={t('device.rename')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look="primary" isBusy={isBusy} onPress={() => void confirm()}>
          <Text id={isBusy ? 'rename.busy' : 'device.rename'} />
        </Button>
      }
    >
      {obstacle !== null && <RenameNote obstacle={obstacle} refusedNote={props.refusedNote} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <NameField
          {...props}
          field={field}
          fault={obstacle?.what === 'name' ? obstacle.message : null}
        />
      </form>
    </Dialog>
  );
}

function NameField({
  ownerName,
  name,
  onName,
  field,
  fault,
}: RenameDialogProps & {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly fault: MessageKey | null;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="rename.label" />
      </label>
      <p className="hint" id={`${id}-hint`}>
        <Text id="rename.hint" values={{ longest: maxNameLength }} />
      </p>
      <input
        ref={field}
        className="input"
        id={id}
        value={name}
        autoComplete="off"
        data-first-focus
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? `${id}-hint` : `${id}-hint ${id}-error`}
        onInput={({ currentTarget }) => onName(currentTarget.value)}
      />
      {fault !== null && (
        <p className="field-error" id={`${id}-error`}>
          <Icon name="warn" />
          <Text id={fault} values={{ longest: maxNameLength }} />
        </p>
      )}
      <NotifiedParagraph name={ownerName} />
    </div>
  );
}

function RenameNote({
  obstacle,
  refusedNote,
}: {
  readonly obstacle: RenameObstacle;
  readonly refusedNote: RenameDialogProps['refusedNote'];
}): ReactNode {
  if (obstacle.what === 'signIn' || obstacle.what === 'name') return null;
  if (obstacle.what === 'refused' && refusedNote !== undefined) {
    return <div className="dialog-note">{refusedNote(obstacle.failure)}</div>;
  }
  return (
    <div role="alert" className="dialog-note">
      <Note icon="warn" isCaution>
        <p>
          {obstacle.what === 'refused' ? (
            <FailureText failure={obstacle.failure} />
          ) : (
            <Text id={obstacle.message} />
          )}
        </p>
      </Note>
    </div>
  );
}
