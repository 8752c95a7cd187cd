/** The stage of the matrix: every caller is signed in and has a device of every kind. */
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { callersAt, giveBobsDevices, nameOf, openStage, type Caller, type Giver } from './cast.ts';
import { areaEnv } from './area-matrix.ts';
import { cellsOf, deeds, everybody, type CallerName, type TargetName } from './matrix.ts';
import { callsAbout, credentialOf } from './received.ts';

/** What the matrix is tried on. */
export interface Matrix {
  readonly stage: Stage;
  readonly cast: Record<CallerName, Caller>;
  /** Gives a person of the cast a device of every kind again. */
  readonly give: Giver;
}

/** One cell, by its caller and target. */
export interface Cell {
  readonly caller: string;
  readonly target: TargetName;
}

/** The scopes that make a token staff. */
export const staffScopes = {
  HELP_DESK_SCOPES: 'devices:help-desk',
  ADMIN_SCOPES: 'devices:admin',
  AUDITOR_SCOPES: 'devices:audit',
};

/** Sets the stage of the matrix. */
export async function openMatrix(flavor: Flavor): Promise<Matrix> {
  const realms = flavor === 'aic' ? 'alpha,beta' : 'alpha,beta,root';
  // The matrix asks for everything at once, which is dear.
  const stage = await openStage(flavor, {
    env: {
      AM_REALMS: realms,
      LIMIT_COST: '1000000',
      // So many requests at once wait for each other on a busy machine.
      AM_TIMEOUT_MS: '120000',
      REQUEST_DEADLINE_MS: '300000',
      ...staffScopes,
      ...areaEnv,
      ...(flavor !== 'aic' &&
        withLists({ access: { acrossRealms: [{ staffOf: 'alpha', actIn: 'root' }] } })),
    },
  });
  const give = await giveBobsDevices(stage.peer);
  for (const name of ['alice', 'vera', 'ada', 'helen', 'oscar', 'rita']) await give(name, 'alpha');
  for (const name of ['bella', 'hektor']) await give(name, 'beta');
  // AM holds the super user without a uid, and cannot read a person without a name.
  if (flavor !== 'aic') await give('amadmin', 'root', { uid: ['amadmin'] });
  return { stage, cast: await callersAt(stage), give };
}

/** What cannot be requested on AIC: its only ids are UUIDs, and amadmin has no UUID. */
export function isAskable(flavor: Flavor, { caller, target }: Cell): boolean {
  const isOwn = target === 'unnamed' || target === 'own name';
  if (flavor !== 'aic') return true;
  return (
    !['amadmin', 'own name in root'].includes(target) &&
    !(caller === 'amadmin the super user' && isOwn)
  );
}

/**
 * Whether a cell is tried on this flavour. The policy is one table for all flavours and is tried
 * whole on pingam. What differs is how AM names callers, people and realms: on the others each
 * caller meets themselves, an ordinary and a missing person. Staff and the super user meet each
 * target.
 */
export function isTried(flavor: Flavor, { caller, target }: Cell): boolean {
  return (
    flavor === 'pingam' ||
    ['unnamed', 'own name', 'bob', 'missing'].includes(target) ||
    ['helen of the help desk', 'amadmin the super user'].includes(caller) ||
    (caller.startsWith('hektor') && target === 'bella')
  );
}

/** The verdict of a table on one cell. */
export function cell(table: string, caller: string, target: string): string {
  return (
    cellsOf(table).find((one) => one.caller === caller && one.target === target)?.verdict ?? ''
  );
}

/** Calls about people that must not have been made, or were made with the wrong credential. */
export function leaks(
  { peer, sandbox }: Stage,
  { caller, who, target }: Cell & { readonly who: Caller },
  { expected, isDecidedByPerson = false } = everybody,
): readonly string[] {
  const own = who.own ?? { name: 'alice', realm: 'alpha' };
  const named = nameOf(peer, who, target);
  const { id = peer.idOf(own.name), realm = own.realm } = named ?? {};
  const isOwn = target === 'unnamed' || target === 'own name';
  const mayNothing = deeds.every(
    (deed) => !/^(yes|nobody)$/.test(cell(expected[deed], caller, target)),
  );
  const about = callsAbout(sandbox, { id, realm });
  if (mayNothing && !isDecidedByPerson) {
    return about.map(({ method, path }) => `no right, and yet ${method} ${path}`);
  }
  const isForwarded = who.forwards === 'always' || (who.forwards === 'for oneself' && isOwn);
  // A search reads people with the gateway's credential: the searcher, and in AIC every person.
  // Devices are read with the caller's.
  const bySearch = isOwn || peer.flavor === 'aic';
  const wrong = about.filter(
    (one) =>
      !(bySearch && isForwarded && !one.path.includes('/devices/')) &&
      credentialOf(one, who.header) !== (isForwarded ? 'own' : 'service'),
  );
  const mayCarry = (path: string): boolean =>
    who.forwards === 'always' ||
    path.includes('/sessions?') ||
    (who.forwards === 'for oneself' && path.includes(`/users/${peer.idOf(own.name)}`));
  const carried = sandbox
    .received()
    .filter((one) => credentialOf(one, who.header) === 'own' && !mayCarry(one.path));
  return [...wrong, ...carried].map(
    (one) => `${credentialOf(one, who.header)} credential: ${one.method} ${one.path}`,
  );
}
