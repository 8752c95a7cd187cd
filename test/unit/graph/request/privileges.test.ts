/** Who counts as privileged where AM reports too little to decide it. */
import { expect, test } from '@jest/globals';
import { noDeadline } from '../../../../src/am/foundation/deadline.ts';
import { Directories } from '../../../../src/am/calls/directories.ts';
import { GroupDirectory } from '../../../../src/am/groups.ts';
import { unreadPerson } from '../../../../src/domain/people/person.ts';
import { createUserIdRule } from '../../../../src/domain/people/user-id.ts';
import { Privileges } from '../../../../src/access/privileges.ts';
import { Views } from '../../../../src/access/views.ts';
import { alpha, settingsOf } from '../../domain/access-settings.ts';

test.each([
  ['is privileged if groups decide', ['executives'], 'privileged'],
  ['is not if no group is privileged', [], 'none'],
])('a person without a directory entry %s', async (_label, groups, privilege) => {
  const credentials = { own: null, service: null };
  const facts = {
    ...credentials,
    groups: new GroupDirectory({ lifetimeMs: 0, now: Date.now }),
    directories: new Directories([], () => undefined),
    settings: settingsOf(),
  };
  const privileges = new Privileges(facts, {
    views: new Views(credentials),
    recency: () => ({ startedAt: 0, fresh: true, deadline: noDeadline }),
    groupsIn: () => groups,
  });

  const id = 'bob';
  if (!createUserIdRule('pingam').accepts(id)) throw new Error('the id is valid');

  expect(await privileges.of(unreadPerson({ id, realm: alpha }))).toBe(privilege);
});
