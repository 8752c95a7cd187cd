/**
 * Security F4, F5: a caller without permission cannot find out who exists, by content or time: the
 * matrix shows that a refusal asks AM for no person.
 */
import { describe, expect, test } from '@jest/globals';
import { codesOf, withoutCost } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';
import { writesTo } from './received.ts';

/** Existing, missing, inactive and privileged people, and people of another realm. */
const people = [
  'id: "bob"',
  'id: "not-there"',
  'id: "dave"',
  'id: "vera"',
  'id: "bella", realm: "beta"',
  'id: "not-there", realm: "beta"',
];

describe('security F4', () => {
  const stage = useStage('pingam', { env: everyCallerEnv() });

  const look = (person: string): string =>
    `{ user(${person}) { id: amId email status oathDevices { id: amId } } }`;
  const change =
    (name: string, more = '') =>
    (person: string): string =>
      `mutation { ${name}(input: { target: { user: { ${person} } } ${more} }) { __typename } }`;
  const search = (person: string): string =>
    `{ users(search: ${/"[^"]*"/.exec(person)?.[0]}) { __typename } }`;

  test.each([
    ['user', look],
    ['users', search],
    ['resetOathDevices', change('resetOathDevices')],
    ['resetPushDevices', change('resetPushDevices')],
    ['resetDevices', change('resetDevices', 'kinds: [OATH]')],
    ['removeDevice', change('removeDevice', 'kind: OATH, deviceId: "x"')],
    ['endDeviceOwnerSessions', change('endDeviceOwnerSessions')],
    ['renameDevice', change('renameDevice', 'kind: OATH, deviceId: "x", name: "y"')],
  ])('alice gets the same answer for every person by %s', async (field, queryOf) => {
    const alice = await stage.peer.signIn('alice');
    const answers = new Set<string>();
    for (const person of people) answers.add(await answerTo(queryOf(person), alice));

    expect([...answers]).toEqual([refusalAt(field)]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  /** The whole answer of every refusal. */
  function refusalAt(field: string): string {
    const extensions = { code: 'FORBIDDEN' };
    const error = { message: 'You do not have permission to do this.', path: [field], extensions };
    return JSON.stringify({ errors: [error], data: { [field]: null } });
  }

  /** An answer without the parts that differ for every request. */
  async function answerTo(query: string, as: SessionHeader): Promise<string> {
    const { text } = await stage.gateway.ask(query, as);
    return withoutCost(text)
      .replaceAll(/,"correlationId":"[^"]*"/g, '')
      .replaceAll(/"locations":\[[^\]]*\],/g, '');
  }
});

describe('security F5', () => {
  const stage = useStage('pingam', { env: everyCallerEnv() });
  const missing = 'not-there';

  test.each([
    [404, []],
    [500, ['UPSTREAM_ERROR']],
    [503, ['UPSTREAM_UNAVAILABLE']],
    [403, ['FORBIDDEN']],
  ])('a person is missing only if AM says so, and AM says %i', async (status, codes) => {
    const effect = { kind: 'status', status } as const;
    const match = { path: new RegExp(`/users/${missing}`) };
    if (status !== 404) stage.sandbox.breakNext({ match, times: 6, effect });
    const helen = await stage.peer.signIn('helen');

    const seen = await stage.gateway.ask(`{ user(id: "${missing}") { id: amId } }`, helen);
    const done = await stage.gateway.ask(
      `mutation { resetOathDevices(input: { target: { user: { id: "${missing}" } }, force: true }) { outcome errors { code } } }`,
      helen,
    );

    const notFound = { outcome: 'NOT_DONE', errors: [{ code: 'USER_NOT_FOUND' }] };
    expect([seen.data, codesOf(seen)]).toEqual([{ user: null }, codes]);
    expect([done.data, codesOf(done)]).toEqual([
      { resetOathDevices: status === 404 ? notFound : null },
      codes,
    ]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});
