import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import type { Kind } from '../parts/device.ts';
import { Dialog } from '../parts/dialog.tsx';
import { heldBy } from '../parts/enrolment.ts';
import { EnrolmentText } from '../parts/enrolment-text.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text, useText } from '../text/text.tsx';
import type { Person } from './person.ts';

/** Returns the change after which a new device of a person needs a setup code. */
export function holdOf({ history }: Person) {
  return heldBy(history?.edges.map(({ node }) => node));
}

/**
 * Returns the kinds whose reset makes a new code and removes nothing, because no device is left.
 * If devices are there, their removal makes a new code.
 */
export function kindsOfNewCode(person: Person): readonly Kind[] {
  const { reset, devicesByKind } = person;
  const kinds = reset.isAllowed ? (holdOf(person)?.kinds ?? []) : [];
  return kinds.filter((kind) =>
    devicesByKind?.some((of) => of.kind === kind && of.devices?.length === 0),
  );
}

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
