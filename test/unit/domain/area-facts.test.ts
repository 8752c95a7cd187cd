/** Who is in an area, as far as it is known: what was not read permits nothing (design D25). */
import { expect, test } from '@jest/globals';
import { Areas } from '../../../src/access/areas.ts';
import { Views } from '../../../src/access/views.ts';
import { GroupDirectory } from '../../../src/am/groups.ts';
import { Deadline } from '../../../src/am/index.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { unreadPerson } from '../../../src/domain/people/person.ts';
import { createUserIdRule } from '../../../src/domain/people/user-id.ts';
import { asEnvironment, withLists } from '../../support/with-lists.ts';

const userIds = createUserIdRule('pingam', undefined);
const id = 'bob';

test.each([
  ['of it', ['north'], 'inside'],
  ['of another area', ['south'], 'outside'],
  ['of no area', [], 'outside'],
  ['not read', null, 'unknown'],
])('a person whose attributes are %s', async (_label, areasByAttribute, fact) => {
  const { access: settings } = loadConfig(
    asEnvironment({
      AM_URL: 'http://127.0.0.1:1/am',
      AM_SERVICE_USERNAME: 'gateway',
      AM_SERVICE_PASSWORD: 'secret',
      ...withLists({
        roles: [
          { area: 'north', role: 'help-desk', group: 'desk' },
          { area: 'south', role: 'help-desk', group: 'others' },
        ],
        areas: {
          people: [
            { area: 'north', attribute: 'employeeNumber', value: 'n' },
            { area: 'south', attribute: 'employeeNumber', value: 's' },
          ],
        },
      }),
    }),
  );
  if (!userIds.accepts(id)) throw new TypeError('bob is a name');
  const person = { ...unreadPerson({ id, realm: settings.realms.default }), areasByAttribute };
  const groups = new GroupDirectory({ lifetimeMs: 0, now: () => 0 });
  const parts = {
    views: new Views({ own: null, service: null }),
    recency: () => ({ startedAt: 0, fresh: false, deadline: new Deadline(Infinity) }),
  };

  const facts = await new Areas({ service: null, groups, settings }, parts).of(person, ['north']);

  expect(facts.get('north')).toBe(fact);
});
