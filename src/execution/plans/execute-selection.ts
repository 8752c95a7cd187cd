import { handleFieldError, infoAt, isPromise } from './plan.ts';
import type { FieldPlan, Path, Place, Run, SelectionPlan } from './plan.ts';

/** Executes the fields of one object in parallel (GraphQL §6.3, normal execution). */
export function executeFields(
  fields: SelectionPlan,
  source: unknown,
  run: Run,
  path: Path | undefined,
): unknown {
  const results: Record<string, unknown> = {};
  const keys: string[] = [];
  const promises: Promise<unknown>[] = [];
  const settle = (): Promise<unknown> =>
    Promise.all(promises).then((values) => {
      for (const [index, key] of keys.entries()) results[key] = values[index];
      return results;
    });
  try {
    for (const field of fields) {
      const result = executeField(field, source, run, path);
      results[field.responseKey] = result;
      if (!isPromise(result)) continue;
      keys.push(field.responseKey);
      promises.push(result);
    }
  } catch (error) {
    if (promises.length === 0) throw error;
    // As in graphql-js, the fields already started are awaited before the error is thrown.
    return settle().finally(() => {
      throw error;
    });
  }
  return promises.length === 0 ? results : settle();
}

/** Executes the root fields of a mutation one after the other (GraphQL §6.3, serial execution). */
export async function executeFieldsSerially(fields: SelectionPlan, run: Run): Promise<unknown> {
  const results: Record<string, unknown> = {};
  for (const field of fields) {
    results[field.responseKey] = await executeField(field, undefined, run, undefined);
  }
  return results;
}

/** Resolves and completes one field (GraphQL §6.4); null for an error of a nullable field. */
function executeField(
  field: FieldPlan,
  source: unknown,
  run: Run,
  parent: Path | undefined,
): unknown {
  const path: Path = { prev: parent, key: field.responseKey, typename: field.parentType.name };
  const place: Place = { run, field, path };
  try {
    const result = resolveField(source, place);
    const completed = isPromise(result)
      ? result.then((value) => field.complete(value, place))
      : field.complete(result, place);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) =>
      handleFieldError(error, place, field.isNonNull),
    );
  } catch (error) {
    return handleFieldError(error, place, field.isNonNull);
  }
}

/** Calls the resolver, or reads the property of that name (GraphQL §6.4.2; graphql-js' default resolver). */
function resolveField(source: unknown, place: Place): unknown {
  const { run, field } = place;
  const args = field.argumentsFor(run.variables);
  if (field.resolve !== undefined) {
    return field.resolve(source, args, run.contextValue, infoAt(place));
  }
  const member = hasMembers(source) ? source[field.name] : undefined;
  if (typeof member !== 'function') return member;
  return Reflect.apply(member, source, [args, run.contextValue, infoAt(place)]);
}

function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
