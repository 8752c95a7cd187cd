/** Which calls to AM are under way together. */
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';

/** How long AM takes for every call, so that what waits for an answer can be told from what does not. */
export const latencyMs = 120;

/** Clocks round, each its own way. */
const roundingMs = 10;

/** From now on every call takes its time. */
export function slowDown(sandbox: Sandbox): void {
  sandbox.breakNext({ times: Infinity, effect: { kind: 'latency', ms: latencyMs } });
}

/**
 * What AM received as waves, each as one line: a call that began before the first of a wave had its answer is in
 * that wave.
 */
export function wavesOf({ received }: Pick<Sandbox, 'received'>): readonly string[] {
  const waves: { readonly begun: number; readonly calls: string[] }[] = [];
  for (const request of received().toSorted((one, other) => one.at - other.at)) {
    const last = waves.at(-1);
    const isTogether = last !== undefined && request.at < last.begun + latencyMs - roundingMs;
    if (isTogether) last.calls.push(labelOf(request));
    else waves.push({ begun: request.at, calls: [labelOf(request)] });
  }
  return waves.map(({ calls }) => calls.toSorted().join(' + '));
}

const labels: readonly (readonly [string, RegExp])[] = [
  ['session', /sessions\?_action=getSessionInfo/],
  ['end', /sessions\?(?:_queryFilter|_action=logoutBy)/],
  ['search', /users\?_queryFilter/],
  ['group', /groups\/([^/?]+)/],
  ['oath', /users\/([^/?]+)\/devices\/2fa\/oath\?_queryFilter/],
  ['push', /users\/([^/?]+)\/devices\/2fa\/push\?_queryFilter/],
  ['webAuthn', /users\/([^/?]+)\/devices\/2fa\/webauthn\?_queryFilter/],
  ['bound', /users\/([^/?]+)\/devices\/2fa\/binding\?_queryFilter/],
  ['profile', /users\/([^/?]+)\/devices\/profile\?_queryFilter/],
  ['trusted', /users\/([^/?]+)\/devices\/trusted\?_queryFilter/],
  ['change', /users\/([^/?]+)\/devices\//],
  ['person', /users\/([^/?]+)\?/],
];

/** A call as a reader of a table wants it: `oath bob`. */
export function labelOf({ method, path }: ReceivedRequest): string {
  for (const [label, pattern] of labels) {
    const found = pattern.exec(path);
    if (found !== null) return found[1] === undefined ? label : `${label} ${found[1]}`;
  }
  return `${method} ${path}`;
}
