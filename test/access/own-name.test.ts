/** Staff who spell their own name differently are recognised by AM's id (U22). */
import { afterAll, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import { bearer } from '../support/stage.ts';
import { changeDocument, changes } from './changes.ts';
import { callsAbout, credentialOf, writesTo } from './received.ts';
import { Stages } from './stages.ts';

const stages = new Stages();
afterAll(() => stages.close());

const env = { HELP_DESK_SCOPES: 'devices:help-desk', ADMIN_SCOPES: 'devices:admin' };
const own = ['devices:read', 'devices:reset'];
/** Each has a character that directories drop (RFC 4518 §2.2) and the gateway's folding keeps. */
const callers = [
  { who: 'helen', id: 'hele\uFE0Fn', scopes: [...own, 'devices:help-desk'] },
  { who: 'oscar', id: 'OS\u034FCAR', scopes: [...own, 'devices:admin'] },
] as const;
const ways = callers.flatMap(({ id, ...caller }) =>
  (['session', 'bearer'] as const).map((way) => ({
    ...caller,
    way,
    id,
    shown: encodeURIComponent(id),
  })),
);

describe.each(ways)('$who by $way as $shown', ({ who, id, way, scopes }) => {
  const isPermitted = (change: string): boolean =>
    who === 'oscar' || change.startsWith('reset') || change === 'endSessions';

  test.each(changes)('$name: refused, nothing is written', async (change) => {
    const { gateway, peer, sandbox } = await stages.with(env);
    const as = way === 'session' ? await peer.signIn(who) : bearer(sandbox, who, { scopes });

    const answer = await gateway.ask(changeDocument([change], { id, spelling: 'plain' }), as);

    expect(codesOf(answer)).toEqual([isPermitted(change.name) ? 'OWN_ACCOUNT' : 'FORBIDDEN']);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('sees themselves, as themselves', async () => {
    const { gateway, peer, sandbox } = await stages.with(env);
    const as = way === 'session' ? await peer.signIn(who) : bearer(sandbox, who, { scopes });
    const query = 'query ($id: ID!) { user(id: $id) { id: amId oathDevices { id } } }';

    const answer = await gateway.ask(query, as, { id });

    expect(answer).toMatchObject({ errors: [], data: { user: { id: who, oathDevices: [] } } });
    const lists = callsAbout(sandbox, { id: who, realm: 'alpha' }).filter(({ path }) =>
      path.includes('/devices/'),
    );
    expect(lists.map((call) => credentialOf(call, as))).toEqual([
      way === 'session' ? 'own' : 'service',
    ]);
  });
});
