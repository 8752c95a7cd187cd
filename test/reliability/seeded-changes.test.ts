/**
 * A thousand changes of devices, drawn from a seed, at an AM that fails in every way: what is told of each is compared
 * with what was so (R17, R20, R21; design D5). `SEED=… npm test -- test/reliability/seeded-changes.test.ts` repeats one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { noDeadline } from '../../src/am/deadline.ts';
import { removeDevice, renameDevice } from '../../src/am/devices/change-device.ts';
import { attempt } from '../../src/am/devices/attempt.ts';
import { resetDevices } from '../../src/am/devices/reset-devices.ts';
import type { CallRecord } from '../../src/am/http/call.ts';
import { openAm } from '../../src/am/open-am.ts';
import type { OpenAm } from '../../src/am/open-am.ts';
import { SessionToken } from '../../src/am/session/session-token.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { Failure } from '../../src/domain/failure.ts';
import { turnsOfOneProcess as turns } from '../../src/domain/turn.ts';
import { Draws, pick } from '../execution/synthetic/seeded.ts';
import { DeviceLists } from './device-lists.ts';
import { drawPlan, drawRounds, liesOf } from './drawn-changes.ts';
import type { Step, Told } from './drawn-changes.ts';

const seed = process.env['SEED'] ?? 'a thousand changes';
/** Each has one kind of device; every other one a kind that AM resets at once. */
const people = Array.from({ length: 40 }, (_, number) => {
  const id = `p${number}`;
  const isAtOnce = number % 2 === 0;
  return { id, isAtOnce, rounds: drawRounds(seed, id, 25) };
});
type Person = (typeof people)[number];

test('a thousand changes at an AM that fails: what is told of each is true', async () => {
  const draws = new Map<string, Draws>();
  const drawsOf = (name: string): Draws => {
    const known = draws.get(name) ?? new Draws(`${seed}/${name}`);
    draws.set(name, known);
    return known;
  };
  const lists = new DeviceLists({
    planOf: (name) => drawPlan(drawsOf(name)),
    listMs: (name) => (drawsOf(name).chance(0.1) ? drawsOf(name).between(20, 120) : 0),
  });
  const gaveUp: string[] = [];
  const am = amAt(await lists.open(), (name) => gaveUp.push(name));
  const told = new Map<Step, Told>();
  const play = async (person: Person, step: Step, known: readonly string[]): Promise<void> => {
    await sleep(step.atMs);
    const device = pick(['none', ...lists.idsOf(person.id)].slice(-3), step.which);
    if (step.act === 'register') lists.register(person.id, step.name);
    else told.set(step, await change(am, person, { ...step, device, known }));
  };

  try {
    await Promise.all(
      people.map(async (person) => {
        lists.register(person.id, `${person.id}-first`);
        // What callers say that they know was so when the round before began.
        let known: readonly string[] = [];
        for (const round of person.rounds) {
          const next = lists.idsOf(person.id);
          await Promise.all(round.map((step) => play(person, step, known)));
          known = next;
        }
      }),
    );
  } finally {
    await lists.close();
    await am.close();
  }

  // A machine that is too slow for the deadline is a fault that nobody has planned.
  const isPlanned = ({ name }: Step): boolean => {
    const silent = lists.trafficOf(name).writes.filter(({ plan }) => plan.told === 'silence');
    return gaveUp.filter((one) => one === name).length === silent.length;
  };
  const judged = people.filter(({ rounds }) => rounds.flat().every(isPlanned));
  const untrue = judged.flatMap(({ id, isAtOnce, rounds }) => {
    const left = lists.idsOf(id);
    const lies = rounds.flat().flatMap((step) => {
      const answer = told.get(step);
      if (answer === undefined) return [];
      const truth = { ...lists.trafficOf(step.name), isAtOnce, left };
      return liesOf(answer, step.act, truth).map((lie) => `${step.name} ${step.act}: ${lie}`);
    });
    const traffic = (step: Step): string =>
      JSON.stringify([step, told.get(step), lists.trafficOf(step.name)]);
    return lies.length === 0 ? [] : [{ seed, lies, steps: rounds.flat().map(traffic) }];
  });
  expect(untrue.slice(0, 3)).toEqual([]);
  expect(people.flatMap(({ rounds }) => rounds.flat())).toHaveLength(1_000);
  expect(judged.length).toBeGreaterThan(people.length / 2);
  const outcomes = [...told.values()].map(({ outcome }) => outcome);
  for (const outcome of ['DONE', 'NOTHING_TO_RESET', 'NOT_DONE', 'NOT_FOUND', 'UNKNOWN']) {
    expect(outcomes.filter((one) => one === outcome).length).toBeGreaterThan(10);
  }
}, 90_000);

/** @param onDeadline called with the request whose call to AM has taken too long */
function amAt(url: string, onDeadline: (request: string) => void): OpenAm {
  const { am, callers, access } = loadConfig({
    AM_URL: url,
    AM_COOKIE_NAME: 'session',
    AM_TIMEOUT_MS: '3000',
    AM_CONNECTIONS: '64',
  });
  const upstream = ({ correlationId, result }: CallRecord): void => {
    if (result === 'DEADLINE') onDeadline(correlationId);
  };
  const log = { upstream, warn: () => undefined };
  const times = { turns, now: Date.now, elapsed: Date.now };
  return openAm({ ...am, ...callers, ...times, url: new URL(url), settings: access, log });
}

/** Makes one change as the person's own session does. */
async function change(
  { forRequest }: OpenAm,
  { id, isAtOnce }: Person,
  step: Step & { readonly device: string; readonly known: readonly string[] },
): Promise<Told> {
  const credential = { kind: 'session', token: new SessionToken('token') } as const;
  const asked = { credential, correlationId: step.name, client: undefined, deadline: noDeadline };
  const { own, userIds } = forRequest(asked);
  if (own === null || !userIds.accepts(id)) throw new Error('nobody can act');
  own.readAlone();
  const ref = {
    who: { id, realm: { name: 'alpha', path: '/alpha' } },
    kind: isAtOnce ? 'OATH' : 'WEB_AUTHN',
    begin: async () => undefined,
  } as const;
  const device = step.act === 'reset' ? null : step.device;
  const expected = device === null && step.which < 0.3 ? step.known : null;
  const report = await attempt(async () => {
    if (device === null)
      return resetDevices(own, { ...ref, dryRun: false, force: false, expected });
    const one = { ...ref, id: device };
    return step.act === 'remove'
      ? removeDevice(own, one)
      : renameDevice(own, one, `by ${step.name}`);
  });
  const endedAt = performance.now();
  const failed = { outcome: 'NOT_DONE', removed: [], remaining: null };
  const { outcome, remaining, ...more } =
    report instanceof Failure ? failed : (report ?? { ...failed, outcome: 'NOT_FOUND' });
  const removed = idsOf('removed' in more ? more.removed : []);
  return { device, expected, endedAt, outcome, removed, remaining: remaining && idsOf(remaining) };
}

function idsOf(devices: readonly { readonly id: string | null }[]): string[] {
  return devices.map(({ id }) => id ?? '');
}
