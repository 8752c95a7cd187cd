import type { ReactNode } from 'react';
import { config } from '../config.ts';
import type { Failure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { signInAddress } from '../data/sign-in.ts';
import { Button } from '../parts/button.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { ForwardIcon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { RenameButton } from '../parts/rename-button.tsx';
import { Reference } from '../parts/reference.tsx';
import { SupportLink } from '../parts/support.tsx';
import { Text, useText } from '../text/text.tsx';
import type { Choice } from './choice.ts';
import type { Outcome } from './outcome.ts';
import type { Shown } from './use-my-devices.ts';

/** What rows need to know of the page. */
export interface RowContext {
  readonly may: { readonly reset: boolean; readonly remove: boolean; readonly rename: boolean };
  readonly outcome: Outcome | null;
  readonly choose: (choice: Choice) => void;
}

/** Whether nobody knows if the device is still there. */
export function isUncertain({ id }: Device, outcome: Outcome | null): boolean {
  return outcome?.status === 'unknown' && outcome.targets.some((target) => target.id === id);
}

/** Whether this session may manage a device, as far as Access Management tells. */
function isManageable({ canManage }: Device): boolean {
  return canManage !== false;
}

/** *Not confirmed*, while nobody knows whether the device is still there. */
export function NotConfirmed(): ReactNode {
  return (
    <span className="mark mark-caution">
      <Text id="device.notConfirmed" />
    </span>
  );
}

/** Rename and remove, each only where it works. */
export function RowActions({
  device,
  shown,
  may,
  outcome,
  choose,
}: RowContext & { readonly device: Device; readonly shown: Shown }): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  if (device.amId === null || !isManageable(device) || isUncertain(device, outcome)) return null;
  const all = shown.kinds.flatMap(({ devices }) => devices ?? []);
  const values = { name: deviceName(device, all), kind: t(`kind.${device.kind}.of`) };
  const deviceId = device.id;
  return (
    <>
      {may.rename && (
        <RenameButton
          device={device}
          name={values.name}
          onPress={() => choose({ what: 'rename', deviceId })}
        />
      )}
      {may.remove && (
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

/** Why a row cannot be managed, and how it can; null for one that can. */
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
        <a href={signInAddress({ realm: caller.realm ?? undefined, fresh: true })}>
          <Text id="device.signInWithIt" />
        </a>
        <SupportLink>
          <Text id="support.askHelpDesk" />
        </SupportLink>
      </p>
    </Note>
  );
}

/** What concerns a whole kind: codes that are not accepted, the removal of all. */
export function KindFoot({
  kind,
  devices,
  may,
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
  const canReset = may.reset && isMany && devices.every(isManageable);
  if (kind !== 'OATH' && !canReset) return null;
  return (
    <div className="card-foot">
      {kind === 'OATH' && (
        <button
          type="button"
          className="entry"
          aria-haspopup="dialog"
          onClick={() => choose({ what: 'check' })}
        >
          <span>
            <Text id="check.title" />
          </span>
          <ForwardIcon />
          <small>
            <Text id="check.about" />
          </small>
        </button>
      )}
      {canReset && (
        <Button isDense opensDialog onPress={() => choose({ what: 'reset', kind })}>
          <Text id={`kind.${kind}.all`} values={{ count: devices.length }} />
        </Button>
      )}
    </div>
  );
}

/** A kind that was read and has no device. */
export function EmptyKind({ kind }: { readonly kind: Kind }): ReactNode {
  const { enrolmentLink } = config;
  return (
    <div className="card card-empty">
      <p className="quiet">
        <Text id="devices.none" />
      </p>
      {enrolmentLink !== null && kind !== 'TRUSTED' && (
        <a className="button button-dense" href={enrolmentLink}>
          <Text id={`kind.${kind}.setUp`} />
        </a>
      )}
    </div>
  );
}

/** A kind that could not be read: never an empty list. */
export function FailedKind({
  failure,
  busy,
  onRetry,
}: {
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly onRetry: () => Promise<unknown>;
}): ReactNode {
  return (
    <div className="card" role="alert">
      <div className="card-empty">
        <p>
          <strong>
            <Text id="devices.kindFailed" />
          </strong>{' '}
          {failure !== null && <FailureText failure={failure} />}
        </p>
      </div>
      <div className="card-foot">
        <Button isDense isBusy={busy} onPress={() => void onRetry()}>
          <Text id={busy ? 'retry.busy' : 'retry'} />
        </Button>
        {typeof failure?.reference === 'string' && <Reference>{failure.reference}</Reference>}
      </div>
    </div>
  );
}
