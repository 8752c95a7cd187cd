/** What the parts of one request share: one check of the caller, one loader for each credential, counts and grants. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../src/domain/failure.ts';
import type { PersonGrant } from '../../../../src/graph/request/grant.ts';
import { noteChange } from '../../../../src/graph/request/loaders.ts';
import { createWorld } from './request-world.ts';
import type { CallerSpec, World } from './request-world.ts';

const groups = ['service group admins', 'service group executives', 'service group helpdesk'];

describe('what is remembered from one request to the next', () => {
  async function see(world: World, { change }: { readonly change: boolean }): Promise<string[]> {
    const before = world.calls();
    const { context } = world.request('helen');
    if (change) context.beginMutation();
    await context.permissions.forNamed('reset', { id: 'bob' });
    const calls = world.calls();
    for (const call of before) calls.splice(calls.indexOf(call), 1);
    return calls;
  }

  test('is a session and groups, never people', async () => {
    const world = createWorld();

    expect(await see(world, { change: false })).toEqual(
      ['own helen', 'service bob', ...groups].toSorted(),
    );
    expect(await see(world, { change: false })).toEqual(['own helen', 'service bob']);
    expect(world.sessions()).toBe(1);
    expect(world.alone()).toEqual([]);
  });

  test('is nothing for a change, whose reads nobody joins', async () => {
    const world = createWorld();
    await see(world, { change: false });

    const calls = await see(world, { change: true });

    expect(calls).toEqual(['own helen', 'service bob', ...groups].toSorted());
    expect(world.sessions()).toBe(2);
    expect(world.alone()).toEqual(calls);
  });

  test('is a session once, however often a request asks who calls', async () => {
    const world = createWorld();
    const { context } = world.request('alice');
    context.beginMutation();

    await Promise.all([
      context.caller.caller(),
      context.caller.withGroups(),
      context.caller.caller(),
    ]);

    expect(world.sessions()).toBe(1);
    expect(world.calls()).toEqual(['own alice', 'service group admins', 'service group helpdesk']);
  });
});

describe('loaders', () => {
  async function bobOf(world: World, realms: readonly string[]): Promise<PersonGrant[]> {
    const { permissions } = world.request('amadmin').context;
    const grants = realms.map((realm) => permissions.forNamed('viewDevices', { id: 'bob', realm }));
    return Promise.all(grants);
  }

  test('forget one kind of one person after a change, in one realm', async () => {
    const world = createWorld();
    const [alpha, beta] = await bobOf(world, ['alpha', 'beta']);
    if (!alpha?.person || !beta?.person) throw new Error('nobody is there');
    const load = (grant: PersonGrant, person: typeof alpha.person): Promise<unknown[]> =>
      Promise.all([grant.loaders.person.load(person), grant.loaders.devices.load('OATH', person)]);
    const [, before] = await load(beta, beta.person);
    await load(alpha, alpha.person);

    noteChange(alpha.loaders, alpha.person, { kind: 'OATH', remaining: [] });
    const [[, changed], [, same]] = [
      await load(alpha, alpha.person),
      await load(beta, beta.person),
    ];

    expect([changed, same]).toEqual([[], before]);
    expect(world.calls()).toEqual([
      'own beta/bob',
      'own beta/bob OATH',
      'own bob',
      'own bob',
      'own bob OATH',
    ]);
  });

  test('keep a failure for all who ask', async () => {
    const world = createWorld();
    const { permissions } = world.request('amadmin').context;
    const failure = new Failure('UPSTREAM_ERROR', 'no');
    world.hold('own bob').reject(failure);

    const grants = [1, 2].map(() => permissions.forNamed('viewPerson', { id: 'bob' }));

    for (const grant of grants) await expect(grant).rejects.toBe(failure);
    await expect(permissions.forNamed('viewPerson', { id: 'bob' })).rejects.toBe(failure);
    expect(world.calls()).toEqual(['own bob']);
  });
});

describe('the context', () => {
  test('counts references over all fields', () => {
    const { context } = createWorld().request(null);

    const totals = [context.countReferences(60), context.countReferences(50)];

    expect(totals.map((total) => total())).toEqual([110, 110]);
  });

  test('lets one change of another person pass, and none after it', () => {
    const { context } = createWorld().request(null);
    context.countChangeOfOther();

    const tooMany = expect.objectContaining({ code: 'OPERATION_TOO_LARGE', facts: { limit: 1 } });
    expect(() => context.countChangeOfOther()).toThrow(tooMany);
    expect(() => context.countChangeOfOther()).toThrow(tooMany);
  });

  test.each<readonly [as: CallerSpec, service: boolean, string | null]>([
    [null, true, null],
    ['ended', true, null],
    ['alice', false, null],
    ['alice', true, '8.0.0'],
  ])("tells %j, where a credential is %s, AM's version: %j", async (as, service, version) => {
    const world = createWorld({ service });

    expect(await world.request(as).context.product().version()).toBe(version);
    expect(world.calls()).toEqual(version === null ? [] : ['service version']);
  });
});
