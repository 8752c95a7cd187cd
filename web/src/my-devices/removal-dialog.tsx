import { useState } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { ReferenceLine } from '../parts/reference.tsx';
import type { RemovalObstacle } from '../removal/answer.ts';
import type { DeviceSelection } from '../removal/selection.ts';
import { useRemoval } from '../removal/use-removal.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import type { RemovalChoice } from './choice.ts';
import { LostKinds } from './lost-kinds.tsx';
import { PreviewThread } from './preview-thread.tsx';
import type { OwnOutcome } from './use-my-devices.ts';

/** A removal before it is confirmed. */
export interface RemovalDialogProps {
  readonly choice: RemovalChoice;
  /** Null if the removal can concern several kinds. */
  readonly kind: Kind | null;
  /** The devices to remove, as the list shows them now. */
  readonly targets: readonly Device[];
  /** The devices that stay. */
  readonly others: readonly Device[];
  /** Whether every kind could be read, so that `others` is complete. */
  readonly isComplete: boolean;
  /** Whether the reader can end their other sessions. */
  readonly canEndSessions: boolean;
  readonly onChoice: (choice: RemovalChoice) => void;
  readonly onCancel: () => void;
  readonly onOutcome: (outcome: OwnOutcome) => void;
  /** Called if the list is outdated; reads it again. */
  readonly onStale: () => Promise<unknown>;
}

/** Asks for confirmation: what goes, what stays, what comes next, and who is notified. */
export function RemovalDialog(props: RemovalDialogProps): ReactNode {
  const { choice, kind, targets, others, onCancel } = props;
  const { t } = useText();
  const { me } = useViewer();
  const removal = useRemoval();
  const [obstacle, setObstacle] = useState<RemovalObstacle | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const count = targets.length;
  const confirm = async (): Promise<void> => {
    setObstacle(null);
    setEmpty(count === 0);
    if (count === 0) return;
    const answer = await removal.send({
      selection: selectionOf(choice),
      devices: [...targets, ...others],
      terms: { target: { me: true }, endSessions: endsSessions(props) },
      owner: me?.id ?? '',
    });
    if (answer === null) return;
    if (answer.next === 'outcome') {
      props.onOutcome({ ...answer.outcome, kind });
      return;
    }
    setObstacle(answer);
    if (answer.next === 'lookAgain') await props.onStale();
  };
  if (obstacle?.next === 'signIn') {
    const action = t('signInAgain.remove', { count });
    return <SignInAgain action={action} kind={kind} onCancel={onCancel} />;
  }
  return (
    <Dialog
      title={<RemovalTitle {...props} />}
      consequence={<Text id={consequenceOf(kind)} values={{ count }} />}
      bodyLabel={t('will.title')}
      isBusy={removal.isBusy}
      onCancel={onCancel}
      action={
        <Button look="danger" isBusy={removal.isBusy} onPress={() => void confirm()}>
          <Text id={removal.isBusy ? 'remove.busy' : 'remove.button'} values={{ count }} />
        </Button>
      }
    >
      {obstacle !== null && <ObstacleNote obstacle={obstacle} />}
      <Choices {...props} isEmpty={isEmpty && count === 0} isBusy={removal.isBusy} />
    </Dialog>
  );
}

/** Returns the devices of a choice. */
export function selectionOf(choice: RemovalChoice): DeviceSelection {
  switch (choice.what) {
    case 'reset':
      return { what: 'kinds', kinds: [choice.kind] };
    case 'lost':
      return { what: 'kinds', kinds: choice.kinds };
    case 'remove':
      return { what: 'device', deviceId: choice.deviceId };
    default:
      return choice satisfies never;
  }
}

function consequenceOf(kind: Kind | null): MessageKey {
  return kind === null ? 'everything.consequence' : `kind.${kind}.consequence`;
}

/** After a loss the other sessions end, if they can, unless the reader decides otherwise. */
function endsSessions({
  choice: { what, endSessions },
  canEndSessions,
}: Pick<RemovalDialogProps, 'choice' | 'canEndSessions'>): boolean {
  return canEndSessions && (endSessions ?? what === 'lost');
}

function RemovalTitle({ choice, kind, targets, others }: RemovalDialogProps): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  const [device] = targets;
  if (kind === null) return <Text id="everything.title" />;
  const things = t(`kind.${kind}.count`, { count: targets.length });
  if (choice.what === 'reset' || device === undefined) {
    return <Text id="remove.title" values={{ things }} />;
  }
  const name = <Name>{deviceName(device, [...targets, ...others])}</Name>;
  return <Text id="remove.titleOne" values={{ name, kind: t(`kind.${kind}.of`) }} />;
}

/** What the reader can choose in the dialog, and what will happen. */
function Choices(
  props: RemovalDialogProps & { readonly isEmpty: boolean; readonly isBusy: boolean },
): ReactNode {
  const { choice, targets, others, isEmpty, isBusy, canEndSessions, onChoice } = props;
  return (
    <>
      {choice.what === 'lost' && (
        <LostKinds
          devices={[...targets, ...others]}
          kinds={choice.kinds}
          isEmpty={isEmpty}
          isBusy={isBusy}
          onKinds={(kinds) => onChoice({ ...choice, kinds })}
        />
      )}
      <PreviewThread {...props} />
      {canEndSessions && <EndSessions {...props} isChecked={endsSessions(props)} />}
      {!canEndSessions && choice.what === 'lost' && (
        <Note>
          <p>
            <Text id="endSessions.notHere" />
          </p>
        </Note>
      )}
    </>
  );
}

function ObstacleNote({
  obstacle,
}: {
  readonly obstacle: Exclude<RemovalObstacle, { readonly next: 'signIn' }>;
}): ReactNode {
  return (
    <div role="alert" className="dialog-note">
      <Note icon="warn" isCaution>
        <p>
          {obstacle.next === 'refused' ? (
            <FailureText failure={obstacle.failure} />
          ) : (
            <Text id="remove.lookAgain" />
          )}
        </p>
        {obstacle.next === 'refused' && obstacle.failure.reference !== null && (
          <ReferenceLine>{obstacle.failure.reference}</ReferenceLine>
        )}
      </Note>
    </div>
  );
}

/** Offered if Access Management can end other sessions and keep this one. */
function EndSessions({
  choice,
  onChoice,
  isChecked,
  isBusy,
}: RemovalDialogProps & { readonly isChecked: boolean; readonly isBusy: boolean }): ReactNode {
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isBusy}
        onChange={({ target }) => onChoice({ ...choice, endSessions: target.checked })}
      />
      <span>
        <Text id="endSessions.label" />
        <small>
          <Text id="endSessions.hint" />
        </small>
      </span>
    </label>
  );
}
