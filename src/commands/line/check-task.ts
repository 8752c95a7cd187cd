import type { DeviceKind } from '../../domain/devices/device.ts';
import { UsageError } from './arguments.ts';
import { kindNamed, kindNames } from './kind-names.ts';

/** What `identity-gateway check --record` records. */
export interface RecordTask {
  readonly kind: 'record';
  readonly file: string;
  readonly user: string;
  /** The name of the realm; undefined for the default one. */
  readonly realm: string | undefined;
  /** The device to rename and remove; undefined if nothing is written. */
  readonly write: { readonly kind: DeviceKind; readonly device: string } | undefined;
}

/** What `identity-gateway check` does. */
export type CheckTask =
  | { readonly kind: 'configuration' | 'online' }
  | RecordTask
  | { readonly kind: 'replay'; readonly file: string };

type CheckValues = Readonly<
  Partial<Record<'record' | 'user' | 'realm' | 'write' | 'replay', string>>
> & { readonly online?: boolean };

/** Reads the options of `check`. @throws UsageError for options that do not go together */
export function checkTask({ online, record, replay, ...of }: CheckValues): CheckTask {
  const tasks = [online, record, replay].filter((one) => one !== undefined);
  if (tasks.length > 1) throw new UsageError('--online, --record and --replay exclude each other.');
  const { user, realm, write } = of;
  if (record !== undefined) {
    if (user === undefined) throw new UsageError('--record needs --user NAME.');
    const device = write === undefined ? undefined : readWrite(write);
    return { kind: 'record', file: record, user, realm, write: device };
  }
  const [stray] = Object.entries(of).filter(([, value]) => value !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray[0]} belongs to --record.`);
  if (replay !== undefined) return { kind: 'replay', file: replay };
  return { kind: online === true ? 'online' : 'configuration' };
}

/** A kind and the name of a device: `oath:spare`. */
function readWrite(text: string): RecordTask['write'] {
  const [name = '', ...rest] = text.split(':');
  const kind = kindNamed(name);
  if (kind !== undefined && rest.join(':') !== '') return { kind, device: rest.join(':') };
  throw new UsageError(`--write: write KIND:DEVICE, with a kind of ${kindNames}.`);
}
