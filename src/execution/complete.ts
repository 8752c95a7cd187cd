import {
  defaultTypeResolver,
  GraphQLError,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type {
  GraphQLAbstractType,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLOutputType,
} from 'graphql';
import { failed, infoOf, isPromise, runFields } from './plan.ts';
import type { Complete, Path, Place, SelectionPlan } from './plan.ts';

/** What each object type of a field selects. */
export type SelectionsOf = (type: GraphQLObjectType) => SelectionPlan;

/** How a value of a type is completed (GraphQL §6.4.3); the steps are graphql-js's own. */
export function completerOf(type: GraphQLOutputType, selectionsOf: SelectionsOf): Complete {
  if (isNonNullType(type)) return nonNull(completerOf(type.ofType, selectionsOf));
  const complete = orNull(
    isListType(type)
      ? list(type.ofType, completerOf(type.ofType, selectionsOf))
      : 'serialize' in type
        ? leaf(type)
        : isObjectType(type)
          ? object(type, selectionsOf)
          : abstract(type, selectionsOf),
  );
  return complete;
}

function orNull(complete: Complete): Complete {
  return (value, place) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(value, place);
  };
}

function nonNull(complete: Complete): Complete {
  return (value, place) => {
    const completed = complete(value, place);
    if (completed !== null) return completed;
    const { parentType, name } = place.field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
  };
}

function list(itemType: GraphQLOutputType, complete: Complete): Complete {
  const isItemNonNull = isNonNullType(itemType);
  return (value, place) => {
    if (!isIterable(value)) {
      const { parentType, name } = place.field;
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${name}".`,
      );
    }
    const items: unknown[] = [];
    let waits = false;
    try {
      for (const item of value) {
        const at = itemPlace(place, items.length);
        const completed = completeItem(item, at, { complete, isItemNonNull });
        waits ||= isPromise(completed);
        items.push(completed);
      }
    } catch (error) {
      // The list has failed already. A failure of an item before is told nobody, and must not end the process.
      for (const item of items) if (isPromise(item)) item.then(undefined, () => undefined);
      throw error;
    }
    return waits ? Promise.all(items) : items;
  };
}

function completeItem(
  item: unknown,
  place: Place,
  { complete, isItemNonNull }: { readonly complete: Complete; readonly isItemNonNull: boolean },
): unknown {
  try {
    const completed = isPromise(item)
      ? item.then((value) => complete(value, place))
      : complete(item, place);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) => failed(error, place, isItemNonNull));
  } catch (error) {
    return failed(error, place, isItemNonNull);
  }
}

function itemPlace({ run, field, path }: Place, index: number): Place {
  const at: Path = { prev: path, key: index, typename: undefined };
  return { run, field, path: at };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function leaf(type: GraphQLLeafType): Complete {
  return (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(`Expected \`${type.name}.serialize\` to return non-nullable value.`);
  };
}

function object(type: GraphQLObjectType, selectionsOf: SelectionsOf): Complete {
  let selections: SelectionPlan | undefined;
  return (value, place) => {
    selections ??= selectionsOf(type);
    return completeObject(type, selections, value, place);
  };
}

function completeObject(
  type: GraphQLObjectType,
  selections: SelectionPlan,
  value: unknown,
  place: Place,
): unknown {
  const { run, path } = place;
  if (type.isTypeOf === undefined || type.isTypeOf === null) {
    return runFields(selections, value, run, path);
  }
  const checked = (is: boolean): unknown => {
    if (is) return runFields(selections, value, run, path);
    throw new GraphQLError(`Expected value of type "${type.name}".`, { nodes: place.field.nodes });
  };
  const is = type.isTypeOf(value, run.contextValue, infoOf(place));
  return isPromise(is) ? is.then((settled) => checked(settled)) : checked(is);
}

function abstract(type: GraphQLAbstractType, selectionsOf: SelectionsOf): Complete {
  const known = new Map<GraphQLObjectType, SelectionPlan>();
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const completeAs = (name: unknown, value: unknown, place: Place): unknown => {
    const runtime = runtimeType(type, name, place);
    const selections = known.get(runtime) ?? selectionsOf(runtime);
    known.set(runtime, selections);
    return completeObject(runtime, selections, value, place);
  };
  return (value, place) => {
    const name = resolveType(value, place.run.contextValue, infoOf(place), type);
    return isPromise(name)
      ? name.then((settled) => completeAs(settled, value, place))
      : completeAs(name, value, place);
  };
}

function runtimeType(
  type: GraphQLAbstractType,
  name: unknown,
  { run, field }: Place,
): GraphQLObjectType {
  const { schema } = run.about;
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  throw new GraphQLError(
    `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${field.parentType.name}.${field.name}".`,
    { nodes: field.nodes },
  );
}
