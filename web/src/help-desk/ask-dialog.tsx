import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { ListedDevice } from '../parts/device-name.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text, useText } from '../text/text.tsx';
import { devicesOf } from './person.ts';
import type { Person } from './person.ts';
import type { AskStep } from './use-removal-steps.ts';

/** Offers to ask a second person for a removal that the agent cannot make alone. */
export function AskDialog({
  person,
  step: { devices },
  isBusy,
  onCancel,
  onAsk,
}: {
  readonly person: Person;
  readonly step: AskStep;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onAsk: () => void;
}): ReactNode {
  const { t } = useText();
  const values = { count: devices.length, name: <Name>{nameOf(person)}</Name> };
  return (
    <Dialog
      key="ask"
      title={<Text id="ask.title" />}
      consequence={<Text id="ask.lead" values={values} />}
      bodyLabel={t('ask.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look="primary" isBusy={isBusy} onPress={onAsk}>
          <Text id={isBusy ? 'ask.busy' : 'ask.button'} />
        </Button>
      }
    >
      <p>
        <Text id="ask.sees" />
      </p>
      <ul className="ask-devices" role="list">
        {devices.map((device) => (
          <li key={device.id}>
            <ListedDevice device={device} among={devicesOf(person)} />
          </li>
        ))}
      </ul>
      <Note icon="clock">
        <p>
          <Text id="ask.frozen" />
        </p>
      </Note>
    </Dialog>
  );
}
