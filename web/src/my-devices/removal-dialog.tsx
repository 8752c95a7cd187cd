import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { Text, useText } from '../text/text.tsx';
import type { RemovalChoice } from './choice.ts';
import type { Outcome } from './outcome.ts';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { useRemoval } from './use-removal.ts';
import { WillThread } from './will-thread.tsx';

/** What the dialog is about, and what follows from it. */
export interface RemovalDialogProps {
  readonly choice: RemovalChoice;
  readonly kind: Kind;
  /** What goes, as the list shows it now. */
  readonly targets: readonly Device[];
  /** What stays. */
  readonly others: readonly Device[];
  /** Whether every kind could be read, so that nothing else can stay. */
  readonly isComplete: boolean;
  readonly onChoice: (choice: RemovalChoice) => void;
  readonly onCancel: () => void;
  readonly onOutcome: (outcome: Outcome) => void;
  /** Other devices are there than the reader has seen: the list must be read again. */
  readonly onStale: () => Promise<unknown>;
}

type Obstacle =
  | { readonly what: 'signIn' }
  | { readonly what: 'lookAgain' }
  | { readonly what: 'refused'; readonly failure: Failure };

/** Before something is removed: what goes, what stays, what comes next, who is told. */
export function RemovalDialog(props: RemovalDialogProps): ReactNode {
  const { choice, kind, targets, others, onCancel } = props;
  const { t } = useText();
  const { capabilities } = useViewer();
  const removal = useRemoval();
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const count = targets.length;
  const confirm = async (): Promise<void> => {
    setObstacle(null);
    const endSessions = choice.endSessions ?? false;
    const answer = await removal.send({ choice, kind, targets, endSessions });
    if (answer === null) return;
    if (answer.next === 'outcome') props.onOutcome(answer.outcome);
    else if (answer.next === 'refused') setObstacle({ what: 'refused', failure: answer.failure });
    else setObstacle({ what: answer.next });
    if (answer.next === 'lookAgain') await props.onStale();
  };
  if (obstacle?.what === 'signIn') {
    return <SignInAgain action={t('signInAgain.remove', { count })} onCancel={onCancel} />;
  }
  return (
    <Dialog
      title={<RemovalTitle {...props} />}
      consequence={<Text id={`kind.${kind}.consequence`} values={{ count }} />}
      bodyLabel={t('will.title')}
      isBusy={removal.busy}
      onCancel={onCancel}
      foot={
        <>
          <Button hasFirstFocus isBusy={removal.busy} onPress={onCancel}>
            <Text id="cancel" />
          </Button>
          <Button look="danger" isBusy={removal.busy} onPress={() => void confirm()}>
            <Text id={removal.busy ? 'remove.busy' : 'remove.button'} values={{ count }} />
          </Button>
        </>
      }
    >
      {obstacle !== null && <ObstacleNote obstacle={obstacle} />}
      <WillThread kind={kind} targets={targets} others={others} isComplete={props.isComplete} />
      {capabilities.product === 'OPENAM' && <EndSessions {...props} isBusy={removal.busy} />}
    </Dialog>
  );
}

function RemovalTitle({ choice, kind, targets, others }: RemovalDialogProps): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  const [device] = targets;
  const things = t(`kind.${kind}.count`, { count: targets.length });
  if (choice.what === 'reset' || device === undefined) {
    return <Text id="remove.title" values={{ things }} />;
  }
  const name = <Name>{deviceName(device, [...targets, ...others])}</Name>;
  return <Text id="remove.titleOne" values={{ name, kind: t(`kind.${kind}.of`) }} />;
}

function ObstacleNote({
  obstacle,
}: {
  readonly obstacle: Exclude<Obstacle, { readonly what: 'signIn' }>;
}): ReactNode {
  return (
    <div role="alert" className="dialog-note">
      <Note icon="warn" isCaution>
        <p>
          {obstacle.what === 'refused' ? (
            <FailureText failure={obstacle.failure} />
          ) : (
            <Text id="remove.lookAgain" />
          )}
        </p>
        {obstacle.what === 'refused' && obstacle.failure.reference !== null && (
          <p>
            <Text
              id="reference.line"
              values={{ reference: <bdi>{obstacle.failure.reference}</bdi> }}
            />
          </p>
        )}
      </Note>
    </div>
  );
}

/** Offered where Access Management can end a person's other sessions and leave this one. */
function EndSessions({
  choice,
  onChoice,
  isBusy,
}: RemovalDialogProps & { readonly isBusy: boolean }): ReactNode {
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={choice.endSessions ?? false}
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
