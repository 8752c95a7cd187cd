/** The callers and targets of the matrix at one sandbox, and a gateway for all kinds of caller. */
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { TestGatewayOptions } from '../support/gateway.ts';
import { demoKinds } from '../devices/demo-devices.ts';
import { fieldAt } from '../support/json.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage as openAny, type Stage } from '../support/stage.ts';
import type { CallerName, TargetName } from './matrix.ts';
import { holders, scopesOf } from './token-matrix.ts';

/** Opens a stage whose gateway serves every kind of caller; `env` overrides options. */
export function openStage(
  flavor: Flavor = 'pingam',
  { env = {}, ...options }: TestGatewayOptions = {},
): Promise<Stage> {
  return openAny(flavor, { ...options, env: everyCallerEnv(env) });
}

/** A caller of the matrix: how they show who they are, and the person they are. */
export interface Caller {
  readonly header: SessionHeader;
  /** Null for an anonymous caller, and if the person has no id that this flavour accepts. */
  readonly own: { readonly name: string; readonly realm: string } | null;
  /** Whether AM must receive the caller's own credential, never the gateway's. */
  readonly forwards: 'always' | 'for oneself' | 'never';
}

/** Signs in every caller. */
export async function callersAt({
  peer,
  sandbox,
}: Omit<Stage, 'restart'>): Promise<Record<CallerName, Caller>> {
  const session = async (
    name: string,
    realm: string,
    forwards: Caller['forwards'] = 'for oneself',
  ): Promise<Caller> => ({ header: await peer.signIn(name), own: { name, realm }, forwards });
  const forAlice = (...scopes: string[]): Caller => ({
    header: bearer(sandbox, 'alice', { scopes }),
    own: { name: 'alice', realm: 'alpha' },
    forwards: 'never',
  });
  const ended = await session('alice', 'alpha', 'never');
  await endSession(peer, ended.header);
  return {
    nobody: { header: {}, own: null, forwards: 'never' },
    'an ended session': ended,
    alice: await session('alice', 'alpha'),
    'a bearer for alice who may read': forAlice('devices:read'),
    'a bearer for alice who may read and reset': forAlice('devices:read', 'devices:reset'),
    'helen of the help desk': await session('helen', 'alpha'),
    'oscar the administrator': await session('oscar', 'alpha'),
    'rita the auditor': await session('rita', 'alpha'),
    'amadmin the super user': await session('amadmin', 'root', 'always'),
    'hektor of the help desk of beta': await session('hektor', 'beta'),
  };
}

/** The callers of the matrix of access tokens. */
export function tokensAt({ sandbox }: Pick<Stage, 'sandbox'>): Record<string, Caller> {
  return Object.fromEntries(
    Object.entries(scopesOf).flatMap(([scope, scopes]) =>
      holders.map((name): [string, Caller] => [
        `${scope}, ${name}`,
        {
          header: bearer(sandbox, name, { scopes }),
          own: { name, realm: 'alpha' },
          forwards: 'never',
        },
      ]),
    ),
  );
}

/** Signs a caller out at AM, without the gateway. */
export async function endSession(peer: SandboxPeer, header: SessionHeader): Promise<void> {
  const answer = await peer.rest.call('/json/realms/root/sessions?_action=logout', {
    method: 'POST',
    resource: '2.0',
    headers: header,
    json: {},
  });
  if (answer.status !== 200) throw new Error(`AM answered ${answer.status} to a sign-out`);
}

/** Names a target as a client does; null if this flavour cannot name it. */
export function nameOf(
  peer: SandboxPeer,
  { own }: Caller,
  target: TargetName,
): { readonly id?: string; readonly realm?: string } | null {
  const missing = peer.flavor === 'aic' ? '00000000-0000-4000-8000-00000000dead' : 'not-there';
  switch (target) {
    case 'unnamed':
      return {};
    case 'own name':
      return { id: peer.idOf(own?.name ?? 'alice'), realm: own?.realm ?? 'alpha' };
    case 'own name in root':
      return { id: peer.idOf(own?.name ?? 'alice'), realm: 'root' };
    case 'amadmin':
      return { id: 'amadmin', realm: 'root' };
    case 'bella':
      return { id: peer.idOf('bella'), realm: 'beta' };
    case 'missing':
      return { id: missing, realm: 'alpha' };
    default:
      return { id: peer.idOf(target), realm: 'alpha' };
  }
}

/** Gives a person the devices that bob has, and others. */
export type Giver = (
  name: string,
  realm: string,
  more?: Readonly<Record<string, readonly string[]>>,
) => Promise<void>;

/** Gives people the devices that bob has, every kind of them, as the super user would. */
export async function giveBobsDevices(peer: SandboxPeer): Promise<Giver> {
  const admin = { ...(await peer.signIn('amadmin')) };
  const resource = peer.flavor === 'openam' ? '3.0' : '4.0';
  const read = await peer.rest.call(personPath(peer, 'bob', 'alpha'), { resource, headers: admin });
  const json = Object.fromEntries(
    demoKinds
      .map(({ attribute }) => [attribute, fieldAt(read.body, attribute)])
      .filter(([, value]) => value),
  );
  return async (name, realm, more = {}) => {
    const answer = await peer.rest.call(personPath(peer, name, realm), {
      method: 'PUT',
      resource,
      headers: { ...admin, 'If-Match': '*' },
      json: { ...json, ...more },
    });
    if (answer.status !== 200)
      throw new Error(`AM answered ${answer.status} to a change of ${name}`);
  };
}

function personPath(peer: SandboxPeer, name: string, realm: string): string {
  const place = realm === 'root' ? '' : `/realms/${realm}`;
  return `/json/realms/root${place}/users/${peer.idOf(name)}`;
}
