import type { ReactNode } from 'react';
import type { ChangeRowFragment } from '@identity-gateway/client';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Reference } from '../parts/reference.tsx';
import { SupportEntry } from '../parts/support.tsx';
import { Text, useText } from '../text/text.tsx';
import { ChangeText } from '../parts/change-text.tsx';

/** "I don't recognise this": what to do about it, and the number to tell. */
export function DisputeDialog({
  change,
  onCancel,
}: {
  readonly change: ChangeRowFragment;
  readonly onCancel: () => void;
}): ReactNode {
  const { t } = useText();
  return (
    <Dialog
      key="dispute"
      title={<Text id="dispute.title" />}
      consequence={<ChangeText change={change} />}
      bodyLabel={t('dispute.title')}
      onCancel={onCancel}
      foot={
        <Button hasFirstFocus onPress={onCancel}>
          <Text id="close" />
        </Button>
      }
    >
      <ol className="steps">
        <li>
          <Text id="dispute.call" />
        </li>
        <li>
          <Text id="dispute.look" />
        </li>
        <li>
          <Text id="dispute.password" />
        </li>
      </ol>
      <div className="dialog-facts">
        <SupportEntry>
          <Text id="dispute.tell" />
        </SupportEntry>
        <Reference>{change.id}</Reference>
      </div>
    </Dialog>
  );
}
