import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { signInAddress } from '../data/sign-in.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Note } from '../parts/note.tsx';
import { SupportLink } from '../parts/support.tsx';
import { Text, useText } from '../text/text.tsx';

const steps = ['check.newest', 'check.clock', 'check.fresh', 'check.counter'] as const;

function HelpLinks(): ReactNode {
  const realm = useViewer().caller.realm ?? undefined;
  return (
    <p className="note-links">
      <a href={signInAddress({ realm, isFresh: true, factor: 'OATH' })}>
        <Text id="signInAgain.button" />
      </a>
      <SupportLink>
        <Text id="support.askHelpDesk" />
      </SupportLink>
    </p>
  );
}

/** "My codes are not accepted": common fixes, and then the removal. It removes nothing itself. */
export function CheckDialog({
  canRemove,
  onCancel,
  onStillNot,
}: {
  /** Whether the reader can remove the codes in this session. */
  readonly canRemove: boolean;
  readonly onCancel: () => void;
  /** Called if the fixes did not help; opens the removal. */
  readonly onStillNot: () => void;
}): ReactNode {
  const { t } = useText();
  return (
    <Dialog
      key="check"
      title={<Text id="check.title" />}
      consequence={<Text id="check.lead" />}
      bodyLabel={t('check.steps')}
      onCancel={onCancel}
      cancelText="close"
      action={
        canRemove && (
          <Button onPress={onStillNot}>
            <Text id="check.stillNot" />
          </Button>
        )
      }
    >
      <ol className="steps">
        {steps.map((step) => (
          <li key={step}>
            <Text id={step} />
          </li>
        ))}
      </ol>
      <Note icon="help">
        <p>
          <Text id={canRemove ? 'check.then' : 'check.thenHelp'} />
        </p>
        {!canRemove && <HelpLinks />}
      </Note>
    </Dialog>
  );
}
