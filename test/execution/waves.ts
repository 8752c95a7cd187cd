/** Which calls to AM are under way together. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';

/** Event-loop turns of the delay: between two turns, everything that arrived is read. */
const turns = 13;
const turnMs = 10;

/** When a call arrived and when it was let go: its places in the order of all such moments. */
interface Moments {
  readonly arrived: number;
  leftAt: number;
}

/** The moments of the calls to each sandbox since it was slowed down, in the order of the calls. */
const momentsAt = new WeakMap<object, Moments[]>();

/** From now on every call takes its time. */
export function slowDown(sandbox: Sandbox): void {
  const calls: Moments[] = [];
  momentsAt.set(sandbox, calls);
  let moment = 0;
  const run = async (): Promise<void> => {
    const call = { arrived: (moment += 1), leftAt: Infinity };
    calls.push(call);
    for (let turn = 0; turn < turns; turn += 1) await sleep(turnMs);
    call.leftAt = moment += 1;
  };
  sandbox.breakNext({ times: Infinity, effect: { kind: 'hook', run } });
}

/** The calls to AM by wave, which includes all that arrive before its first answer. */
export function wavesOf(sandbox: Sandbox): readonly string[] {
  const moments = momentsAt.get(sandbox) ?? [];
  const waves: { readonly first: Moments; readonly calls: string[] }[] = [];
  for (const [index, request] of sandbox.received().entries()) {
    const call = moments[index];
    if (call === undefined) throw new Error('AM was not slowed down before its first call');
    const last = waves.at(-1);
    if (last !== undefined && call.arrived < last.first.leftAt) last.calls.push(labelOf(request));
    else waves.push({ first: call, calls: [labelOf(request)] });
  }
  return waves.map(({ calls }) => calls.toSorted().join(' + '));
}

const labels: readonly (readonly [string, RegExp])[] = [
  ['session', /sessions\?_action=getSessionInfo/],
  ['end', /sessions\?(?:_queryFilter|_action=logoutBy)/],
  ['journey', /authenticate\?authIndexType/],
  ['search', /users\?_queryFilter/],
  ['group', /groups\/([^/?]+)/],
  ['oath', /users\/([^/?]+)\/devices\/2fa\/oath\?_queryFilter/],
  ['push', /users\/([^/?]+)\/devices\/2fa\/push\?_queryFilter/],
  ['webAuthn', /users\/([^/?]+)\/devices\/2fa\/webauthn\?_queryFilter/],
  ['bound', /users\/([^/?]+)\/devices\/2fa\/binding\?_queryFilter/],
  ['recognize', /users\/([^/?]+)\/devices\/2fa\/recognize\?_queryFilter/],
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
