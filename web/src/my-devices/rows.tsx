import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { signInAddress } from '../data/sign-in.ts';
import { Button } from '../parts/button.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import { ReadFailureText, useRetryAnnouncement } from '../parts/failure-panel.tsx';
import { ForwardIcon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { RenameButton } from '../parts/rename-button.tsx';
import { Reference } from '../parts/reference.tsx';
import { SetUpLinks } from '../parts/set-up-link.tsx';
import { SupportLink } from '../parts/support.tsx';
import { useFocusAfter } from '../shell/view-title.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import type { Choice } from './choice.ts';
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

/** Whether this session may manage a device, as far as Access Management reports it. */
function isManageable({ canManage }: Device): boolean {
  return canManage !== false;
}

/** The mark of a device that may be gone. */
export function NotConfirmed(): ReactNode {
  return (
    <span className="mark mark-caution">
      <Text id="device.notConfirmed" />
    </span>
  );
}

/** The buttons of a row; each is shown only if it works. */
export function RowActions({
  device,
  shown,
  permissions,
  outcome,
  choose,
}: RowContext & { readonly device: Device; readonly shown: ShownDevices }): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  if (device.amId === null || !isManageable(device) || isUncertain(device, outcome)) return null;
  const all = shown.kinds.flatMap(({ devices }) => devices ?? []);
  const values = { name: deviceName(device, all), kind: t(`kind.${device.kind}.of`) };
  const deviceId = device.id;
  return (
    <>
      {permissions.rename && (
        <RenameButton
          device={device}
          name={values.name}
          onPress={() => choose({ what: 'rename', deviceId })}
        />
      )}
      {permissions.remove && (
        <Button
          isDense
          opensDialog
          label={t('device.removeLong', values)}
          onPress={() => choose({ what: 'remove', deviceId })}
        >
          <Text id="device.remove" />
        </Button>
      )}
    </>
  );
}

/** Says why a row cannot be managed and what to do; null if it can. */
export function rowNote(device: Device): ReactNode {
  if (device.amId === null) return <BrokenNote />;
  return isManageable(device) ? null : <LockedNote />;
}

function BrokenNote(): ReactNode {
  return (
    <Note icon="warn">
      <p>
        <Text id="device.broken" />
      </p>
    </Note>
  );
}

function LockedNote(): ReactNode {
  const { caller } = useViewer();
  return (
    <Note>
      <p>
        <Text id="device.locked" />
      </p>
      <p className="note-links">
        <a href={signInAddress({ realm: caller.realm ?? undefined, isFresh: true })}>
          <Text id="device.signInWithIt" />
        </a>
        <SupportLink>
          <Text id="support.askHelpDesk" />
        </SupportLink>
      </p>
    </Note>
  );
}

/** The foot of a kind: codes that are not accepted, and the removal of all its devices. */
export function KindFoot({
  kind,
  devices,
  permissions,
  outcome,
  choose,
}: RowContext & { readonly kind: Kind; readonly devices: readonly Device[] }): ReactNode {
  if (devices.some((device) => isUncertain(device, outcome))) {
    return (
      <div className="card-foot">
        <p className="quiet small">
          <Text id="devices.afterCheck" />
        </p>
      </div>
    );
  }
  const isMany = devices.length > 1 || devices.some(({ amId }) => amId === null);
  const canReset = permissions.reset && isMany && devices.every(isManageable);
  if (kind !== 'OATH' && !canReset) return null;
  return (
    <div className="card-foot">
      {kind === 'OATH' && (
        <EntryButton
          title="check.title"
          about="check.about"
          onPress={() => choose({ what: 'check' })}
        />
      )}
      {canReset && (
        <Button isDense opensDialog onPress={() => choose({ what: 'reset', kind })}>
          <Text id={`kind.${kind}.all`} values={{ count: devices.length }} />
        </Button>
      )}
    </div>
  );
}

/** A button that opens a guided dialog, with one line about it. */
export function EntryButton({
  title,
  about,
  onPress,
}: {
  readonly title: MessageKey;
  readonly about: MessageKey;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <button type="button" className="entry" aria-haspopup="dialog" onClick={onPress}>
      <span>
        <Text id={title} />
      </span>
      <ForwardIcon />
      <small>
        <Text id={about} />
      </small>
    </button>
  );
}

/** A kind without devices. */
export function EmptyKind({ kind }: { readonly kind: Kind }): ReactNode {
  return (
    <div className="card card-empty">
      <p className="quiet">
        <Text id="devices.none" />
      </p>
      <SetUpLinks kinds={[kind]} look="dense" />
    </div>
  );
}

/** A kind that could not be read. */
export function FailedKind({
  failure,
  isBusy,
  onRetry,
}: {
  readonly failure: Failure | null;
  readonly isBusy: boolean;
  readonly onRetry: () => void;
}): ReactNode {
  const card = useFocusAfter<HTMLDivElement>();
  useRetryAnnouncement(failure, isBusy);
  return (
    <div ref={card} className="card" role="alert">
      <div className="card-empty">
        <p>
          <strong>
            <Text id="devices.kindFailed" />
          </strong>{' '}
          {failure !== null && <ReadFailureText failure={failure} />}
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
