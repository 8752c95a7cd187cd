import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Device, Kind } from '../parts/device.ts';
import { DeviceName } from '../parts/device-name.tsx';
import { Icon } from '../parts/icon.tsx';
import { useList } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';

/** Returns the kinds that the reader can remove as a whole in this session. */
export function removableKinds(devices: readonly Device[]): readonly Kind[] {
  const kinds = [...new Set(devices.map(({ kind }) => kind))];
  return kinds.filter((kind) =>
    devices.every((device) => device.kind !== kind || device.canManage !== false),
  );
}

/** A checkbox for each kind, with the names of its devices, to say what is lost. */
export function LostKinds({
  devices,
  kinds,
  isEmpty,
  isBusy,
  onKinds,
}: {
  readonly devices: readonly Device[];
  /** The ticked kinds. */
  readonly kinds: readonly Kind[];
  /** Whether the reader has confirmed without a tick. */
  readonly isEmpty: boolean;
  readonly isBusy: boolean;
  readonly onKinds: (kinds: readonly Kind[]) => void;
}): ReactNode {
  const list = useList();
  const { t } = useText();
  const id = useId();
  const count = devices.filter(({ kind }) => kinds.includes(kind)).length;
  return (
    <fieldset className="lost" aria-describedby={isEmpty ? id : undefined}>
      <legend>
        <Text id="everything.lost" />
      </legend>
      {removableKinds(devices).map((kind) => (
        <label className="choice" key={kind}>
          <input
            type="checkbox"
            checked={kinds.includes(kind)}
            disabled={isBusy}
            onChange={({ target }) => {
              const others = kinds.filter((other) => other !== kind);
              onKinds(target.checked ? [...others, kind] : others);
            }}
          />
          <span>
            <Text id={`kind.${kind}.title`} />
            <small>
              {list(
                devices
                  .filter((device) => device.kind === kind)
                  .map((device) => <DeviceName key={device.id} device={device} among={devices} />),
              )}
            </small>
          </span>
        </label>
      ))}
      <p className="hidden-text" role="status">
        {count > 0 && t('preview.status', { count })}
      </p>
      {isEmpty && (
        <p className="field-error" id={id} role="alert">
          <Icon name="warn" />
          <Text id="everything.nothing" />
        </p>
      )}
    </fieldset>
  );
}
