import type { ReactNode } from 'react';
import type { ReadFailure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { signInAddress } from '../data/sign-in.ts';
import { Button } from '../parts/button.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import { FailureText, useRetryAnnouncement } from '../parts/failure-panel.tsx';
import { Icon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { useRenameAction } from '../parts/rename-action.ts';
import { RowActions } from '../parts/row-actions.tsx';
import type { RowAction } from '../parts/row-actions.tsx';
import { Reference } from '../parts/reference.tsx';
import { SupportLink } from '../parts/support.tsx';
import { useList } from '../parts/time.tsx';
import { useFocusAfter } from '../shell/view-title.tsx';
import { Text, useText } from '../text/text.tsx';
import type { Choice } from './choice.ts';
import { isManageable } from './locked-advice.ts';
import type { LockedAdvice } from './locked-advice.ts';
import type { OwnOutcome, ShownDevices } from './use-my-devices.ts';

/** The parts of the page's state that rows use. */
export interface RowContext {
  readonly permissions: {
    readonly reset: boolean;
    readonly remove: boolean;
    readonly rename: boolean;
  };
  readonly outcome: OwnOutcome | null;
  readonly choose: (choice: Choice) => void;
}

/** Whether the device may be gone: the outcome of its removal is unknown. */
export function isUncertain({ id }: Device, outcome: OwnOutcome | null): boolean {
  return outcome?.status === 'unknown' && outcome.targets.some((target) => target.id === id);
}

/** The buttons of a row; each is shown only if it works. */
export function OwnActions({
  device,
  shown,
  permissions,
  outcome,
  choose,
}: RowContext & { readonly device: Device; readonly shown: ShownDevices }): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  const renameAction = useRenameAction();
  if (device.amId === null || !isManageable(device) || isUncertain(device, outcome)) return null;
  const all = shown.kinds.flatMap(({ devices }) => devices ?? []);
  const values = { name: deviceName(device, all), kind: t(`kind.${device.kind}.of`) };
  const deviceId = device.id;
  const removal: RowAction = {
    text: 'device.remove',
    label: t('device.removeLong', values),
    onPress: () => choose({ what: 'remove', deviceId }),
  };
  const renaming = renameAction(device, values.name, () => choose({ what: 'rename', deviceId }));
  return (
    <RowActions
      actions={[...(permissions.rename ? renaming : []), ...(permissions.remove ? [removal] : [])]}
      menuLabel={t('device.actions', values)}
    />
  );
}

/** What is not as usual about a device: it may be gone, or this session cannot change it. */
export function OwnMark({
  device,
  outcome,
}: {
  readonly device: Device;
  readonly outcome: OwnOutcome | null;
}): ReactNode {
  if (isUncertain(device, outcome))
    return (
      <span className="mark mark-caution">
        <Text id="device.notConfirmed" />
      </span>
    );
  if (device.amId === null || isManageable(device)) return null;
  return (
    <span className="mark mark-plain">
      <Icon name="lock" />
      <Text id="device.lockedMark" />
    </span>
  );
}

/** Why a device that was not set up completely cannot be changed alone. */
export function rowNote({ amId }: Device): ReactNode {
  if (amId !== null) return null;
  return (
    <Note icon="warn">
      <p>
        <Text id="device.broken" />
      </p>
    </Note>
  );
}

/** Says once what to do about the devices that this session cannot change. */
export function LockedNotes({ advice }: { readonly advice: readonly LockedAdvice[] }): ReactNode {
  const realm = useViewer().caller.realm ?? undefined;
  const list = useList();
  const titleOf = (kind: Kind) => <Text key={kind} id={`kind.${kind}.title`} />;
  return advice.map(({ text, kinds, signInWith }) => (
    <Note key={text} icon="lock">
      <p>
        <Text id={text} values={{ kinds: <>{list(kinds.map(titleOf))}</> }} />
      </p>
      <p className="note-links">
        {signInWith.map((kind) => (
          <a key={kind} href={signInAddress({ realm, isFresh: true, factor: kind })}>
            <Text id="device.signInWithIt" values={{ kind: titleOf(kind) }} />
          </a>
        ))}
        <SupportLink>
          <Text id="support.askHelpDesk" />
        </SupportLink>
      </p>
    </Note>
  ));
}

/** A kind that could not be read. */
export function FailedKind({
  kind,
  failure,
  isBusy,
  onRetry,
}: {
  readonly kind: Kind;
  readonly failure: ReadFailure | null;
  readonly isBusy: boolean;
  readonly onRetry: () => void;
}): ReactNode {
  const card = useFocusAfter<HTMLDivElement>();
  useRetryAnnouncement(failure, isBusy);
  return (
    <div ref={card} role="alert">
      <div className="card-empty">
        <p>
          <strong>
            <Text id={`kind.${kind}.title`} />
          </strong>
          <br />
          <Text id="devices.kindFailed" /> {failure !== null && <FailureText failure={failure} />}
        </p>
      </div>
      <div className="card-foot">
        <Button isDense isBusy={isBusy} onPress={onRetry}>
          <Text id={isBusy ? 'retry.busy' : 'retry'} />
        </Button>
        {typeof failure?.reference === 'string' && <Reference>{failure.reference}</Reference>}
      </div>
    </div>
  );
}
