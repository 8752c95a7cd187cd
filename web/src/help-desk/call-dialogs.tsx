import type { ReactNode } from 'react';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { nameOf } from '../parts/person-name.ts';
import { SignOutDialog } from '../sign-out/sign-out-dialog.tsx';
import { useText } from '../text/text.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Draft } from './draft.ts';
import { NewCodeDialog } from './new-code.tsx';
import type { Person } from './person.ts';
import type { DeskSignOutSteps } from './use-desk-sign-out.ts';
import type { RemovalSteps } from './use-removal-steps.ts';

/** A call, and the steps that it has started. */
export interface CallSteps {
  readonly person: Person;
  readonly draft: Draft;
  readonly removal: RemovalSteps;
  readonly signOut: DeskSignOutSteps;
  /** How many devices are selected. */
  readonly count: number;
}

/** The dialog of the current step. */
export function CallDialogs({ person, draft, removal, signOut, count }: CallSteps): ReactNode {
  const { t } = useText();
  if (removal.step.next === 'confirm') {
    return (
      <ConfirmDialog
        person={person}
        call={draft.call}
        preview={removal.step}
        isBusy={removal.isBusy}
        onCancel={removal.cancel}
        onConfirm={() => void removal.confirm()}
      />
    );
  }
  if (removal.step.next === 'newCode') {
    return (
      <NewCodeDialog
        person={person}
        isBusy={removal.isBusy}
        onCancel={removal.cancel}
        onConfirm={() => void removal.confirm()}
      />
    );
  }
  if (removal.step.next === 'ask') {
    return (
      <AskDialog
        person={person}
        step={removal.step}
        isBusy={removal.isBusy}
        onCancel={removal.cancel}
        onAsk={() => void removal.ask()}
      />
    );
  }
  if (signOut.step.next === 'confirm') {
    return (
      <SignOutDialog
        name={nameOf(person)}
        isBusy={signOut.isBusy}
        onCancel={signOut.cancel}
        onConfirm={() => void signOut.confirm()}
      />
    );
  }
  if (removal.step.next === 'signIn') {
    return <SignInAgain action={t('signInAgain.remove', { count })} onCancel={removal.cancel} />;
  }
  return (
    signOut.step.next === 'signIn' && (
      <SignInAgain action={t('signInAgain.signOut')} onCancel={signOut.cancel} />
    )
  );
}
