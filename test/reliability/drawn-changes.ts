/** Changes of devices that are drawn from a seed, what AM makes of each, and whether what is told of one is true. */
import { Draws } from '../execution/synthetic/seeded.ts';
import type { Traffic, WritePlan } from './device-lists.ts';

/** One step of a run. */
export interface Step {
  readonly name: string;
  readonly act: 'reset' | 'remove' | 'rename' | 'register';
  /** Which of the devices that are there it is about, from 0 up to 1. */
  readonly which: number;
  /** When it begins within its round. */
  readonly atMs: number;
}

/** What a caller is told. */
export interface Told {
  /** The device to remove or rename; null for a reset. */
  readonly device: string | null;
  /** The devices that the caller knew of, where they said so: no other one may go. */
  readonly expected: readonly string[] | null;
  readonly outcome: string;
  readonly removed: readonly string[];
  /** The devices that are said to be registered now; null where they are not known. */
  readonly remaining: readonly string[] | null;
  readonly endedAt: number;
}

const acts = ['register', 'register', 'reset', 'remove', 'remove', 'rename'] as const;

/** The steps of one person, in rounds of steps that overlap. */
export function drawRounds(seed: string, person: string, count: number): Step[][] {
  const draws = new Draws(`${seed}/${person}`);
  const rounds: Step[][] = [];
  for (let drawn = 0; drawn < count; drawn += rounds.at(-1)?.length ?? count) {
    const length = Math.min(draws.between(2, 5), count - drawn);
    const drawStep = (_: unknown, index: number): Step => {
      const act = draws.of(acts);
      const atMs = draws.between(0, act === 'register' ? 400 : 30);
      return { name: `${person}-${drawn + index}`, act, which: draws.next(), atMs };
    };
    rounds.push(Array.from({ length }, drawStep));
  }
  return rounds;
}

const proxies = [200, 302, 500, 502, 503, 504, 'half an answer', 'FIN', 'RST'] as const;
const landings = ['before', 'never', 100, 200, 400, 500] as const;
const plans: readonly Omit<WritePlan, 'workMs'>[] = [
  ...[200, 401, 403, 429, 500, 503].map((told) => ({ told, byAm: true, lands: 'never' }) as const),
  { told: 500, byAm: true, lands: 'before' },
  { told: 'silence', byAm: false, lands: 'never' },
  { told: 'silence', byAm: false, lands: 200 },
  ...proxies.flatMap((told) => landings.map((lands) => ({ told, byAm: false, lands }))),
];

/** Every other write succeeds. */
export function drawPlan(draws: Draws): WritePlan {
  const good = { told: 200, byAm: true, lands: 'before' } as const;
  return { ...(draws.chance(0.5) ? good : draws.of(plans)), workMs: draws.between(0, 8) };
}

/** What was so: AM's part in one step, and the devices that are there at the end of everything. */
export interface Truth extends Traffic {
  /** Whether AM resets at once, or the gateway removes one device after the other. */
  readonly isAtOnce: boolean;
  readonly left: readonly string[];
}

/** What is not true of what a caller was told. */
export function liesOf(
  { device, expected, outcome, removed, remaining, endedAt }: Told,
  act: Step['act'],
  { lists, writes, left, isAtOnce }: Truth,
): string[] {
  const seen = lists[0] ?? [];
  const meant = device === null ? seen.filter((id) => expected?.includes(id) ?? true) : [device];
  const isRemoval = act !== 'rename';
  const landed = writes.filter(({ landedAt }) => landedAt < Infinity);
  const strangers = writes.flatMap((write) =>
    write.removed.filter((id) => {
      // Nobody can keep AM from removing what is registered between the last list and a reset at once.
      const wasSeen = lists.slice(0, write.listsBefore).some((list) => list.includes(id));
      return !meant.includes(id) && (wasSeen || device !== null || !isAtOnce);
    }),
  );
  // The list is read again 300 ms after the first one that does not show the removal.
  const mustBeSeen =
    isRemoval &&
    (device !== null || isAtOnce) &&
    landed.some((one) => one.landedAt < one.answeredAt + 290);
  const isTold = landed.every((write) => write.removed.every((id) => removed.includes(id)));
  const rules: Readonly<Record<string, readonly (readonly [string, boolean])[]>> = {
    DONE: [
      [
        'a device that was meant is still there',
        isRemoval && meant.some((id) => left.includes(id)),
      ],
      ['the new name never came', !isRemoval && landed.length === 0],
    ],
    NOTHING_TO_RESET: [
      ['a device that was meant is still there', meant.some((id) => left.includes(id))],
      ['something was sent', writes.length > 0],
    ],
    NOT_FOUND: [['something was sent', writes.length > 0]],
    NOT_DONE: [
      ['it was done later', landed.some(({ landedAt }) => landedAt > endedAt)],
      ['a device is gone of which it does not tell', !isTold],
      ['it was done in time to be seen', mustBeSeen],
    ],
    UNKNOWN: [
      ['it was done in time to be seen', mustBeSeen],
      ['AM itself had answered', writes.every(({ plan }) => plan.byAm)],
    ],
  };
  const isOld = isRemoval && remaining !== null && remaining.join() !== lists.at(-1)?.join();
  const always: readonly (readonly [string, boolean])[] = [
    [`it removed ${strangers.join(' ')}, not meant`, strangers.length > 0],
    ['what remains is not what AM listed last', isOld],
  ];
  const outcomes = rules[outcome] ?? [['there is no such outcome', true]];
  return [...outcomes, ...always].flatMap(([lie, isSo]) =>
    isSo ? [`${outcome}, but ${lie}`] : [],
  );
}
