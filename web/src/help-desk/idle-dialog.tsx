import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text, useText } from '../text/text.tsx';
import type { Person } from './person.ts';

/** Opens two minutes before the page closes the user's data. */
export function IdleDialog({
  person,
  onStay,
  onClose,
}: {
  readonly person: Person;
  readonly onStay: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useText();
  return (
    <Dialog
      title={<Text id="idle.title" values={{ name: <Name>{nameOf(person)}</Name> }} />}
      bodyLabel={t('idle.label')}
      onCancel={onStay}
      cancelText="idle.stay"
      action={
        <Button onPress={onClose}>
          <Text id="idle.close" />
        </Button>
      }
    >
      <p>
        <Text id="idle.line" />
      </p>
    </Dialog>
  );
}
