/**
 * What users do in a story of two gateways, and the faults meanwhile; a seed determines everything.
 */
import { Draws } from '../../support/seeded.ts';
import type { DemoKind } from '../../devices/demo-devices.ts';

/** Which of the two gateways. */
export type Which = 0 | 1;

/** One change, which may be requested more than once. */
export interface Change {
  /** The start of its correlation ids. */
  readonly id: string;
  readonly actor: string;
  readonly person: string;
  readonly demo: DemoKind;
  readonly act: 'reset' | 'remove' | 'rename';
  /** The device to remove or rename. */
  readonly deviceId: string;
  /** When and through which gateway it is requested; the same key every time. */
  readonly sends: readonly { readonly via: Which; readonly atMs: number }[];
}

/** What goes wrong in a round, and when. */
export interface Fault {
  readonly kind: 'crash' | 'cut' | 'away';
  readonly via: Which;
  readonly atMs: number;
}

/** A period in which changes overlap. */
export interface Round {
  readonly number: number;
  readonly changes: readonly Change[];
  readonly fault: Fault | null;
}

/** What determines a story. */
export interface Scene {
  readonly seed: string;
  readonly rounds: number;
  /** How often a change is requested in a round. */
  readonly sends: number;
  readonly people: readonly string[];
  readonly kinds: readonly DemoKind[];
  readonly canRename: boolean;
}

const administrators = ['oscar', 'ada'] as const;
export const staff = [...administrators, 'helen', 'hugo'] as const;

/** The ids of the devices that a user gets before a round. */
export function devicesOf(round: number, person: string, { kind }: DemoKind): string[] {
  return ['a', 'b', 'c'].map((one) => `${one}-${round}-${person}-${kind}`);
}

/** Draws one round. Crashes, cuts and times without a store alternate in every other round. */
export function drawRound(scene: Scene, number: number): Round {
  const draws = new Draws(`${scene.seed}/${number}`);
  const kinds = ['crash', 'cut', 'crash', 'away'] as const;
  const fault: Fault | null =
    number % 2 === 0
      ? null
      : {
          kind: kinds[((number - 1) / 2) % kinds.length] ?? 'crash',
          via: draws.chance(0.5) ? 0 : 1,
          atMs: draws.between(10, spanMs),
        };
  const changes: Change[] = [];
  for (let asked = 0; asked < scene.sends;) {
    // A repeat while a gateway ends waits for ten seconds; after the round each change is repeated.
    const mayRepeat = fault === null;
    const change = drawChange(scene, { draws, number, index: changes.length, mayRepeat });
    const rival = draws.chance(0.5) ? [rivalOf(change, { draws, number })] : [];
    changes.push(change, ...rival);
    asked += change.sends.length + rival.length;
  }
  return { number, changes, fault };
}

/**
 * Another user removes another device of the same list at the same moment, through the other
 * gateway.
 */
function rivalOf(change: Change, { draws, number }: Pick<Drawing, 'draws' | 'number'>): Change {
  const { person, demo } = change;
  const devices = devicesOf(number, person, demo).filter((id) => id !== change.deviceId);
  const [{ via, atMs } = { via: 0 as const, atMs: 0 }] = change.sends;
  return {
    ...change,
    id: `${change.id}r`,
    actor: draws.of(administrators.filter((name) => name !== change.actor)),
    act: 'remove',
    deviceId: draws.of(devices),
    sends: [{ via: via === 0 ? 1 : 0, atMs }],
  };
}

/** The time in which all requests of a round start. */
const spanMs = 250;

interface Drawing {
  readonly draws: Draws;
  readonly number: number;
  readonly index: number;
  readonly mayRepeat: boolean;
}

function drawChange(
  { people, kinds, canRename, seed }: Scene,
  { draws, number, index, mayRepeat }: Drawing,
): Change {
  // Some users get more changes than others.
  const person = people[Math.floor(draws.next() ** 2 * people.length)] ?? 'bob';
  const demo = draws.of(kinds);
  const act = draws.of(
    canRename ? (['remove', 'remove', 'rename', 'reset'] as const) : (['remove', 'reset'] as const),
  );
  // Many changes start at the same moment, through both gateways.
  const atMs = draws.between(0, 4) * (spanMs / 4);
  const repeats = mayRepeat && draws.chance(0.5) ? draws.between(1, 3) : 0;
  const sends = Array.from({ length: 1 + repeats }, (_, nth) => ({
    via: draws.chance(0.5) ? (0 as const) : (1 as const),
    atMs: nth === 0 || draws.chance(0.5) ? atMs : draws.between(atMs, spanMs),
  }));
  return {
    id: `${seed}-${number}-${index}`,
    actor: draws.of(act === 'reset' ? staff : administrators),
    person,
    demo,
    act,
    deviceId: draws.of(devicesOf(number, person, demo)),
    sends,
  };
}
