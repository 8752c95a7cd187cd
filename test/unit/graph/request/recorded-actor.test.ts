/** Records name an actor by one spelling, whichever the caller typed (U22). */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../../src/config/load-config.ts';
import type { Role, SignedInCaller } from '../../../../src/domain/people/caller.ts';
import { actorOf } from '../../../../src/access/recorded-actor.ts';
import { everywhere, signedIn } from '../../domain/access-settings.ts';

const { access: plain } = loadConfig({ AM_URL: 'http://127.0.0.1:1/am' });
const realm = plain.realms.default;

const caller = (username: string, role: Role): SignedInCaller =>
  signedIn({ standings: everywhere(role), username, realm: role === 'SUPER_USER' ? null : realm });

test.each<{ typed: string; role: Role; superUser?: string; recorded?: string; id: string }>([
  { typed: 'AMADMIN', role: 'SUPER_USER', id: 'amadmin' },
  { typed: 'amAdmin', role: 'SUPER_USER', recorded: 'amAdmin', id: 'amadmin' },
  { typed: 'ROOT', role: 'SUPER_USER', superUser: 'id=root,ou=user,dc=example', id: 'root' },
  { typed: 'HELEN', role: 'HELP_DESK', recorded: 'helen', id: 'helen' },
  { typed: 'helen', role: 'HELP_DESK', id: 'helen' },
])('$typed as $role is $id', ({ typed, role, superUser, recorded, id }) => {
  const settings = { ...plain, superUser };
  const record = recorded === undefined ? null : { id: recorded, entry: null };

  expect(actorOf(caller(typed, role), { role, area: null, record, settings }).id).toBe(id);
});
