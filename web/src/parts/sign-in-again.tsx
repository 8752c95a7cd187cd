import type { ReactNode } from 'react';
import { signInAddress } from '../data/sign-in.ts';
import { useViewer } from '../data/session.tsx';
import type { Kind } from './device.ts';
import { Dialog } from './dialog.tsx';
import { Note } from './note.tsx';
import { Text, useText } from '../text/text.tsx';

/** Asks for a fresher or stronger sign-in. Afterwards the reader returns to the kept choice. */
export function SignInAgain({
  action,
  kind = null,
  onCancel,
}: {
  /** The action that needs it, as in "to remove 2 devices". */
  readonly action: string;
  /** The kind of device that the sign-in is to show; null for any second factor. */
  readonly kind?: Kind | null;
  readonly onCancel: () => void;
}): ReactNode {
  const { t } = useText();
  const { caller } = useViewer();
  const realm = caller.realm ?? undefined;
  return (
    <Dialog
      key="sign-in-again"
      title={<Text id="signInAgain.button" />}
      bodyLabel={t('signInAgain.button')}
      onCancel={onCancel}
      action={
        <a
          className="button button-primary"
          href={signInAddress({ realm, isFresh: true, factor: kind ?? 'ANY' })}
        >
          <Text id="signInAgain.button" />
        </a>
      }
    >
      <div role="status">
        <Note>
          <p>
            <strong>
              <Text id="signInAgain.line" values={{ action }} />
            </strong>{' '}
            <Text id="signInAgain.kept" />
          </p>
        </Note>
      </div>
    </Dialog>
  );
}
