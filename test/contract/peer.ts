/**
 * The server of the suite: the sandbox's `openam` personality, or the real OpenAM if `OPENAM` is
 * set.
 */
import { startSandbox } from '../../src/sandbox/index.ts';
import {
  type AmAnswer,
  type AmCall,
  type AmRest,
  createAmRest,
  realmPath,
} from '../openam/am-rest.ts';
import { PASSWORD, readState } from '../openam/layout.ts';
import { PEOPLE } from '../openam/people.ts';

/** A kind of device as OpenAM serves and stores it. */
export interface DeviceKind {
  /** The path below `users/{user}/devices/`. */
  readonly path: '2fa/oath' | 'push' | 'trusted';
  readonly attribute: 'oathDeviceProfiles' | 'pushDeviceProfiles' | 'devicePrintProfiles';
}

/** The kinds of OpenAM. */
export const KINDS = {
  oath: { path: '2fa/oath', attribute: 'oathDeviceProfiles' },
  push: { path: 'push', attribute: 'pushDeviceProfiles' },
  trusted: { path: 'trusted', attribute: 'devicePrintProfiles' },
} as const satisfies Record<string, DeviceKind>;

/** The server and helpers to call it. */
export interface Peer {
  readonly rest: AmRest;
  /** A session of the super user. */
  readonly admin: string;
  readonly signIn: (name: string, realm?: string) => Promise<string>;
  /** A call below realm alpha. */
  readonly alpha: (place: string, call?: AmCall) => Promise<AmAnswer>;
  /** Lists a user's devices, with optional `_fields`. */
  readonly list: (
    token: string,
    own: { readonly user: string; readonly kind?: DeviceKind; readonly query?: string },
  ) => Promise<AmAnswer>;
  /** Calls an `_action` on a user's devices. Default body: `{}`. */
  readonly act: (
    token: string,
    own: {
      readonly user: string;
      readonly action: string;
      readonly kind?: DeviceKind;
      readonly call?: AmCall;
    },
  ) => Promise<AmAnswer>;
  /** Writes attributes of a user in alpha, as the super user. */
  readonly plant: (name: string, attributes: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Resets the attributes and devices of a user in alpha. */
  readonly restore: (name: string) => Promise<void>;
  /** Reads attributes of a user in alpha, as the super user. */
  readonly stored: (name: string, ...attributes: readonly string[]) => Promise<AmAnswer>;
  /** Resets all changed users and stops what was started. */
  readonly close: () => Promise<void>;
}

/** Opens the peer of this run. */
export async function openPeer(): Promise<Peer> {
  const { url, close } = process.env['OPENAM'] ? findOpenAm() : await startOwnSandbox();
  const rest = createAmRest(url);
  const admin = await rest.signIn('/', 'amadmin', PASSWORD);
  const planted = new Set<string>();
  const alpha: Peer['alpha'] = (place, call) => rest.call(`${realmPath('alpha')}/${place}`, call);
  const plant: Peer['plant'] = async (name, json) => {
    planted.add(name);
    const headers = { 'If-Match': '*' };
    const call = { method: 'PUT', token: admin, resource: '3.0', json, headers } as const;
    const answer = await alpha(`users/${name}`, call);
    if (answer.status !== 200) throw new Error(`Planting ${name}: ${answer.status} ${answer.text}`);
  };
  const restore: Peer['restore'] = async (name) => {
    const person = PEOPLE.find((one) => one.name === name);
    if (person !== undefined) await plant(name, person.attributes);
  };
  return {
    rest,
    admin,
    alpha,
    plant,
    restore,
    signIn: (name, realm = 'alpha') => rest.signIn(realm, name, PASSWORD),
    list: (token, { user, kind = KINDS.oath, query = '' }) =>
      alpha(`users/${user}/devices/${kind.path}?_queryFilter=true${query}`, {
        token,
        resource: '1.0',
      }),
    act: (token, { user, action, kind = KINDS.oath, call = { json: {} } }) =>
      alpha(`users/${user}/devices/${kind.path}?_action=${action}`, {
        method: 'POST',
        token,
        resource: '1.0',
        ...call,
      }),
    stored: (name, ...attributes) =>
      alpha(`users/${name}?_fields=${attributes.join(',')}`, { token: admin, resource: '3.0' }),
    close: async () => {
      for (const name of planted) await restore(name);
      await close();
    },
  };
}

interface Address {
  readonly url: string;
  readonly close: () => Promise<void>;
}

function findOpenAm(): Address {
  const state = readState();
  if (state === undefined) {
    throw new Error('There is no OpenAM to test against; start one with: npm run openam');
  }
  return { url: state.url, close: async () => {} };
}

async function startOwnSandbox(): Promise<Address> {
  const sandbox = await startSandbox({ flavor: 'openam', port: 0 });
  return { url: sandbox.url, close: () => sandbox.close() };
}
