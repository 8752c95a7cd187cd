/** Bob's demo devices of every kind, and what AM itself stores of them. */
import type { DeviceKind } from '../../src/domain/device.ts';
import type { Flavor } from '../../src/domain/flavor.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, realmPath } from '../openam/am-rest.ts';
import type { Peer } from '../support/peer.ts';

/** One kind, as AM and the gateway name it. */
export interface DemoKind {
  readonly kind: DeviceKind;
  /** The field of `User` that lists it. */
  readonly field: string;
  readonly typeName: string;
  /** The attribute of a person that holds one JSON document for each device (contract §4.3). */
  readonly attribute: string;
  /** The path below `users/{id}/devices/`; OpenAM has push elsewhere (U30). */
  readonly path: string;
  readonly idField: 'uuid' | 'identifier';
  /** The member that a person may change; null where none. */
  readonly label: 'deviceName' | 'alias' | null;
  readonly ids: readonly [string, ...string[]];
  readonly name: string;
  readonly atOnce: boolean;
}

const common = { idField: 'uuid', label: 'deviceName', atOnce: false } as const;

/** All kinds in the order in which they are answered. */
export const demoKinds: readonly DemoKind[] = [
  {
    ...common,
    kind: 'OATH',
    field: 'oathDevices',
    typeName: 'OathDevice',
    attribute: 'oathDeviceProfiles',
    path: '2fa/oath',
    ids: [deviceIds.bobOath, deviceIds.bobOathSecond],
    name: "Bob's phone",
    atOnce: true,
  },
  {
    ...common,
    kind: 'PUSH',
    field: 'pushDevices',
    typeName: 'PushDevice',
    attribute: 'pushDeviceProfiles',
    path: 'push',
    ids: [deviceIds.bobPush],
    name: "Bob's push phone",
    atOnce: true,
  },
  {
    ...common,
    kind: 'WEB_AUTHN',
    field: 'webAuthnDevices',
    typeName: 'WebAuthnDevice',
    attribute: 'webauthnDeviceProfiles',
    path: '2fa/webauthn',
    ids: [deviceIds.bobWebauthn],
    name: "Bob's security key",
  },
  {
    ...common,
    kind: 'BOUND',
    field: 'boundDevices',
    typeName: 'BoundDevice',
    attribute: 'boundDeviceProfiles',
    path: '2fa/binding',
    ids: [deviceIds.bobBinding],
    name: "Bob's bound phone",
  },
  {
    ...common,
    kind: 'PROFILE',
    field: 'profileDevices',
    typeName: 'ProfileDevice',
    attribute: 'deviceProfiles',
    path: 'profile',
    idField: 'identifier',
    label: 'alias',
    ids: [deviceIds.bobProfile],
    name: "Bob's browser",
  },
  {
    ...common,
    kind: 'TRUSTED',
    field: 'trustedDevices',
    typeName: 'TrustedDevice',
    attribute: 'devicePrintProfiles',
    path: 'trusted',
    label: null,
    ids: [deviceIds.bobTrusted],
    name: "Bob's laptop",
  },
];

/** The flavours, and with which of them a kind can be tried. */
export const flavors = ['pingam', 'aic', 'openam'] as const;

/** The kinds that a flavour has (contract §3.1). */
export function kindsOf(flavor: Flavor): readonly DemoKind[] {
  if (flavor !== 'openam') return demoKinds;
  return demoKinds.filter(({ kind }) => ['OATH', 'PUSH', 'TRUSTED'].includes(kind));
}

/** The kinds that a flavour lacks. */
export function missingKindsOf(flavor: Flavor): readonly DemoKind[] {
  return demoKinds.filter((one) => !kindsOf(flavor).includes(one));
}

/** One row for each flavour and kind that it has. */
export const everyKind = flavors.flatMap((flavor) =>
  kindsOf(flavor).map((demo) => ({ flavor, demo, kind: demo.kind })),
);

/** What AM stores of a person's devices of every kind, read from AM itself by the super user. */
export async function storedDevices(
  { rest, idOf, signIn }: Peer,
  name = 'bob',
): Promise<Readonly<Record<DeviceKind, readonly unknown[]>>> {
  const path = `${realmPath('alpha')}/users/${idOf(name)}`;
  const { status, body } = await rest.call(path, { headers: { ...(await signIn('amadmin')) } });
  if (status !== 200) throw new Error(`AM answered ${status} to a read of ${name}`);
  const of = (kind: DeviceKind): unknown[] => {
    const attribute = demoKinds.find((one) => one.kind === kind)?.attribute ?? '';
    return listAt(body, attribute).map((value): unknown => JSON.parse(String(value)));
  };
  return {
    OATH: of('OATH'),
    PUSH: of('PUSH'),
    WEB_AUTHN: of('WEB_AUTHN'),
    BOUND: of('BOUND'),
    PROFILE: of('PROFILE'),
    TRUSTED: of('TRUSTED'),
  };
}

/** The ids of stored devices. */
export function idsOf(stored: readonly unknown[], { idField }: DemoKind): unknown[] {
  return stored.map((device) => fieldAt(device, idField));
}

/** A record such as AM stores, with another id and label. */
export function recordOf(demo: DemoKind, id: string | undefined, name: string): string {
  const label = demo.label ?? 'name';
  const dates = { createdDate: 1_767_600_000_000, lastSelectedDate: 1_795_168_800_000 };
  return JSON.stringify({ [demo.idField]: id, [label]: name, ...dates, recoveryCodes: ['SECRET'] });
}
