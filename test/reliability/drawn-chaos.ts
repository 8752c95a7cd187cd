/**
 * Requests that are drawn from a seed, the fault that each meets on its way to AM, and whether its
 * report is true.
 */
import type { RecordedChange } from '../../src/domain/change/change-record.ts';
import { Draws } from '../support/seeded.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { Harm, Rule } from './fault-proxy.ts';

/**
 * The kinds of device in play: one that AM resets at once, and one that is removed device by
 * device.
 */
export const kinds = ['OATH', 'WEB_AUTHN'] as const;
export type Kind = (typeof kinds)[number];

/** The field of a person that lists a kind. */
const lists = { OATH: 'oathDevices', WEB_AUTHN: 'webAuthnDevices' } as const;

/** A device by id, and its name. */
export type Devices = ReadonlyMap<string, string>;
export type DevicesByKind = Readonly<Record<Kind, Devices>>;

const acts = ['read', 'read', 'reset', 'reset several', 'remove', 'rename'] as const;
export type Act = (typeof acts)[number];

/** One request. */
export interface Run {
  /** Its correlation id. */
  readonly name: string;
  readonly act: Act;
  /** How many devices of each kind there are before it. */
  readonly count: Readonly<Record<Kind, number>>;
  /** What is done to the calls that it leads to; null for nothing. */
  readonly rule: Rule | null;
  /** By how many milliseconds every list is behind AM's own state. */
  readonly lagMs: number;
  /** At which call to AM its client hangs up; null for one that waits. */
  readonly leavesAt: 'the session' | 'a list' | 'the write' | null;
  /** Whether the same is asked again under the same key, once it has been answered. */
  readonly isRepeated: boolean;
}

/** Where harm is done: before the change, at its write, or when the lists are read again. */
const places: readonly Pick<Rule, 'method' | 'path' | 'skip'>[] = [
  { path: /_action=getSessionInfo/ },
  { method: 'GET', path: /\/users\/[^/?]+\?/ },
  { method: 'GET', path: /\/devices\// },
  { method: 'GET', path: /\/2fa\/webauthn/ },
  { method: 'POST', path: /\/devices\/.*_action=reset/ },
  { method: 'POST', path: /\/devices\/.*_action=reset/ },
  { method: 'DELETE', path: /\/devices\// },
  { method: 'DELETE', path: /\/devices\// },
  { method: 'DELETE', path: /\/devices\//, skip: 1 },
  { method: 'PUT', path: /\/devices\// },
  { method: 'GET', path: /\/2fa\/oath/, skip: 1 },
  { method: 'GET', path: /\/2fa\/webauthn/, skip: 1 },
  { path: /./, skip: 3 },
];

const leaving = ['the session', 'a list', 'the write', 'the write'] as const;

/**
 * The deadline of a call to AM in these runs, in milliseconds: what comes later than this comes
 * after its end.
 */
export const callMs = 2_000;

const json = { 'content-type': 'application/json' };
const harms: readonly Harm[] = [
  { kind: 'latency', ms: 20, jitterMs: 200 },
  { kind: 'latency', ms: callMs + 600, jitterMs: 400 },
  { kind: 'hang' },
  { kind: 'reset' },
  ...[401, 403, 500, 503].map((status) => ({ kind: 'status', status, byAm: true }) as const),
  ...[200, 302, 403, 500, 502, 503, 504].map((status) => ({ kind: 'status', status }) as const),
  ...['{}', '{"result":"true"}'].map(
    (body) => ({ kind: 'status', status: 200, headers: json, body }) as const,
  ),
  { kind: 'slow body', bytesPerSecond: 40 },
  { kind: 'cut', afterBytes: 0 },
  { kind: 'cut', afterBytes: 60 },
];

/** By how many milliseconds the replica that answers lists is behind. */
const lags = [50, 200, 1_000, 2_500] as const;

/** So many runs; the client of every eighth one hangs up. */
export function drawRuns(seed: string, count: number): Run[] {
  const draws = new Draws(seed);
  return Array.from({ length: count }, (_, number): Run => {
    const leaves = number % 8 === 7;
    const name = `run-${number}`;
    const act = leaves ? draws.of(acts.slice(2)) : draws.of(acts);
    const times = draws.chance(0.3) ? { chance: 0.5 } : {};
    const harm = draws.of(harms);
    // What AM itself refuses it has not done.
    const isRefusal = harm.kind === 'status' && harm.byAm === true && harm.status < 500;
    const rule: Rule = {
      id: name,
      harm,
      reachesAm: draws.chance(0.5) && !isRefusal,
      ...draws.of(places),
      ...times,
    };
    return {
      name,
      act,
      count: { OATH: draws.between(1, 2), WEB_AUTHN: draws.between(1, 3) },
      rule: draws.chance(0.75) ? rule : null,
      lagMs: draws.chance(0.3) ? draws.of(lags) : 0,
      leavesAt: leaves ? draws.of(leaving) : null,
      isRepeated: act !== 'read' && draws.chance(0.5),
    };
  });
}

/** The report of one kind. */
export interface ToldOfKind {
  readonly kind: Kind;
  readonly outcome: string;
  /** The ids of the devices reported as removed; null if the answer names no ids. */
  readonly removed: readonly string[] | null;
}

/**
 * The report of a change: for each kind, or nothing if there is an error in place of the answer.
 */
export type Told = readonly ToldOfKind[] | null;

/** The actual state. */
export interface Truth {
  readonly before: DevicesByKind;
  readonly left: DevicesByKind;
  /** Method and path of every write that reached the way to AM. */
  readonly writes: readonly string[];
  /**
   * The place of every write that the gateway started; one may have been given up before it was
   * sent.
   */
  readonly begun: readonly string[];
  /** The device that is removed or renamed. */
  readonly device: string;
}

/** The new name of a device that a run renames. */
export function newNameOf({ name }: Pick<Run, 'name'>): string {
  return `by ${name}`;
}

/** What is wrong in the report of a change. */
export function liesOf(run: Run, told: Told, truth: Truth): string[] {
  const { writes } = truth;
  const twice = writes.filter((write, index) => writes.indexOf(write) !== index);
  const lies = twice.map((write) => `sent twice: ${write}`);
  if (told === null) {
    // A session that AM itself refuses at the write is an error.
    const isRefused = run.rule?.harm.kind === 'status' && run.rule.harm.status === 401;
    const isSent = writes.length > 0 && !isRefused;
    return isSent ? [...lies, 'an error in place of an outcome, but something was sent'] : lies;
  }
  return [...lies, ...told.flatMap((one) => liesOfKind(run, one, truth))];
}

function liesOfKind(run: Run, { kind, outcome, removed }: ToldOfKind, truth: Truth): string[] {
  const { before, left, begun, device } = truth;
  const path = kind === 'OATH' ? '/2fa/oath' : '/2fa/webauthn';
  const meant = run.act.startsWith('reset') ? [...before[kind].keys()] : [device];
  const gone = [...before[kind].keys()].filter((id) => !left[kind].has(id));
  const isRenamed = left[kind].get(device) === newNameOf(run);
  const isDone = run.act === 'rename' ? isRenamed : meant.every((id) => gone.includes(id));
  const untold = gone.filter((id) => removed !== null && !removed.includes(id));
  const rules: Readonly<Record<string, readonly (readonly [string, boolean])[]>> = {
    DONE: [
      ['it is not done', !isDone],
      ['a device is gone of which it does not tell', untold.length > 0],
    ],
    NOT_DONE: [
      ['it is done', isDone],
      ['a device is gone of which it does not tell', untold.length > 0],
    ],
    UNKNOWN: [['nothing was begun', !begun.some((place) => place.includes(path))]],
  };
  const always: readonly (readonly [string, boolean])[] = [
    ['a device is gone that was not meant', gone.some((id) => !meant.includes(id))],
    [
      'a device is told to be gone and is there',
      removed?.some((id) => left[kind].has(id)) ?? false,
    ],
  ];
  const checks = rules[outcome] ?? [['there were devices', true] as const];
  return [...checks, ...always].flatMap(([lie, isSo]) =>
    isSo ? [`${kind} ${outcome}, but ${lie}`] : [],
  );
}

/** What is wrong in the answer to a read: each list is AM's, or has an error. */
export function liesOfRead(answer: unknown, left: DevicesByKind): string[] {
  const me: unknown = fieldAt(answer, 'data', 'me');
  const told: unknown = fieldAt(answer, 'errors');
  const errors: unknown[] = Array.isArray(told) ? told : [];
  if (me === null || me === undefined) return errors.length > 0 ? [] : ['no person, and no error'];
  return kinds.flatMap((kind) => {
    const list: unknown = fieldAt(me, lists[kind]);
    if (Array.isArray(list)) {
      const ids = list.map((device) => String(fieldAt(device, 'id')));
      const isSo = ids.toSorted().join() === [...left[kind].keys()].toSorted().join();
      return isSo ? [] : [`${kind}: ${ids.length} devices are told of ${left[kind].size}`];
    }
    const isTold = errors.some((error) => listAt(error, 'path').includes(lists[kind]));
    return isTold ? [] : [`${kind}: no list, and no error`];
  });
}

/** What is wrong in the ledger's record of a change with this report. */
export function liesOfRecord(
  told: Told,
  record: RecordedChange | undefined,
  writes: readonly string[],
): string[] {
  if (record === undefined) {
    return writes.length > 0 ? ['something was sent that is not recorded'] : [];
  }
  if (told === null) return [];
  const inOrder = (results: readonly { kind: string; outcome: string }[]): string =>
    results
      .map(({ kind, outcome }) => `${kind} ${outcome}`)
      .toSorted()
      .join();
  const held = inOrder(record.outcome?.results ?? []);
  return held === inOrder(told) ? [] : [`the ledger holds ${held}, and ${inOrder(told)} was told`];
}
