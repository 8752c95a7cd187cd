import type { ReactElement, ReactNode } from 'react';
import { NotifiedParagraph } from '../notices/notice-steps.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { Text, useText } from '../text/text.tsx';

/** The texts of a sign-out: of the reader's own sessions, or of those of a named user. */
export interface SignOutOf {
  /** The name of the user; null for the reader. */
  readonly name: string | null;
}

/** Returns the first part of the message keys, and the values of the messages. */
export function textsOf({ name }: SignOutOf): {
  readonly of: 'desk' | 'own';
  readonly values: { readonly name: ReactElement };
} {
  return { of: name === null ? 'own' : 'desk', values: { name: <Name>{name ?? ''}</Name> } };
}

/** Asks for confirmation of a sign-out everywhere. */
export function SignOutDialog({
  isBusy,
  note,
  onCancel,
  onConfirm,
  ...whose
}: SignOutOf & {
  readonly isBusy: boolean;
  /** Why the last try was refused. */
  readonly note?: ReactNode;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t } = useText();
  const { of, values } = textsOf(whose);
  return (
    <Dialog
      title={<Text id={`signOut.${of}.title`} values={values} />}
      consequence={<Text id={`signOut.${of}.line`} values={values} />}
      bodyLabel={t('will.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look="danger" isBusy={isBusy} onPress={onConfirm}>
          <Text id={isBusy ? 'signOut.busy' : 'signOut.confirm'} />
        </Button>
      }
    >
      {note}
      <p>
        <Text id={`signOut.${of}.hint`} />
      </p>
      <NotifiedParagraph {...whose} />
    </Dialog>
  );
}
