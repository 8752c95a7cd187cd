import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { devicesOf, isPrivileged } from './person.ts';
import type { Person } from './person.ts';
import { PreviewThread } from './removal-preview.tsx';
import type { ConfirmablePreview } from './use-removal-steps.ts';

/** A previewed removal that the agent has to confirm. */
export interface ConfirmDialogProps {
  readonly person: Person;
  readonly call: Call;
  readonly preview: ConfirmablePreview;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/**
 * Asks for confirmation. To remove all devices, or any of a privileged person, the agent has to
 * type the user name.
 */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { person, call, preview, isBusy, onCancel, onConfirm } = props;
  const { t } = useText();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const count = preview.devices.length;
  const removesAll = count > 1 && count === devicesOf(person).length;
  const isTyped = removesAll || isPrivileged(person);
  const name = <Name>{nameOf(person)}</Name>;
  const confirm = (): void => {
    if (isTyped && typed.trim() !== person.username) {
      setWrong(true);
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.focus();
      return;
    }
    onConfirm();
  };
  return (
    <Dialog
      title={<Text id="confirm.title" values={{ count, name }} />}
      consequence={<Text id="confirm.consequence" values={{ count }} />}
      bodyLabel={t('preview.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      foot={
        <>
          <Button hasFirstFocus={!isTyped} isBusy={isBusy} onPress={onCancel}>
            <Text id="cancel" />
          </Button>
          <Button look="danger" isBusy={isBusy} onPress={confirm}>
            <Text id={isBusy ? 'remove.busy' : 'remove.button'} values={{ count }} />
          </Button>
        </>
      }
    >
      <p className="quiet small dialog-note">
        <Text id="preview.tried" values={{ time: <Time at={preview.triedAt} look="clock" /> }} />
      </p>
      <PreviewThread person={person} targets={preview.devices} call={call} isLast />
      {isTyped && (
        <TypedName
          id={id}
          person={person}
          count={removesAll ? count : null}
          typed={typed}
          isWrong={isWrong}
          onType={setTyped}
          onEnter={confirm}
        />
      )}
    </Dialog>
  );
}

/** The field for the user name, so that two clicks cannot remove all devices. */
function TypedName({
  id,
  person: { username },
  count,
  typed,
  isWrong,
  onType,
  onEnter,
}: {
  readonly id: string;
  readonly person: Person;
  /** How many devices are removed if these are all; null for some. */
  readonly count: number | null;
  readonly typed: string;
  readonly isWrong: boolean;
  readonly onType: (typed: string) => void;
  readonly onEnter: () => void;
}): ReactNode {
  return (
    <div className="field dialog-facts">
      <label htmlFor={id}>
        {count === null ? (
          <Text id="confirm.typePrivileged" values={{ username: <Name>{username}</Name> }} />
        ) : (
          <Text id="confirm.type" values={{ count, username: <Name>{username}</Name> }} />
        )}
      </label>
      <input
        className="input"
        id={id}
        value={typed}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-first-focus
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-error` : undefined}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Do not submit the form behind the dialog.
          event.preventDefault();
          onEnter();
        }}
      />
      {isWrong && (
        <p className="field-error" id={`${id}-error`} role="alert">
          <Icon name="warn" />
          <Text id="confirm.wrong" values={{ username: <Name>{username}</Name> }} />
        </p>
      )}
    </div>
  );
}
