import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Note } from '../parts/note.tsx';
import { Text, useText } from '../text/text.tsx';

const steps = ['check.newest', 'check.clock', 'check.fresh', 'check.counter'] as const;

/** "My codes are not accepted": what mends most of it, and then the way to the removal. It removes nothing. */
export function CheckDialog({
  canRemove,
  onCancel,
  onStillNot,
}: {
  /** Whether the codes can be removed here and now. */
  readonly canRemove: boolean;
  readonly onCancel: () => void;
  /** The reader has tried it all, and goes on to the removal. */
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
      foot={
        <>
          <Button hasFirstFocus onPress={onCancel}>
            <Text id="close" />
          </Button>
          {canRemove && (
            <Button onPress={onStillNot}>
              <Text id="check.stillNot" />
            </Button>
          )}
        </>
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
      </Note>
    </Dialog>
  );
}
