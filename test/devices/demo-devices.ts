/** Bob's demo devices of every kind, and the records of them in AM. */
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import { realmPath } from '../openam/am-rest.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { Peer } from '../support/peer.ts';
import type { Stage } from '../support/stage.ts';

/** One kind, by its names in AM and in the gateway. */
export interface DemoKind {
  readonly kind: DeviceKind;
  /** The field of `User` that lists it. */
  readonly field: string;
  /** The attribute of a person that holds one JSON document for each device (contract §4.3). */
  readonly attribute: string;
  /** The path below `users/{id}/devices/`; OpenAM has push elsewhere (U30). */
  readonly path: string;
  readonly idField: 'uuid' | 'identifier' | '_id';
  /** The property that a user may change, or null. */
  readonly label: 'deviceName' | 'alias' | null;
  readonly ids: readonly [string, ...string[]];
  /** Null if AM is not known to name devices of the kind. */
  readonly name: string | null;
  readonly atOnce: boolean;
}

type DemoOptions = Partial<Pick<DemoKind, 'idField' | 'label' | 'atOnce'>>;

function demo(
  kind: DeviceKind,
  [field, attribute, path]: readonly [string, string, string],
  ids: DemoKind['ids'],
  { name, ...more }: DemoOptions & Pick<DemoKind, 'name'>,
): DemoKind {
  const common = { idField: 'uuid', label: 'deviceName', atOnce: false } as const;
  return { kind, field, attribute, path, ids, name, ...common, ...more };
}

/** The name of a kind's type. */
export function typeOf({ field }: DemoKind): string {
  return field.charAt(0).toUpperCase() + field.slice(1, -1);
}

const { bobOath, bobOathSecond, bobPush, bobWebauthn, bobBinding, bobRecognize } = deviceIds;
const { bobProfile, bobTrusted } = deviceIds;

/** All kinds, in the order of responses. */
export const demoKinds: readonly DemoKind[] = [
  demo('OATH', ['oathDevices', 'oathDeviceProfiles', '2fa/oath'], [bobOath, bobOathSecond], {
    name: "Bob's phone",
    atOnce: true,
  }),
  demo('PUSH', ['pushDevices', 'pushDeviceProfiles', 'push'], [bobPush], {
    name: "Bob's push phone",
    atOnce: true,
  }),
  demo('WEB_AUTHN', ['webAuthnDevices', 'webauthnDeviceProfiles', '2fa/webauthn'], [bobWebauthn], {
    name: "Bob's security key",
  }),
  demo('BOUND', ['boundDevices', 'boundDeviceProfiles', '2fa/binding'], [bobBinding], {
    name: "Bob's bound phone",
  }),
  demo(
    'RECOGNIZE',
    ['recognizeDevices', 'recognizeDeviceProfiles', '2fa/recognize'],
    [bobRecognize],
    {
      name: null,
      idField: '_id',
      label: null,
    },
  ),
  demo('PROFILE', ['profileDevices', 'deviceProfiles', 'profile'], [bobProfile], {
    name: "Bob's browser",
    idField: 'identifier',
    label: 'alias',
  }),
  demo('TRUSTED', ['trustedDevices', 'devicePrintProfiles', 'trusted'], [bobTrusted], {
    name: "Bob's laptop",
    label: null,
  }),
];

/** The demo devices of one kind. */
export function demoOf(kind: DeviceKind): DemoKind {
  const found = demoKinds.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`There is no demo device of kind ${kind}.`);
  return found;
}

export const flavors = ['pingam', 'aic', 'openam'] as const;

/** The kinds that a flavour lacks (contract §3.1). */
const lacking: Readonly<Record<Flavor, readonly DeviceKind[]>> = {
  pingam: ['RECOGNIZE'],
  aic: [],
  openam: ['WEB_AUTHN', 'BOUND', 'RECOGNIZE', 'PROFILE'],
};

/** The kinds that a flavour has. */
export function kindsOf(flavor: Flavor): readonly DemoKind[] {
  return demoKinds.filter(({ kind }) => !lacking[flavor].includes(kind));
}

/** The kinds that a flavour lacks. */
export function missingKindsOf(flavor: Flavor): readonly DemoKind[] {
  return demoKinds.filter((one) => !kindsOf(flavor).includes(one));
}

/** The path of bob's devices of a kind at AM. */
export function placeOf({ flavor, idOf }: Peer, { path }: DemoKind): string {
  const isMoved = path === 'push' && flavor !== 'openam';
  return `users/${idOf('bob')}/devices/${isMoved ? '2fa/push' : path}`;
}

/** The marks of secrets that a response or the log contains. */
export function secretsIn({ gateway }: Stage, text: string): string[] {
  return secretMarks.filter((mark) => [text, ...gateway.log].join('').includes(mark));
}

/** The records of bob's devices in AM, read by the super user. */
export async function storedDevices({
  rest,
  idOf,
  signIn,
}: Peer): Promise<Readonly<Record<DeviceKind, readonly unknown[]>>> {
  const path = `${realmPath('alpha')}/users/${idOf('bob')}`;
  const { status, body } = await rest.call(path, { headers: { ...(await signIn('amadmin')) } });
  if (status !== 200) throw new Error(`AM answered ${status} to a read of bob.`);
  const of = (kind: DeviceKind): unknown[] => {
    const { attribute } = demoOf(kind);
    const values = fieldAt(body, attribute) === undefined ? [] : listAt(body, attribute);
    return values.map((value): unknown => JSON.parse(String(value)));
  };
  return {
    OATH: of('OATH'),
    PUSH: of('PUSH'),
    WEB_AUTHN: of('WEB_AUTHN'),
    BOUND: of('BOUND'),
    RECOGNIZE: of('RECOGNIZE'),
    PROFILE: of('PROFILE'),
    TRUSTED: of('TRUSTED'),
  };
}

/** The ids of stored devices. */
export function idsOf(stored: readonly unknown[], { idField }: DemoKind): unknown[] {
  return stored.map((device) => fieldAt(device, idField));
}

/** A record in the format of AM. */
export function recordOf({ idField, label }: DemoKind, id: string | undefined, name: string) {
  const dates = { createdDate: 1_767_600_000_000, lastSelectedDate: 1_795_168_800_000 };
  return JSON.stringify({
    [idField]: id,
    [label ?? 'name']: name,
    ...dates,
    recoveryCodes: ['SECRET'],
  });
}
