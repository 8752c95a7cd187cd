/** Without an entry of the directory, no one can tell who is in a group (design D25, A24). */
import { expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { bearer, everyCallerEnv, useStage, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';

const stage = useStage('pingam', {
  env: everyCallerEnv(
    withLists({
      roles: [{ area: 'north', role: 'help-desk', scope: 'north:desk' }],
      areas: { people: [{ area: 'north', group: { name: 'executives', realm: 'alpha' } }] },
    }),
  ),
});

const asked = '{ user(id: "alice") { amId oathDevices { amId } } }';

/** AM answers about alice without the attribute `dn`. */
function leaveOutEntry({ sandbox }: Stage): void {
  const body = { username: 'alice', uid: ['alice'], cn: ['Alice'], inetUserStatus: ['Active'] };
  const match = { method: 'GET', path: '/users/alice?_fields' };
  sandbox.breakNext({ match, times: Infinity, effect: { kind: 'body', body } });
}

test('in which areas a person without one is cannot be decided', async () => {
  leaveOutEntry(stage);

  const answer = await stage.gateway.ask(
    asked,
    bearer(stage.sandbox, 'ada', { scopes: ['north:desk'] }),
  );

  expect(codesOf(answer)).toEqual(['AREA_UNKNOWN']);
});

test('a person without one counts as privileged', async () => {
  leaveOutEntry(stage);

  const answer = await stage.gateway.ask(asked, await stage.peer.signIn('helen'));

  expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
});
