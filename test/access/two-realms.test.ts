/** One id in two realms is two people (security A6, A9, A12, A16). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import type { ResetOathDevicesMutation } from '../../packages/client/operations.ts';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { realmPath } from '../openam/am-rest.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { useStage } from '../support/stage.ts';
import type { SessionHeader } from '../support/peer.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { withLists } from '../support/with-lists.ts';
import { changeMembers, entryOf } from './members.ts';
import { callsAbout, credentialOf, writesTo } from './received.ts';

const shown = 'id: amId realm email oathDevices { id: amId owner { email } }';
const documents = {
  people: `query ($one: String, $two: String) { one: user(id: "bob", realm: $one) { ${shown} } two: user(id: "bob", realm: $two) { ${shown} } }`,
  entities: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { ${shown} } } }`,
  ownAndOther: `query ($other: String) { one: me { ${shown} } two: user(id: "bob", realm: $other) { ${shown} } }`,
};

const alpha = {
  id: 'bob',
  realm: 'alpha',
  email: 'bob@example.com',
  oathDevices: [deviceIds.bobOath, deviceIds.bobOathSecond].map((id) => ({
    id,
    owner: { email: 'bob@example.com' },
  })),
};
const beta = {
  id: 'bob',
  realm: 'beta',
  email: 'bob@beta.example.com',
  oathDevices: [{ id: 'phone-of-beta', owner: { email: 'bob@beta.example.com' } }],
};
type Name = 'alpha' | 'beta';
const bobs = { alpha, beta };
const orders: readonly (readonly [Name, Name])[] = [
  ['alpha', 'beta'],
  ['beta', 'alpha'],
];

const stage = useStage('pingam', {
  env: (peer) => ({
    ...peer.staffEnv(),
    AM_REALMS: 'alpha,beta',
    SESSION_CACHE_SECONDS: '0',
    ...withLists({
      access: {
        acrossRealms: [
          { staffOf: 'alpha', actIn: 'beta' },
          { staffOf: 'beta', actIn: 'alpha' },
        ],
      },
    }),
  }),
});
let helen: SessionHeader;
let amadmin: SessionHeader;
let bobOf: Record<Name, SessionHeader>;

async function setTheStage(): Promise<void> {
  const { signIn } = stage.peer;
  amadmin = await signIn('amadmin');
  await change('POST', 'users?_action=create', {
    username: 'bob',
    userpassword: sandboxPassword,
    mail: beta.email,
    oathDeviceProfiles: [recordOf(demoOf('OATH'), 'phone-of-beta', 'phone')],
  });
  await change('PUT', 'groups/executives', {
    uniqueMember: ['uid=bob,ou=people,o=beta,ou=identities'],
  });
  helen = await signIn('helen');
  bobOf = { alpha: await signIn('bob', 'alpha'), beta: await signIn('bob', 'beta') };
  // The gateway signs in its service account here.
  await stage.gateway.ask('{ gatewayCaller { roles } }', helen);
  stage.sandbox.clearReceived();
}
beforeEach(setTheStage);

/** Changes beta as the super user. */
async function change(method: 'POST' | 'PUT', place: string, json: object): Promise<void> {
  const call = { method, resource: '4.0', headers: amadmin, json };
  const { status } = await stage.peer.rest.call(`${realmPath('beta')}/${place}`, call);
  if (status > 201) throw new Error(`AM answered ${status} to a change of ${place}`);
}

const ask = (query: string, as: SessionHeader, variables: object): Promise<ClientAnswer<object>> =>
  stage.gateway.ask(query, as, variables);

describe.each(orders)('%s before %s', (one, two) => {
  const refs = [one, two].map((realm) => ({ __typename: 'User', amId: 'bob', realm }));

  test('the super user sees both', async () => {
    const people = await ask(documents.people, amadmin, { one, two });
    const entities = await ask(documents.entities, amadmin, { of: refs });

    expect(people).toMatchObject({ errors: [], data: { one: bobs[one], two: bobs[two] } });
    expect(entities).toMatchObject({ errors: [], data: { _entities: [bobs[one], bobs[two]] } });
  });

  test('the help desk does not see the devices of the privileged one', async () => {
    const seen = { alpha, beta: { ...beta, oathDevices: null } };

    const people = await ask(documents.people, helen, { one, two });
    const entities = await ask(documents.entities, helen, { of: refs });

    expect(people.data).toEqual({ one: seen[one], two: seen[two] });
    expect(entities.data).toEqual({ _entities: [seen[one], seen[two]] });
    expect([people, entities].map(codesOf)).toEqual([['TARGET_PRIVILEGED'], ['TARGET_PRIVILEGED']]);
  });
});

test('one who is of the help desk sees himself by his session and the other by his role', async () => {
  const { peer } = stage;
  await changeMembers(peer, 'helpdesk', (members) => [...members, entryOf(peer, 'bob')]);
  peer.sandbox.clearReceived();

  const answer = await ask(documents.ownAndOther, bobOf.alpha, { other: 'beta' });

  expect(answer.data).toEqual({ one: alpha, two: { ...beta, oathDevices: null } });
  const credentials = (realm: Name): string[] =>
    callsAbout(peer.sandbox, { id: 'bob', realm }).map((call) => credentialOf(call, bobOf.alpha));
  expect(new Set(credentials('alpha'))).toEqual(new Set(['own']));
  expect(new Set(credentials('beta'))).toEqual(new Set(['service']));
});

describe.each(orders)('two resets at once, %s and %s', (one, two) => {
  test('are each of its own person, and the help desk is refused the privileged one', async () => {
    const byHelpDesk = await Promise.all([reset(helen, one), reset(helen, two)]);
    const refused = { errors: [{ extensions: { code: 'TARGET_PRIVILEGED' } }] };
    const expected = { alpha: resetOf('alpha'), beta: refused };
    expect(byHelpDesk).toMatchObject([expected[one], expected[two]]);
    expect(written()).toEqual(['alpha']);

    await stage.peer.restore();
    await setTheStage();
    const bySuperUser = await Promise.all([reset(amadmin, one), reset(amadmin, two)]);
    expect(bySuperUser).toMatchObject([resetOf(one), resetOf(two)]);
    expect(written().toSorted()).toEqual(['alpha', 'beta']);
  });
});

/** The realms in which AM received a change of bob, in order. */
function written(): string[] {
  return writesTo(stage.sandbox).map(
    ({ path }) => /realms\/(\w+)\/users\/bob\//.exec(path)?.[1] ?? '',
  );
}

function reset(as: SessionHeader, realm: Name): Promise<ClientAnswer<ResetOathDevicesMutation>> {
  const input = { target: { user: { id: 'bob', realm } }, reason: 'lost phone' };
  return stage.gateway.send(ResetOathDevicesDocument, { input }, as);
}

function resetOf(realm: Name): object {
  const removedDevices = bobs[realm].oathDevices.map(({ id }) => ({
    deviceId: idOfDevice('bob', 'OATH', id, realm),
  }));
  return {
    errors: [],
    data: { resetOathDevices: { outcome: 'DONE', isVerified: true, removedDevices } },
  };
}
