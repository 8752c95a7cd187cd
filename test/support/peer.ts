/** The AMs of the end-to-end tests: the sandbox's three flavours, or a real OpenAM. */
import { readFileSync } from 'node:fs';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import {
  cast,
  personUuids,
  sandboxEnrolmentSecret,
  sandboxPassword,
  sandboxProofSecret,
  startSandbox,
} from '../../src/sandbox/index.ts';
import type { Sandbox, SandboxOptions, ServiceAccount } from '../../src/sandbox/index.ts';
import { createAmRest, realmPath } from '../openam/am-rest.ts';
import { fieldAt, listAt, textAt } from './json.ts';
import { noteFault } from './observers.ts';
import { nextRsaKeyPair } from './rsa-keys.ts';
import type { AmRest } from '../openam/am-rest.ts';
import { reseedPeople } from '../openam/seed.ts';
import { configureSetupCodes, SETUP_CODE_CHAIN } from '../openam/setup-code-chain.ts';
import { secretFile, withLists } from './with-lists.ts';

/** A header with a session, as `npm run sign-in` prints it. */
export type SessionHeader = Readonly<Record<string, string>>;

/** An AM to test with. */
export interface Peer {
  readonly name: string;
  readonly flavor: Flavor;
  readonly url: string;
  readonly cookieName: string;
  /** AM's own interface, to prepare and check data without the gateway. */
  readonly rest: AmRest;
  /** Returns AM's id of a user: the name; in AIC the UUID. */
  idOf(name: string): string;
  /** Signs in with AM's own REST interface. */
  signIn(name: string, realm?: string): Promise<SessionHeader>;
  /**
   * Signs in with the password and devices of every kind, as AM asks before an owner's change.
   * OpenAM asks for no device.
   */
  signInByDevice(name: string): Promise<SessionHeader>;
  /** Returns the ids of a user's devices, read from AM by the super user. */
  deviceIds(name: string, kind: 'OATH' | 'PUSH'): Promise<readonly string[]>;
  /** Sets attributes of a user, as the super user. */
  plant(name: string, attributes: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** Deletes a user, as the super user. */
  remove(name: string): Promise<void>;
  /** Returns the options of a gateway with help desk and administrators for this AM. */
  staffEnv(): Readonly<Record<string, string>>;
  /**
   * Lets AM ask a gateway at this address before it registers a device. Returns the chain that
   * asks.
   */
  asksBeforeRegistration(address: string): Promise<string>;
  /** Resets users and devices. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A peer that a test can inspect and break. */
export interface SandboxPeer extends Peer {
  readonly sandbox: Sandbox;
}

/**
 * Opens a sandbox of a flavour on a free port. Unless a test is about AM's rule for changes by a
 * device's owner, the journey has the node that takes a password.
 */
export async function openSandboxPeer(
  flavor: Flavor = 'pingam',
  options: Pick<SandboxOptions, 'now' | 'version' | 'deviceManagement'> = {},
): Promise<SandboxPeer> {
  const sandbox = await startSandbox({
    deviceManagement: 'NONE',
    ...options,
    flavor,
    createKeyPair: nextRsaKeyPair,
  });
  noteFaultsOf(sandbox);
  const { url, cookieName } = sandbox;
  return {
    ...peerAt({ name: `sandbox ${flavor}`, flavor, url, cookieName }),
    sandbox,
    signInByDevice: async (name) => ({ [cookieName]: sandbox.startSession(name, everyKind) }),
    staffEnv: () => ({
      ...staffGroups,
      ...(flavor === 'aic' ? serviceAccountEnv(sandbox.serviceAccount) : superUserEnv),
    }),
    asksBeforeRegistration: async (address) => {
      sandbox.configure({ setupCodes: { address, secret: sandboxEnrolmentSecret } });
      return 'twofactor';
    },
    restore: async () => sandbox.reset(),
    close: () => sandbox.close(),
  };
}

/** Lets the observers of gateways be asked after each fault. */
function noteFaultsOf(sandbox: Sandbox): void {
  const { breakNext } = sandbox;
  const noted: Sandbox['breakNext'] = (fault) => {
    noteFault(`a fault of AM (${fault.effect.kind})`);
    breakNext(fault);
  };
  Object.assign(sandbox, { breakNext: noted });
}

const everyKind = ['oath', 'push', 'webauthn', 'binding'] as const;

/** Opens the real OpenAM that `npm run openam` has started. */
export async function openRealOpenAm(): Promise<Peer> {
  const url = textAt(JSON.parse(readFileSync('.openam/state.json', 'utf8')), 'url');
  const peer = peerAt({
    name: 'OpenAM 16',
    flavor: 'openam',
    url,
    cookieName: 'iPlanetDirectoryPro',
  });
  return {
    ...peer,
    signInByDevice: (name) => peer.signIn(name),
    staffEnv: () => ({ ...staffGroups, ...superUserEnv }),
    asksBeforeRegistration: async (address) => {
      await configureSetupCodes(peer.rest, address);
      return SETUP_CODE_CHAIN;
    },
    restore: () => reseedPeople(peer.rest),
    close: async () => undefined,
  };
}

/** The peers of this run: with `OPENAM=1` the real server, otherwise the sandbox's flavours. */
export const peers: readonly { readonly name: string; readonly open: () => Promise<Peer> }[] =
  process.env['OPENAM'] === '1'
    ? [{ name: 'OpenAM 16', open: openRealOpenAm }]
    : (['pingam', 'aic', 'openam'] as const).map((flavor) => ({
        name: `sandbox ${flavor}`,
        open: () => openSandboxPeer(flavor, { deviceManagement: 'SAME' }),
      }));

/** Returns the realm of a sandbox user. */
function realmOf(name: string): string {
  return cast.find((one) => one.name === name)?.realm.slice(1) ?? 'alpha';
}

const staffGroups = {
  HELP_DESK_GROUPS: 'helpdesk',
  ADMIN_GROUPS: 'admins',
  PRIVILEGED_GROUPS: 'executives',
  AUDITOR_GROUPS: 'auditors',
};

/** The journeys of the sandbox by which users prove their identity. */
export const proofEnv = {
  ...withLists({
    proofJourneys: [
      { method: 'push', journey: 'ProveByPush' },
      { method: 'code', journey: 'ProveByCode' },
    ],
  }),
  PROOF_JOURNEY_SECRET: sandboxProofSecret,
};

/** A vendor that verifies users; it is not there. */
export const vendorEnv = {
  ...withLists({
    identityVerification: {
      vendors: [
        {
          name: 'idv',
          title: 'Example ID',
          issuer: 'https://idv.example.com',
          clientId: 'identity-gateway',
          clientSecret: secretFile('a-secret-of-a-client'),
        },
      ],
    },
  }),
  IDENTITY_VERIFICATION_SECRET: 'k'.repeat(40),
};

const superUserEnv = { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };

function serviceAccountEnv({ id, privateJwk }: ServiceAccount): Record<string, string> {
  return { AM_SERVICE_ACCOUNT_ID: id, AM_SERVICE_ACCOUNT_KEY: JSON.stringify(privateJwk) };
}

function peerAt(
  about: Pick<Peer, 'name' | 'flavor' | 'url' | 'cookieName'>,
): Omit<Peer, 'restore' | 'close' | 'signInByDevice' | 'asksBeforeRegistration' | 'staffEnv'> {
  const { flavor, cookieName } = about;
  const rest = createAmRest(about.url);
  const idOf = (name: string): string =>
    flavor === 'aic'
      ? (new Map<string, string>(Object.entries(personUuids)).get(name) ?? name)
      : name;
  const signIn = async (
    name: string,
    realm = name === 'amadmin' ? '/' : realmOf(name),
  ): Promise<SessionHeader> => ({ [cookieName]: await rest.signIn(realm, name, sandboxPassword) });
  const asAdmin = async (): Promise<Record<string, string>> => ({ ...(await signIn('amadmin')) });
  const userPath = (name: string): string =>
    `${realmPath(realmOf(name))}/users/${encodeURIComponent(idOf(name))}`;
  return {
    ...about,
    rest,
    idOf,
    signIn,
    deviceIds: async (name, kind) => {
      const path = kind === 'OATH' ? '2fa/oath' : flavor === 'openam' ? 'push' : '2fa/push';
      const answer = await rest.call(`${userPath(name)}/devices/${path}?_queryFilter=true`, {
        resource: '1.0',
        headers: await asAdmin(),
      });
      if (answer.status !== 200) throw new Error(`AM answered ${answer.status} to a device list`);
      return listAt(answer.body, 'result').map((item) => String(fieldAt(item, 'uuid')));
    },
    plant: async (name, attributes) => {
      const answer = await rest.call(userPath(name), {
        method: 'PUT',
        resource: flavor === 'openam' ? '3.0' : '4.0',
        headers: { ...(await asAdmin()), 'If-Match': '*' },
        json: attributes,
      });
      if (answer.status !== 200)
        throw new Error(`AM answered ${answer.status} to a change of ${name}`);
    },
    remove: async (name) => {
      const headers = { ...(await asAdmin()), 'If-Match': '*' };
      const answer = await rest.call(userPath(name), {
        method: 'DELETE',
        resource: '2.0',
        headers,
      });
      if (answer.status !== 200)
        throw new Error(`AM answered ${answer.status} to the removal of ${name}`);
    },
  };
}
