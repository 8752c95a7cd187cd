import { getNamedType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { Failure } from '../../domain/values/failure.ts';

/** An argument, or a member of an input. */
interface Input {
  readonly name: string;
  readonly type: GraphQLInputType;
}

/**
 * Returns the failure of a field with the whole path of its bad input. Rules name only the last
 * members, because they do not know in which argument a client gives them.
 */
export function withWholePath(error: unknown, args: readonly Input[]): unknown {
  if (!(error instanceof Failure) || error.code !== 'BAD_USER_INPUT') return error;
  const { path: names } = error.facts;
  const [first] = args;
  if (!Array.isArray(names) || first === undefined) return error;
  // The members of a reference to an entity have no type.
  const path = pathOf(args, names) ?? [...new Set([first.name, ...names])];
  return error.withFacts({ path });
}

/** Returns the shortest path that ends in these names; null without one. */
export function pathOf(args: readonly Input[], names: readonly string[]): readonly string[] | null {
  let level = args.map((input) => ({ path: [input.name], input }));
  while (level.length > 0) {
    const found = level.find(({ path }) => names.join() === path.slice(-names.length).join());
    if (found !== undefined) return found.path;
    level = level.flatMap(({ path, input }) =>
      membersOf(input).map((member) => ({ path: [...path, member.name], input: member })),
    );
  }
  return null;
}

function membersOf({ type }: Input): readonly Input[] {
  const named = getNamedType(type);
  return isInputObjectType(named) ? Object.values(named.getFields()) : [];
}
