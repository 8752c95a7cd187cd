import { useState } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Note } from '../parts/note.tsx';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { SignOutDialog } from '../sign-out/sign-out-dialog.tsx';
import { useSignOut } from '../sign-out/use-sign-out.ts';
import type { SignOutAnswer, SignOutOutcome } from '../sign-out/use-sign-out.ts';
import { useText } from '../text/text.tsx';

/** Asks for confirmation, and ends the reader's other sessions. */
export function OwnSignOut({
  onCancel,
  onSignedOut,
}: {
  readonly onCancel: () => void;
  readonly onSignedOut: (outcome: SignOutOutcome) => void;
}): ReactNode {
  const { t } = useText();
  const { me } = useViewer();
  const { isBusy, send } = useSignOut(me?.id ?? '');
  const [obstacle, setObstacle] = useState<Exclude<SignOutAnswer, { next: 'outcome' }> | null>(
    null,
  );
  const confirm = async (): Promise<void> => {
    const answer = await send({ target: { me: true } });
    if (answer?.next === 'outcome') onSignedOut(answer.outcome);
    else setObstacle(answer);
  };
  if (obstacle?.next === 'signIn') {
    return <SignInAgain action={t('signInAgain.signOut')} onCancel={onCancel} />;
  }
  return (
    <SignOutDialog
      name={null}
      isBusy={isBusy}
      onCancel={onCancel}
      onConfirm={() => void confirm()}
      note={
        obstacle !== null && (
          <div role="alert" className="dialog-note">
            <Note icon="warn" isCaution>
              <p>
                <FailureText failure={obstacle.failure} />
              </p>
            </Note>
          </div>
        )
      }
    />
  );
}
