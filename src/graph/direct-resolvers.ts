import { isLeafType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>;
type Parameter = Metadata['params'][number];
type Method = Metadata['queries'][number] | Metadata['fieldResolvers'][number];
type Take = (...given: Parameters<GraphQLFieldResolver<unknown, unknown>>) => unknown;

/**
 * Has queries and fields call their methods directly. type-graphql sorts the parameters of a method on every
 * call, and makes a promise of each argument in case a validator wants one; here nothing validates (`validate: false`).
 * A method whose arguments it makes objects of is left to it.
 */
export function resolveDirectly(schema: GraphQLSchema): GraphQLSchema {
  const { queries, fieldResolvers } = getMetadataStorage();
  const root = schema.getQueryType()?.name ?? '';
  for (const method of queries) direct(schema, root, method);
  for (const method of fieldResolvers) {
    const type = method.getObjectType?.();
    if (method.kind === 'external' && type !== undefined) direct(schema, nameOf(type), method);
  }
  return schema;
}

function nameOf(type: unknown): string {
  return typeof type === 'function' ? type.name : '';
}

function direct(schema: GraphQLSchema, typeName: string, method: Method): void {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[method.schemaName] : undefined;
  if (field === undefined || (method.middlewares ?? []).length > 0) return;
  const takes: Take[] = [];
  for (const parameter of (method.params ?? []).toSorted((a, b) => a.index - b.index)) {
    const take = takerOf(parameter, field);
    if (take === null) return;
    takes.push(take);
  }
  const instance: object = Reflect.construct(method.target, []);
  const call: unknown = Reflect.get(instance, method.methodName);
  if (typeof call !== 'function') return;
  field.resolve = (...given) =>
    Reflect.apply(
      call,
      instance,
      takes.map((take) => take(...given)),
    );
}

/** Where a parameter comes from; null for what type-graphql has to make. */
function takerOf(parameter: Parameter, { args }: GraphQLField<unknown, unknown>): Take | null {
  switch (parameter.kind) {
    case 'root':
      return parameter.getType === undefined && parameter.propertyName === undefined
        ? (parent) => parent
        : null;
    case 'context':
      return parameter.propertyName === undefined ? (_parent, _args, context) => context : null;
    case 'info':
      return (_parent, _args, _context, info) => info;
    case 'arg': {
      const { name } = parameter;
      const type = args.find((one) => one.name === name)?.type;
      const isPlain = isLeafType(isNonNullType(type) ? type.ofType : type);
      return isPlain ? (_parent, given) => given[name] : null;
    }
    default:
      return null;
  }
}
