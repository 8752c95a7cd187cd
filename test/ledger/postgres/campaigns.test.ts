/** A campaign resets many people in order: its life, what it skips and what it records. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bodyOf } from '../../../src/store/records/read-record.ts';
import { nameInCrowd } from '../../access/crowd.ts';
import { until } from '../../reliability/am-traffic.ts';
import { createWorkplace } from '../../reliability/built-gateway.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../../support/json.ts';
import { startOn } from '../own-process.ts';
import { recordsOf, verifyAll } from '../stores.ts';
import { openCrowdStage, type CrowdStage } from './campaign-stage.ts';

const people = 12;
const names = Array.from({ length: people }, (_, number) => nameInCrowd(number));

let stage: CrowdStage;

beforeEach(async () => {
  stage = await openCrowdStage(people);
});
afterEach(() => stage.close());

const records = () =>
  stage.store.bare(async (store) => (await recordsOf(store)).map((row) => bodyOf(row)));

test('each person is reset once, as the campaign, and every step is in the chain', async () => {
  await stage.start();
  await stage.start();
  const id = await stage.create(names);

  await stage.begin(id);
  await stage.reaches(id, 'DONE');

  expect(stage.resets()).toEqual(new Map(names.map((name) => [name, 1])));
  expect(await stage.resultsOf(id)).toEqual(new Map(names.map((name) => [name, 'done DONE'])));
  const bodies = await records();
  const steps = bodies.flatMap((body) =>
    body.kind === 'campaign' ? [[body.campaign.step, body.campaign.actor.name]] : [],
  );
  expect(steps).toEqual([
    ['created', 'ada'],
    ['dry run started', 'oscar'],
    ['dry run ended', 'identity-gateway'],
    ['started', 'oscar'],
    ['done', 'identity-gateway'],
  ]);
  const intents = bodies.flatMap((body) => (body.kind === 'intent' ? [body.intent] : []));
  expect(intents).toHaveLength(people);
  expect(intents[0]).toMatchObject({
    actor: { id: `campaign/${id}`, realm: 'alpha', role: 'CAMPAIGN', method: 'SERVICE' },
    campaign: { id, createdBy: 'ada', startedBy: 'oscar' },
    reason: 'stolen seeds',
    ticket: 'INC-7',
    options: { force: false },
  });
  expect((await stage.store.bare((store) => verifyAll(store))).broken).toBeNull();
});

/** Reads every line in pages of three, as an administrator. */
async function linesByGraphql(gateway: TestGateway, id: string): Promise<unknown[][]> {
  const oscar = await stage.peer.signIn('oscar');
  const rows: unknown[][] = [];
  for (let after = ''; ;) {
    const { data } = await gateway.ask(
      `{ resetCampaign(id: "${id}") { lines(first: 3${after}) {
        nodes { name state result finding deviceCount } pageInfo { endCursor hasNextPage } } } }`,
      oscar,
    );
    const lines = fieldAt(data, 'resetCampaign', 'lines');
    rows.push(...listAt(lines, 'nodes').map((node) => Object.values(Object(node))));
    if (fieldAt(lines, 'pageInfo', 'hasNextPage') === false) return rows;
    after = `, after: "${textAt(lines, 'pageInfo', 'endCursor')}"`;
  }
}

test('a line that names no one, the same person or a privileged one is skipped', async () => {
  const gateway = await stage.start();
  const lines = [
    'username',
    'zed',
    'ZED',
    'z*d',
    '',
    'no-such-user',
    'vera',
    ' zed001 ,x',
    '"zed002"',
  ];
  const id = await stage.checked(lines);
  const { progress } = await stage.find(id);
  expect(await stage.step('oscar', 'START', id)).toEqual([]);
  await stage.reaches(id, 'DONE');

  expect(progress).toMatchObject({
    checked: 5,
    devices: { OATH: 3 },
    findings: { PRIVILEGED: 1, UNKNOWN_NAME: 1 },
  });
  expect(await linesByGraphql(gateway, id)).toEqual([
    ['zed', 'DONE', 'DONE', null, 1],
    ['ZED', 'SKIPPED', 'DUPLICATE', null, null],
    ['z*d', 'SKIPPED', 'BAD_LINE', null, null],
    ['no-such-user', 'SKIPPED', 'UNKNOWN_NAME', 'UNKNOWN_NAME', null],
    ['vera', 'SKIPPED', 'PRIVILEGED', 'PRIVILEGED', null],
    ['zed001', 'DONE', 'DONE', null, 1],
    ['zed002', 'DONE', 'DONE', null, 1],
  ]);
  expect([...stage.resets().keys()].toSorted()).toEqual(['zed', 'zed001', 'zed002']);
});

test('another person starts it than its creator, by whatever spelling of the name', async () => {
  await stage.start();
  const id = await stage.checked(names, ['--as=OSCAR']);

  const errors = await stage.step('oscar', 'START', id);

  expect(errors).toEqual(['SAME_PERSON']);
  expect(await stage.stateOf(id)).toBe('CHECKED');
  expect(await stage.step('amadmin', 'START', id)).toEqual([]);
});

describe('while it runs', () => {
  test('a pause stops it before the next person; it is resumed, and aborted for good', async () => {
    await stage.start();
    const id = await stage.checked(names);
    const hold = Promise.withResolvers<void>();
    const effect = { kind: 'hook', run: () => hold.promise } as const;
    stage.peer.sandbox.breakNext({ match: { path: '_action=reset' }, times: 1, effect });
    const waits = { kind: 'latency', ms: 50 } as const;
    stage.peer.sandbox.breakNext({ match: { path: '_action=reset' }, times: 3, effect: waits });

    expect(await stage.step('oscar', 'START', id)).toEqual([]);
    await until('a reset has begun', () => stage.resets().size > 0);
    await stage.command('cleo', 'pause', id);
    hold.resolve();
    await until('no one is in progress', async () => {
      const results = [...(await stage.resultsOf(id)).values()];
      return !results.some((result) => result.startsWith('running'));
    });
    const pausedAt = stage.resets().size;
    expect(pausedAt).toBeLessThan(people);
    expect((await stage.command('cleo', 'pause', id)).code).toBe(1);
    expect(await stage.step('oscar', 'RESUME', id)).toEqual([]);
    await stage.reaches(id, 'DONE');

    expect(stage.resets()).toEqual(new Map(names.map((name) => [name, 1])));
    expect((await stage.command('cleo', 'pause', id)).err[0]).toMatch(/is DONE/);
  });

  test('its gateway is killed: another one goes on, and sends nothing twice (R23)', async () => {
    const workplace = await createWorkplace();
    const { store, peer } = stage;
    const env = { AM_COOKIE_NAME: peer.cookieName };
    const doomed = startOn(store, { workplace, peer, env });
    stage.use(await doomed.listening());
    const id = await stage.checked(names);
    const effect = { kind: 'slowBody', bytesPerSecond: 1 } as const;
    peer.sandbox.breakNext({ match: { path: '_action=reset' }, times: 2, effect });

    expect(await stage.step('oscar', 'START', id)).toEqual([]);
    await until('people are in progress', () => stage.resets().size > 2);
    await doomed.kill();
    await workplace.remove();
    await stage.start();

    // Reading AM closes the changes that the kill left open, minutes later.
    await until('the others are done', async () => {
      const results = [...(await stage.resultsOf(id)).values()];
      return results.every((one) => ['done DONE', 'waiting UNKNOWN'].includes(one));
    });
    const results = await stage.resultsOf(id);
    const resets = stage.resets();
    expect([...results.values()]).toContain('waiting UNKNOWN');
    expect(Math.max(...resets.values())).toBe(1);
    const done = names.filter((name) => results.get(name) === 'done DONE');
    expect(done.filter((name) => !resets.has(name))).toEqual([]);
  });

  test('while AM fails it is held, and then goes on where it was', async () => {
    await stage.start();
    const id = await stage.checked(names);
    const effect = { kind: 'status', status: 503 } as const;
    stage.peer.sandbox.breakNext({ match: { path: '/users/zed' }, times: 14, effect });

    expect(await stage.step('oscar', 'START', id)).toEqual([]);
    await until('the campaign is held', async () => (await stage.find(id)).heldBy === 'AM_FAILS');
    await stage.reaches(id, 'DONE');

    expect(stage.resets()).toEqual(new Map(names.map((name) => [name, 1])));
    expect((await stage.find(id)).heldBy).toBeNull();
  }, 180_000);

  test('what failed is tried again', async () => {
    await stage.start();
    const id = await stage.checked(names.slice(0, 3));
    const broken = { kind: 'status', status: 400, body: { code: 400 } } as const;
    stage.peer.sandbox.breakNext({
      match: { path: /users\/zed001\/devices\/2fa\/oath\?_action=reset/ },
      times: 3,
      effect: broken,
    });

    expect(await stage.step('oscar', 'START', id)).toEqual([]);
    await stage.reaches(id, 'DONE');
    expect((await stage.resultsOf(id)).get('zed001')).toMatch(/^failed /);
    expect(await stage.step('oscar', 'RETRY', id)).toEqual([]);
    await stage.reaches(id, 'DONE');

    expect((await stage.resultsOf(id)).get('zed001')).toBe('done DONE');
    expect(stage.resets().get('zed')).toBe(1);
  });
});
