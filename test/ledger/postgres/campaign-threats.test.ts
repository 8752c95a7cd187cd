/** A campaign under a threat level: what permits it, what holds it, and how it goes on. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nameInCrowd } from '../../access/crowd.ts';
import { until } from '../../reliability/am-traffic.ts';
import type { TestGateway } from '../../support/gateway.ts';
import type { SessionHeader } from '../../support/peer.ts';
import { startProgram } from '../processes.ts';
import { setDocument } from '../../threats/threat-stage.ts';
import { commandEnv, openCrowdStage, type CrowdStage } from './campaign-stage.ts';

const people = 12;
const names = Array.from({ length: people }, (_, number) => nameInCrowd(number));

let stage: CrowdStage;
let gateway: TestGateway;
let oscar: SessionHeader;

beforeEach(async () => {
  stage = await openCrowdStage(people);
  // The tests hold requests at AM for as long as they need.
  gateway = await stage.start({ AM_TIMEOUT_MS: '60000', REQUEST_DEADLINE_MS: '60000' });
  oscar = await stage.peer.signIn('oscar');
});
afterEach(() => stage.close());

async function setLevel(level: string): Promise<void> {
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const input = { realm: 'alpha', level, until: end, reason: 'test' };
  const { errors } = await gateway.ask(setDocument, oscar, { input });
  expect(errors).toEqual([]);
}

/** Lifts the level from the command line: who has set it cannot lift it. */
async function liftLevel(): Promise<void> {
  const args = ['threat', 'set', 'alpha', 'normal', '--reason', 'test'];
  const lift = startProgram('src/main.ts', args, commandEnv(stage.peer, stage.store));
  expect(await lift.exited()).toBe(0);
}

const shows = async (id: string, line: string): Promise<boolean> =>
  (await stage.command(null, 'show', id)).out.includes(line);

const noOneIsInProgress = (id: string): Promise<void> =>
  until('no one is in progress', async () =>
    [...(await stage.resultsOf(id)).values()].every((result) => !result.startsWith('running')),
  );

const eachOnce = new Map(names.map((name) => [name, 1]));

test('a rise to LOCKED does not stop it, FROZEN holds it, and then it goes on', async () => {
  const id = await stage.checked(names, ['--calls=2']);
  const locked = Promise.withResolvers<void>();
  const frozen = Promise.withResolvers<void>();
  for (const { promise } of [locked, frozen]) {
    // The first two people wait for LOCKED, the next two for FROZEN.
    const effect = { kind: 'hook', run: () => promise } as const;
    stage.peer.sandbox.breakNext({ match: { path: '_action=reset' }, times: 2, effect });
  }

  await stage.command('bea', 'start', id);
  await until('two resets have begun', () => stage.resets().size === 2);
  await setLevel('LOCKED');
  locked.resolve();
  await until('two more have begun', () => stage.resets().size === 4);
  await setLevel('FROZEN');
  frozen.resolve();
  await until('it is held', () => shows(id, 'Held: THREAT_LEVEL'));
  await noOneIsInProgress(id);
  expect(stage.resets().size).toBe(4);
  expect(await stage.stateOf(id)).toBe('RUNNING');
  await liftLevel();
  await stage.reaches(id, 'DONE');

  expect(await stage.resultsOf(id)).toEqual(new Map(names.map((name) => [name, 'done DONE'])));
  expect(stage.resets()).toEqual(eachOnce);
  expect(await shows(id, 'Held: THREAT_LEVEL')).toBe(false);
});

test('at LOCKED two people with the same name in two realms are two people', async () => {
  const id = await stage.checked(names, ['--calls=2']);
  await stage.createdBy(id, { name: 'oscar', realm: 'beta', entry: 'id=oscar,o=beta' });
  await setLevel('LOCKED');

  const { errors } = await gateway.ask(
    `mutation { startCampaign(input: { id: "${id}" }) { errors { __typename } } }`,
    oscar,
  );
  await stage.reaches(id, 'DONE');

  expect(errors).toEqual([]);
  expect(stage.resets()).toEqual(eachOnce);
});
