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
  GraphQLSchema,
} from 'graphql';
import { executeFields } from './execute-selection.ts';
import { handleFieldError, infoAt, isPromise } from './plan.ts';
import type { Complete, Place, SelectionPlan } from './plan.ts';

/** The selection below a field, per object type. */
export interface Selected {
  readonly schema: GraphQLSchema;
  /** Returns the fields selected of an object type. */
  readonly fieldsOf: (type: GraphQLObjectType) => SelectionPlan;
}

/** Returns the function that completes values of a type (GraphQL §6.4.3), as graphql-js' `completeValue` does. */
export function completerFor(type: GraphQLOutputType, selected: Selected): Complete {
  if (isNonNullType(type)) return completeNonNull(completerFor(type.ofType, selected));
  const complete = isListType(type)
    ? completeList(type.ofType, completerFor(type.ofType, selected))
    : 'serialize' in type
      ? completeLeaf(type)
      : isObjectType(type)
        ? completeObject(type, selected.fieldsOf(type))
        : completeAbstract(type, selected);
  return (value, place) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(value, place);
  };
}

function completeNonNull(complete: Complete): Complete {
  return (value, place) => {
    const completed = complete(value, place);
    if (completed !== null) return completed;
    const { parentType, name } = place.field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
  };
}

function completeList(itemType: GraphQLOutputType, complete: Complete): Complete {
  const isNonNull = isNonNullType(itemType);
  return (value, place) => {
    if (!isIterable(value)) {
      const { parentType, name } = place.field;
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${name}".`,
      );
    }
    const items: unknown[] = [];
    let hasPromise = false;
    try {
      for (const item of value) {
        const path = { prev: place.path, key: items.length, typename: undefined };
        const completed = completeItem(item, { ...place, path }, { complete, isNonNull });
        hasPromise ||= isPromise(completed);
        items.push(completed);
      }
    } catch (error) {
      // The list fails now; rejections of earlier items must not become unhandled and end the process.
      for (const item of items) if (isPromise(item)) item.then(undefined, () => undefined);
      throw error;
    }
    return hasPromise ? Promise.all(items) : items;
  };
}

function completeItem(
  item: unknown,
  place: Place,
  { complete, isNonNull }: { readonly complete: Complete; readonly isNonNull: boolean },
): unknown {
  try {
    const completed = isPromise(item)
      ? item.then((value) => complete(value, place))
      : complete(item, place);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) => handleFieldError(error, place, isNonNull));
  } catch (error) {
    return handleFieldError(error, place, isNonNull);
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** Unlike in graphql-js, the messages do not quote the value, because they are logged. */
function completeLeaf(type: GraphQLLeafType): Complete {
  return (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(`Expected \`${type.name}.serialize\` to return non-nullable value.`);
  };
}

function completeObject(type: GraphQLObjectType, fields: SelectionPlan): Complete {
  return (value, place) => {
    const { run, field, path } = place;
    if (type.isTypeOf === undefined || type.isTypeOf === null) {
      return executeFields(fields, value, run, path);
    }
    const completeWhere = (isTypeOf: boolean): unknown => {
      if (isTypeOf) return executeFields(fields, value, run, path);
      throw new GraphQLError(`Expected value of type "${type.name}".`, { nodes: field.nodes });
    };
    const isTypeOf = type.isTypeOf(value, run.contextValue, infoAt(place));
    return isPromise(isTypeOf) ? isTypeOf.then(completeWhere) : completeWhere(isTypeOf);
  };
}

function completeAbstract(type: GraphQLAbstractType, { schema, fieldsOf }: Selected): Complete {
  const completers = new Map<unknown, Complete>(
    schema.getPossibleTypes(type).map((one) => [one.name, completeObject(one, fieldsOf(one))]),
  );
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const completeAs = (name: unknown, value: unknown, place: Place): unknown => {
    const complete = completers.get(name);
    if (complete !== undefined) return complete(value, place);
    const { parentType, name: fieldName, nodes } = place.field;
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${parentType.name}.${fieldName}".`,
      { nodes },
    );
  };
  return (value, place) => {
    const name = resolveType(value, place.run.contextValue, infoAt(place), type);
    return isPromise(name)
      ? name.then((settled) => completeAs(settled, value, place))
      : completeAs(name, value, place);
  };
}
