/** Deny by default: a field without a rule stops the start, and a rule holds on every field (A4). */
import { describe, expect, test } from '@jest/globals';
import {
  GraphQLID,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  isObjectType,
  graphql,
} from 'graphql';
import type { GraphQLFieldConfigMap } from 'graphql';
import { Field, ObjectType, Query, Resolver, buildSchema } from 'type-graphql';
import { noDeadline } from '../../src/am/deadline.ts';
import { GroupDirectory } from '../../src/am/people/groups.ts';
import { recogniseSession } from '../../src/domain/access.ts';
import type { ConfirmedSession } from '../../src/domain/access.ts';
import { createRealms } from '../../src/domain/realm.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { Access, guardSchema, ruleOf } from '../../src/graph/access.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { RequestContext } from '../../src/graph/request/context.ts';
import { alpha, settingsOf } from '../unit/domain/access-settings.ts';

const root = { name: 'root', path: '/' };

describe('security A4: a schema', () => {
  test.each([
    ['a field without a rule', schemaOf({ open: { type: GraphQLString } }), 'Query.open'],
    [
      'a rule that is not one',
      schemaOf({ odd: { type: GraphQLString, extensions: { access: 'everybody' } } }),
      'Query.odd',
    ],
    [
      'an effect that does not exist',
      schemaOf({
        odd: { type: GraphQLString, extensions: { access: { effect: 'x', on: 'caller' } } },
      }),
      'Query.odd',
    ],
    [
      'a target that does not exist',
      schemaOf({
        odd: { type: GraphQLString, extensions: { access: { effect: 'viewPerson', on: 'x' } } },
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

  test('names every field without a rule', () => {
    const schema = schemaOf({ a: { type: GraphQLString }, b: { type: GraphQLString } });

    expect(() => guardSchema(schema)).toThrow('Query.a, Query.b');
  });

  test('written with decorators is held to it', async () => {
    const unruled = async (): Promise<GraphQLSchema> =>
      guardSchema(await buildSchema({ resolvers: [LooseResolver], validate: false }));

    await expect(unruled()).rejects.toThrow('These fields have no access rule: Loose.secret');
  });

  test('of the gateway has a rule everywhere', async () => {
    const types = Object.values((await createSchema({ federation: true })).getTypeMap()).filter(
      isObjectType,
    );
    const fields = types
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ruleOf(type, field)));

    expect(fields.length).toBeGreaterThan(50);
    expect(fields).not.toContain(undefined);
  });

  test('lets only the caller, what AM can do and the schema itself be public', async () => {
    const types = Object.values((await createSchema({ federation: true })).getTypeMap()).filter(
      isObjectType,
    );
    const open = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => ruleOf(type, field) === 'public')
        .map((field) => `${type.name}.${field.name}`),
    );

    const facts = new Set(['Caller', 'Capabilities', 'KindCapability', '_Service']);
    expect(open.filter((name) => !facts.has(name.split('.')[0] ?? ''))).toEqual([
      'Query.caller',
      'Query.capabilities',
      'Query._service',
    ]);
  });

  test('guards its query and mutation roots', async () => {
    const schema = await createSchema({ federation: true });
    const roots = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType);
    const unguarded = roots.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => ruleOf(type, field) === 'with parent')
        .map((field) => field.name),
    );

    expect(roots).toHaveLength(2);
    expect(unguarded).toEqual([]);
  });

  test('guards fields without a resolver too', async () => {
    const access = { effect: 'viewDevices', on: 'parent' };
    const secret = { type: GraphQLString, extensions: { access } };
    const thing = { type: thingOf({ secret }), extensions: { access: 'public' } };
    const schema = guardSchema(schemaOf({ thing }));

    const answer = await graphql({
      schema,
      source: '{ thing { secret } }',
      rootValue: { thing: { id: 'bob', realm: alpha, entry: null, secret: 'told' } },
      contextValue: anonymousContext(),
    });

    expect(answer.data).toEqual({ thing: { secret: null } });
    expect(answer.errors?.map(({ message }) => message)).toEqual(['Sign in first.']);
  });

  test('refuses a field whose person is unknown', async () => {
    const access = { effect: 'viewDevices', on: 'parent' };
    const secret = { type: GraphQLString, extensions: { access } };
    const thing = { type: thingOf({ secret }), extensions: { access: 'public' } };
    const schema = guardSchema(schemaOf({ thing }));

    const answer = await graphql({
      schema,
      source: '{ thing { secret } }',
      rootValue: { thing: { secret: 'told' } },
      contextValue: anonymousContext(),
    });

    expect(answer.data).toEqual({ thing: { secret: null } });
  });

  test('says of each guarded field who may', async () => {
    const types = Object.values((await createSchema({ federation: true })).getTypeMap()).filter(
      isObjectType,
    );
    const silent = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => typeof ruleOf(type, field) === 'object')
        .filter((field) => !/Requires: .+\.$/.test(field.description ?? ''))
        .map((field) => `${type.name}.${field.name}`),
    );

    expect(silent).toEqual([]);
  });
});

describe('security A11: the super user', () => {
  const real = { realmPath: '/', universalId: 'id=amadmin,ou=user,dc=openam,dc=example,dc=org' };
  const inAlpha = 'id=amadmin,ou=user,o=alpha,ou=services,dc=openam,dc=example,dc=org';

  test.each([
    ['amadmin of the top realm', real, undefined, ['SUPER_USER']],
    [
      'AMADMIN, spelt so',
      { ...real, universalId: 'id=AMADMIN,ou=user,x' },
      undefined,
      ['SUPER_USER'],
    ],
    [
      'a namesake in a sub-realm',
      { realmPath: '/alpha', universalId: inAlpha },
      undefined,
      ['SELF'],
    ],
    [
      'a namesake in a realm not served',
      { realmPath: '/b', universalId: inAlpha },
      undefined,
      null,
    ],
    ['the user name alone', { realmPath: '/', universalId: 'id=bob,ou=user,x' }, undefined, null],
    ['a longer name', { realmPath: '/', universalId: 'id=amadmin2,ou=user,x' }, undefined, null],
    [
      'an agent of that name',
      { realmPath: '/', universalId: 'id=amadmin,ou=agent,x' },
      undefined,
      null,
    ],
    [
      'a name that contains it',
      { realmPath: '/', universalId: 'id=x\\,id=amadmin,ou=user,x' },
      undefined,
      null,
    ],
    ['no universal id', { realmPath: '/', universalId: '' }, undefined, null],
    ['another configured one', real, 'id=boss,ou=user,dc=x', null],
    [
      'the configured one elsewhere',
      { realmPath: '/alpha', universalId: inAlpha },
      inAlpha,
      ['SELF'],
    ],
    [
      'the configured one',
      { ...real, universalId: 'id=Boss,ou=user,dc=x' },
      'id=boss,ou=user,dc=x',
      ['SUPER_USER'],
    ],
    [
      'one that begins like it',
      { ...real, universalId: 'id=boss,ou=user,dc=xy' },
      'id=boss,ou=user,dc=x',
      null,
    ],
  ])('is known by realm and universal id: %s', (_label, about, superUser, roles) => {
    const session: ConfirmedSession = {
      username: 'amadmin',
      properties: new Map(),
      expiresAt: null,
      idleExpiresAt: null,
      ...about,
    };

    const caller = recogniseSession(session, settingsOf({ superUser }));

    expect(caller.kind === 'signed in' ? caller.roles : null).toEqual(roles);
  });

  test('adds to what a served top realm gives', () => {
    const session: ConfirmedSession = {
      username: 'amadmin',
      properties: new Map(),
      expiresAt: null,
      idleExpiresAt: null,
      ...real,
    };
    const realms = createRealms([alpha, root], alpha);

    const caller = recogniseSession(session, settingsOf({ realms }));

    expect(caller).toMatchObject({ roles: ['SELF', 'SUPER_USER'], realm: root });
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
    credential: null,
    own: null,
    service: null,
    verifyBearer: null,
    deadline: noDeadline,
    groups: new GroupDirectory({ lifetimeMs: 0, now: Date.now, warn: () => undefined }),
    settings: settingsOf(),
    userIds: createUserIdRule('pingam'),
    product: { flavor: 'pingam', kinds: [] },
    subgraphSdl: null,
    ledger: unrecorded,
    changeLimits: { staff: [], person: [], own: [], searches: [] },
    warn: () => undefined,
    now: Date.now,
    startedAt: Date.now(),
  });
}
