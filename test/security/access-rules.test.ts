/**
 * Deny by default: a field without a rule stops the start, and a rule holds on every field (A4).
 */
import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import {
  GraphQLID,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  graphql,
  type GraphQLFieldConfigMap,
} from 'graphql';
import { Field, ObjectType, Query, Resolver, buildSchema } from 'type-graphql';
import { noDeadline } from '../../src/am/foundation/deadline.ts';
import { Directories } from '../../src/am/calls/directories.ts';
import { GroupDirectory } from '../../src/am/groups.ts';
import { rolesOf } from '../../src/domain/people/caller.ts';
import { recogniseSession } from '../../src/domain/rules/recognise.ts';
import { createRealms } from '../../src/domain/people/realm.ts';
import { ChangeLocks } from '../../src/changes/request/change-locks.ts';
import { localLocks } from '../../src/domain/values/lock.ts';
import { createUserIdRule } from '../../src/domain/people/user-id.ts';
import { Access, guardSchema } from '../../src/graph/fields/access.ts';
import { permitParent } from '../../src/graph/fields/permits.ts';
import { CostlyReads } from '../../src/changes/request/costly-reads.ts';
import { RequestContext } from '../../src/graph/request/context.ts';
import { hangingLedger } from '../support/ledger-ports.ts';
import { alpha, everywhere, settingsOf } from '../unit/domain/access-settings.ts';

const root = { name: 'root', path: '/' };
const times = { expiresAt: null, idleExpiresAt: null };
const session = { username: 'amadmin', properties: new Map<string, string>(), ...times };

describe('security A4: a schema', () => {
  test.each([
    [
      'fields without a rule',
      schemaOf({ a: { type: GraphQLString }, b: { type: GraphQLString } }),
      'Query.a, Query.b',
    ],
    [
      'a rule that is not one',
      schemaOf({ odd: { type: GraphQLString, extensions: { access: 'everybody' } } }),
      'Query.odd',
    ],
    [
      'an effect that does not exist',
      schemaOf({
        odd: { type: GraphQLString, extensions: { access: { effect: 'x', permit: () => null } } },
      }),
      'Query.odd',
    ],
    [
      'an effect without a function',
      schemaOf({
        odd: { type: GraphQLString, extensions: { access: { effect: 'viewPerson', permit: 'x' } } },
      }),
      'Query.odd',
    ],
    [
      'a nested field without a rule',
      schemaOf({
        thing: { type: thingOf({ id: { type: GraphQLID } }), extensions: { access: 'public' } },
      }),
      'Thing.id',
    ],
  ])('with %s does not start', (_label, schema, name) => {
    expect(() => guardSchema(schema)).toThrow(`These fields have no access rule: ${name}`);
  });

  test('written with decorators is held to it', async () => {
    const unruled = async (): Promise<GraphQLSchema> =>
      guardSchema(await buildSchema({ resolvers: [LooseResolver], validate: false }));

    await expect(unruled()).rejects.toThrow('These fields have no access rule: Loose.secret');
  });

  test.each([
    [
      'guards fields without a resolver too',
      { id: 'bob', realm: alpha, entry: null },
      'Sign in first.',
    ],
    ['refuses a field whose person is unknown', {}, 'a field guarded by a person needs one'],
  ])('%s', async (_label, person, refusal) => {
    const access = { effect: 'viewDevices', permit: permitParent };
    const secret = { type: GraphQLString, extensions: { access } };
    const thing = { type: thingOf({ secret }), extensions: { access: 'public' } };
    const schema = guardSchema(schemaOf({ thing }));

    const answer = await graphql({
      schema,
      source: '{ thing { secret } }',
      rootValue: { thing: { ...person, secret: 'told' } },
      contextValue: anonymousContext(),
    });

    expect(answer.data).toEqual({ thing: { secret: null } });
    expect(answer.errors?.map(({ message }) => message)).toEqual([refusal]);
  });

  test.each([
    ['permit', { permit: () => ({ secret: true }) }],
    ['read', { read: () => 'told' }],
  ])('fails a field whose rule forgets to ask the policy: %s', async (_label, rule) => {
    const access = { effect: 'approve', ...rule };
    const schema = guardSchema(schemaOf({ odd: { type: GraphQLString, extensions: { access } } }));

    const answer = await graphql({
      schema,
      source: '{ odd }',
      rootValue: { odd: 'told' },
      contextValue: anonymousContext(),
    });

    expect(answer.data).toEqual({ odd: null });
    expect(answer.errors?.map(({ message }) => message)).toEqual([
      'Query.odd was not permitted by the policy',
    ]);
  });
});

describe('security A11: the super user', () => {
  const id = 'id=amadmin,ou=user,dc=openam,dc=example,dc=org';
  const inAlpha = 'id=amadmin,ou=user,o=alpha,ou=services,dc=openam,dc=example,dc=org';
  const boss = 'id=boss,ou=user,dc=x';

  test.each([
    ['amadmin of the top realm', '/', id, undefined, ['SUPER_USER']],
    ['AMADMIN, spelt so', '/', 'id=AMADMIN,ou=user,x', undefined, ['SUPER_USER']],
    ['a namesake in a sub-realm', '/alpha', inAlpha, undefined, ['SELF']],
    ['a namesake in a realm not served', '/b', inAlpha, undefined, null],
    ['the user name alone', '/', 'id=bob,ou=user,x', undefined, null],
    ['a longer name', '/', 'id=amadmin2,ou=user,x', undefined, null],
    ['an agent of that name', '/', 'id=amadmin,ou=agent,x', undefined, null],
    ['a name that contains it', '/', 'id=x\\,id=amadmin,ou=user,x', undefined, null],
    ['an agent of a served realm', '/alpha', 'id=bob,ou=agent,o=alpha,x', undefined, null],
    ['an agent named so', '/alpha', String.raw`id=bob\,ou\=user,ou=agent,x`, undefined, null],
    [
      'an agent named with a backslash',
      '/alpha',
      String.raw`id=b\\,ou=agent,ou=user`,
      undefined,
      null,
    ],
    ['a person with a comma', '/alpha', String.raw`id=b\,ob,ou=user,o=alpha`, undefined, ['SELF']],
    ['no universal id', '/', '', undefined, null],
    ['another configured one', '/', id, boss, null],
    ['the configured one elsewhere', '/alpha', inAlpha, inAlpha, ['SELF']],
    ['the configured one', '/', 'id=Boss,ou=user,dc=x', boss, ['SUPER_USER']],
    ['one that begins like it', '/', `${boss}y`, boss, null],
  ])(
    'is known by realm and universal id: %s',
    (...[, realmPath, universalId, superUser, roles]) => {
      const caller = recogniseSession(
        { ...session, realmPath, universalId },
        settingsOf({ superUser }),
      );

      expect(caller.kind === 'signed in' ? rolesOf(caller) : null).toEqual(roles);
    },
  );

  test('adds to what a served top realm gives', () => {
    const realms = createRealms([alpha, root], alpha);

    const caller = recogniseSession(
      { ...session, realmPath: '/', universalId: id },
      settingsOf({ realms }),
    );

    expect(caller).toMatchObject({ standings: everywhere('SELF', 'SUPER_USER'), realm: root });
  });
});

@Access('with parent')
@ObjectType({ simpleResolvers: true })
class Ruled {
  @Field(() => String)
  name!: string;
}

@ObjectType({ simpleResolvers: true })
class Loose {
  @Field(() => String)
  secret!: string;

  @Access('with parent')
  @Field(() => Ruled)
  ruled!: Ruled;
}

@Resolver()
class LooseResolver {
  @Access('public')
  @Query(() => Loose)
  loose(): Loose {
    return { secret: 'told', ruled: { name: 'x' } };
  }
}

function schemaOf(fields: GraphQLFieldConfigMap<unknown, unknown>): GraphQLSchema {
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
}

function thingOf(fields: GraphQLFieldConfigMap<unknown, unknown>): GraphQLObjectType {
  return new GraphQLObjectType({ name: 'Thing', fields });
}

function anonymousContext(): RequestContext {
  return new RequestContext({
    correlationId: 'test',
    identityVendors: null,
    costlyReads: new CostlyReads(),
    credential: null,
    own: null,
    service: null,
    verifyBearer: null,
    client: undefined,
    deadline: noDeadline,
    groups: new GroupDirectory({ lifetimeMs: 0, now: Date.now }),
    journeys: null,
    directories: new Directories([], () => undefined),
    settings: settingsOf(),
    userIds: createUserIdRule('pingam'),
    product: { flavor: 'pingam', kinds: [], reportsSignIn: false },
    subgraphSdl: null,
    notifiedOfChanges: [],
    ledger: hangingLedger,
    locks: new ChangeLocks({ mostWaiting: 8, waitMs: 1_000 }, localLocks),
    pause: () => Promise.resolve(),
    changeLimits: {
      staff: [],
      person: [],
      client: [],
      own: [],
      dryRuns: [],
      searches: [],
      reports: [],
    },
    warn: () => undefined,
    now: Date.now,
    startedAt: Date.now(),
  });
}
