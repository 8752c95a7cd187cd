/** Which requests of the gateway are which, and how often AM got each. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';

/** Where the calls of a query and of a reset go. */
export const places = {
  session: { method: 'POST', path: /sessions\?_action=getSessionInfo/ },
  person: { method: 'GET', path: /\/users\/[^/?]+\?_fields/ },
  oathList: { method: 'GET', path: /devices\/2fa\/oath\?_queryFilter/ },
  pushList: { method: 'GET', path: /devices\/2fa\/push\?_queryFilter/ },
  webAuthnList: { method: 'GET', path: /devices\/2fa\/webauthn\?_queryFilter/ },
  boundList: { method: 'GET', path: /devices\/2fa\/binding\?_queryFilter/ },
  oathRemoval: { method: 'DELETE', path: /devices\/2fa\/oath\// },
  oathReset: { method: 'POST', path: /devices\/2fa\/oath\?_action=reset/ },
} as const satisfies Record<string, Place>;

export interface Place {
  readonly method: string;
  readonly path: RegExp;
}

/** The requests that AM got at one place, in order. */
export function requestsAt(
  { received }: Pick<Sandbox, 'received'>,
  { method, path }: Place,
): readonly ReceivedRequest[] {
  return received().filter((request) => request.method === method && path.test(request.path));
}

/** How many requests AM received at one place. */
export function countAt(sandbox: Pick<Sandbox, 'received'>, place: Place): number {
  return requestsAt(sandbox, place).length;
}

/**
 * Waits until a condition holds; a test that waits in vain fails with `what`. The limit is long,
 * because a busy machine takes ten times as long to start a process. Tests of a time limit itself
 * use less.
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patienceMs = 40_000,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(5);
  }
}

/**
 * Does it for all of them, by default 25 at once. Sessions that the gateway does not know yet wait
 * a second at most, which is short for hundreds on a busy machine.
 */
export async function inTurns<T>(
  all: readonly T[],
  act: (one: T) => Promise<unknown>,
  atOnce = 25,
): Promise<void> {
  for (let at = 0; at < all.length; at += atOnce)
    await Promise.all(all.slice(at, at + atOnce).map(act));
}

/** One call to AM as the gateway logged it. */
export interface LoggedCall {
  readonly template: string;
  readonly result: number | string;
  readonly attempts: number;
  readonly durationMs: number;
}

/** The calls to AM in the gateway's log, in the order in which they ended. */
export function callsIn(log: readonly string[]): readonly LoggedCall[] {
  return log.map((line): unknown => JSON.parse(line)).filter(isLoggedCall);
}

function isLoggedCall(line: unknown): line is LoggedCall {
  return typeof line === 'object' && line !== null && Reflect.get(line, 'event') === 'upstream';
}
