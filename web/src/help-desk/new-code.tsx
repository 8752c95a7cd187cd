import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { EnrolmentText } from '../parts/enrolment-text.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text, useText } from '../text/text.tsx';
import { holdOf } from './held.ts';
import type { Person } from './person.ts';

/** That a new device needs a setup code, and how to make a new one. */
export function HeldNote({ person }: { readonly person: Person }): ReactNode {
  const held = holdOf(person);
  if (held === undefined) return null;
  return (
    <Note>
      <p>
        <EnrolmentText enrolment={held.enrolment} />{' '}
        {person.reset.isAllowed && <Text id="code.again.agent" />}
      </p>
    </Note>
  );
}

/** Asks for confirmation of a new code. */
export function NewCodeDialog({
  person,
  isBusy,
  onCancel,
  onConfirm,
}: {
  readonly person: Person;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t } = useText();
  return (
    <Dialog
      title={<Text id="code.ask" values={{ name: <Name>{nameOf(person)}</Name> }} />}
      consequence={<Text id="code.ends" />}
      bodyLabel={t('code.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look="primary" isBusy={isBusy} onPress={onConfirm}>
          <Text id={isBusy ? 'code.making' : 'code.make'} />
        </Button>
      }
    >
      <p>
        <Text id="code.askAbout" />
      </p>
    </Dialog>
  );
}
