/** Methods get what their parameters say, at once, and what type-graphql has to make is left to it. */
import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { graphqlSync } from 'graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import {
  Arg,
  buildSchema,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { resolveDirectly } from '../../../src/graph/direct-resolvers.ts';

@InputType()
class Wish {
  @Field(() => String)
  what!: string;
}

@ObjectType({ simpleResolvers: true })
class Thing {
  @Field(() => ID)
  id!: string;
}

interface Context {
  readonly who: string;
}

@Resolver(() => Thing)
class ThingResolver {
  readonly #prefix = 'thing';

  @Query(() => Thing)
  thing(
    @Info() info: GraphQLResolveInfo,
    @Arg('id', () => ID) id: string,
    @Ctx() { who }: Context,
    @Arg('more', () => String, { nullable: true }) more: string | undefined,
  ): Thing {
    return { id: [this.#prefix, info.fieldName, id, who, String(more)].join() };
  }

  @FieldResolver(() => String)
  twice(@Root() { id }: Thing, @Arg('by', () => String, { defaultValue: '+' }) by: string): string {
    return `${id}${by}${id}`;
  }

  @Query(() => String)
  wished(@Arg('wish', () => Wish) wish: Wish): string {
    return `${wish instanceof Wish ? 'a wish' : 'no wish'}: ${wish.what}`;
  }
}

async function schemaOfThings(): Promise<GraphQLSchema> {
  const schema = await buildSchema({ resolvers: [ThingResolver], validate: false });
  return resolveDirectly(schema);
}

test('each parameter is what it says, in whatever order, and there is no promise', async () => {
  const { data, errors } = graphqlSync({
    schema: await schemaOfThings(),
    source: '{ thing(id: "7") { id twice again: twice(by: "-") } }',
    contextValue: { who: 'me' },
  });

  expect(errors).toBeUndefined();
  const id = 'thing,thing,7,me,undefined';
  expect(data).toMatchObject({ thing: { id, twice: `${id}+${id}`, again: `${id}-${id}` } });
});

test('an argument that is made into an object of its class is left to type-graphql', async () => {
  const schema = await schemaOfThings();
  const resolve = schema.getQueryType()?.getFields()['wished']?.resolve;

  const info = Object.create(null);
  await expect(resolve?.(undefined, { wish: { what: 'rain' } }, {}, info)).resolves.toBe(
    'a wish: rain',
  );
});
