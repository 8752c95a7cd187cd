/**
 * Staff of an area never act for people who reach further than they do: staff of everyone, staff of
 * another area, administrators (security A38). Everyone here is in the area north.
 */
import { describe, expect, test } from '@jest/globals';
import { realmPath } from '../openam/am-rest.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { bearer, everyCallerEnv, useStage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { entryOf } from './members.ts';
import { writesTo } from './received.ts';
import { staffScopes } from './scene.ts';

/** The targets, each with the role that a group gives. */
const targets = {
  bob: 'no role',
  carol: 'the desk of north',
  dave: 'the desk of south',
  helen: 'the desk of everyone',
  rita: 'an auditor of everyone',
  oscar: 'an administrator of everyone',
  peter: 'an administrator of north',
} as const;
type Name = keyof typeof targets;
const names = Object.keys(targets);

const groups: Readonly<Record<string, readonly Name[]>> = {
  'north-desk': ['carol'],
  'south-desk': ['dave'],
  'north-admins': ['peter'],
};

const env = {
  ...staffScopes,
  ...withLists({
    roles: [
      { area: 'north', role: 'help-desk', group: 'north-desk', realm: 'alpha' },
      { area: 'south', role: 'help-desk', group: 'south-desk', realm: 'alpha' },
      { area: 'north', role: 'administrator', group: 'north-admins', realm: 'alpha' },
      { area: 'north', role: 'help-desk', scope: 'north:desk' },
      { area: 'south', role: 'help-desk', scope: 'south:desk' },
      { area: 'south', role: 'auditor', scope: 'south:audit' },
      { area: 'north', role: 'administrator', scope: 'north:admin' },
    ],
    areas: {
      people: [
        ...names.map((value) => ({ area: 'north', attribute: 'givenName', value })),
        { area: 'south', attribute: 'givenName', value: 'nobody' },
      ],
    },
  }),
};

/** The people that each caller may reset, and those with `ADMINS_OVER_PRIVILEGED=on`. */
const rows: readonly (readonly [scopes: string, normally: string, over: string])[] = [
  ['north:desk', 'bob carol', 'bob carol'],
  ['north:admin', 'bob carol', 'bob carol'],
  ['north:desk south:desk', 'bob carol dave', 'bob carol dave'],
  ['north:desk south:audit', 'bob carol', 'bob carol'],
  ['devices:help-desk', 'bob carol dave helen rita', 'bob carol dave helen rita'],
  ['devices:admin', 'bob carol dave helen rita', names.join(' ')],
  ['north:admin devices:help-desk', 'bob carol dave helen rita', 'bob carol dave helen rita'],
];

describe.each([
  ['off', 1],
  ['on', 2],
] as const)('with ADMINS_OVER_PRIVILEGED=%s', (over, column) => {
  const stage = useStage('pingam', {
    env: everyCallerEnv({ ...env, ADMINS_OVER_PRIVILEGED: over }),
  });

  const createGroup = async (username: string, members: readonly string[]): Promise<void> => {
    const { peer } = stage;
    const { status } = await peer.rest.call(`${realmPath('alpha')}/groups?_action=create`, {
      method: 'POST',
      resource: '3.0',
      headers: await peer.signIn('amadmin'),
      json: { username, uniqueMember: members.map((name) => entryOf(peer, name)) },
    });
    expect(status).toBe(201);
  };

  test.each(rows)('%s reset only people within their reach', async (...row) => {
    for (const [group, members] of Object.entries(groups)) await createGroup(group, members);
    const as = bearer(stage.sandbox, 'alice', { scopes: row[0].split(' ') });
    stage.sandbox.clearReceived();

    const verdicts: [string, string][] = [];
    for (const name of names) {
      const query = `mutation { resetOathDevices(input: { target: { user: { id: "${idOfPerson(name)}" } }, reason: "lost", dryRun: true }) { outcome } }`;
      const { errors } = await stage.gateway.ask(query, as);
      verdicts.push([name, errors[0]?.extensions.code ?? 'yes']);
    }

    const may = row[column].split(' ');
    expect(verdicts).toEqual(
      names.map((name) => [name, may.includes(name) ? 'yes' : 'TARGET_PRIVILEGED']),
    );
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});
