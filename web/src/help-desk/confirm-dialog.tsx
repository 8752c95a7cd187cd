import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { nameOf } from '../parts/person-name.ts';
import { useTyped } from '../parts/typed-field.tsx';
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
  const count = preview.devices.length;
  const removesAll = count > 1 && count === devicesOf(person).length;
  const isTyped = removesAll || isPrivileged(person);
  const name = <Name>{nameOf(person)}</Name>;
  const { username } = person;
  const values = { count, username: <Name>{username}</Name> };
  const typed = useTyped({
    label: isTyped ? (
      <Text id={removesAll ? 'confirm.type' : 'confirm.typePrivileged'} values={values} />
    ) : null,
    fault: <Text id="confirm.wrong" values={values} />,
    isRight: (text) => text === username,
    onEnter: () => confirm(),
  });
  const confirm = (): void => {
    if (typed.check()) onConfirm();
  };
  return (
    <Dialog
      title={<Text id="confirm.title" values={{ count, name }} />}
      consequence={<Text id="confirm.consequence" values={{ count }} />}
      bodyLabel={t('will.title')}
      isWide
      field={typed.field}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look="danger" isBusy={isBusy} onPress={confirm}>
          <Text id={isBusy ? 'remove.busy' : 'remove.button'} values={{ count }} />
        </Button>
      }
    >
      <p className="quiet small dialog-note">
        <Text id="preview.tried" values={{ time: <Time at={preview.triedAt} look="clock" /> }} />
      </p>
      <PreviewThread person={person} targets={preview.devices} call={call} />
    </Dialog>
  );
}
