/** The AMs that the end-to-end tests run against: the sandbox's three flavours, or a real OpenAM. */
import { readFileSync } from 'node:fs';
import type { Flavor } from '../../src/domain/flavor.ts';
import { PERSON_UUIDS, SANDBOX_PASSWORD, startSandbox } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { createAmRest, fieldAt, listAt, realmPath, textAt } from '../openam/am-rest.ts';
import type { AmRest } from '../openam/am-rest.ts';
import { reseedPeople } from '../openam/seed.ts';

/** One header with a session in it, as `npm run sign-in` prints it. */
export type SessionHeader = Readonly<Record<string, string>>;

/** An AM to test against. */
export interface Peer {
  readonly name: string;
  readonly flavor: Flavor;
  readonly url: string;
  readonly cookieName: string;
  /** AM's own interface, for what a test sets up or checks behind the gateway's back. */
  readonly rest: AmRest;
  /** What `User.id` is for somebody: the name, in AIC the UUID. */
  idOf(name: string): string;
  /** Signs in over AM's own REST. */
  signIn(name: string, realm?: string): Promise<SessionHeader>;
  /** The ids of a person's devices, read by the super user from AM itself. */
  deviceIds(name: string, kind: 'OATH' | 'PUSH'): Promise<readonly string[]>;
  /** Sets attributes of a person, as the super user. */
  plant(name: string, attributes: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** People and devices back to the start. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A peer whose inside a test can see and break. */
export interface SandboxPeer extends Peer {
  readonly sandbox: Sandbox;
}

/** Opens a sandbox of one flavour on a free port. */
export async function openSandboxPeer(flavor: Flavor = 'pingam'): Promise<SandboxPeer> {
  const sandbox = await startSandbox({ flavor });
  const { url, cookieName } = sandbox;
  return {
    ...peerAt({ name: `sandbox ${flavor}`, flavor, url, cookieName }),
    sandbox,
    restore: async () => sandbox.reset(),
    close: () => sandbox.close(),
  };
}

/** The real OpenAM that `npm run openam` has started. */
export async function openRealOpenAm(): Promise<Peer> {
  const url = textAt(JSON.parse(readFileSync('.openam/state.json', 'utf8')), 'url') ?? '';
  const peer = peerAt({
    name: 'OpenAM 16',
    flavor: 'openam',
    url,
    cookieName: 'iPlanetDirectoryPro',
  });
  return { ...peer, restore: () => reseedPeople(peer.rest), close: async () => undefined };
}

/** Every peer of this run: with `OPENAM=1` the real server, otherwise the sandbox's flavours. */
export const peers: readonly { readonly name: string; readonly open: () => Promise<Peer> }[] =
  process.env['OPENAM'] === '1'
    ? [{ name: 'OpenAM 16', open: openRealOpenAm }]
    : (['pingam', 'aic', 'openam'] as const).map((flavor) => ({
        name: `sandbox ${flavor}`,
        open: () => openSandboxPeer(flavor),
      }));

function peerAt(
  about: Pick<Peer, 'name' | 'flavor' | 'url' | 'cookieName'>,
): Omit<Peer, 'restore' | 'close'> {
  const { flavor, cookieName } = about;
  const rest = createAmRest(about.url);
  const idOf = (name: string): string =>
    flavor === 'aic'
      ? (new Map<string, string>(Object.entries(PERSON_UUIDS)).get(name) ?? name)
      : name;
  const signIn = async (
    name: string,
    realm = name === 'amadmin' ? '/' : 'alpha',
  ): Promise<SessionHeader> => ({
    [cookieName]: await rest.signIn(realm, name, SANDBOX_PASSWORD),
  });
  const asAdmin = async (): Promise<Record<string, string>> => ({ ...(await signIn('amadmin')) });
  const userPath = (name: string): string =>
    `${realmPath(name === 'mallory' ? 'beta' : 'alpha')}/users/${encodeURIComponent(idOf(name))}`;
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
  };
}
