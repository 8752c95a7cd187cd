import {
  GraphQLSchema,
  isInputObjectType,
  isObjectType,
  Kind,
  type ConstDirectiveNode,
  type GraphQLNamedType,
} from 'graphql';
import { deviceTypes } from '../device/device.type.ts';

/**
 * Removes what is for staff, and the details that a self-service portal does not need, with the
 * types that only they lead to: what is left is `schema/subgraph-people.graphql`, in which no
 * operation can name another account. The schema must not be used further.
 */
export function withoutStaff(schema: GraphQLSchema): GraphQLSchema {
  const all = Object.values(schema.getTypeMap());
  const objects = all.filter(isObjectType);
  for (const type of [...objects, ...all.filter(isInputObjectType)]) {
    const fields: Record<string, Tagged> = type.getFields();
    for (const [name, field] of Object.entries(fields))
      if (isLeftOut(field)) Reflect.deleteProperty(fields, name);
  }
  for (const field of objects.flatMap((type) => Object.values(type.getFields())))
    field.args = field.args.filter((argument) => !isLeftOut(argument));
  const deviceNames = Object.values(deviceTypes).map(({ name }) => name);
  // The types of devices are found by their interface only.
  const types: GraphQLNamedType[] = objects.filter(({ name }) => deviceNames.includes(name));
  return new GraphQLSchema({ ...schema.toConfig(), types });
}

/** What a directive can mark. */
interface Tagged {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;
}

const leftOut = ['staff', 'detail'];

/** Whether a field, argument or type has `@tag(name: "staff")` or `@tag(name: "detail")`. */
export function isLeftOut({ astNode }: Tagged): boolean {
  return (astNode?.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === 'tag' &&
      given.some(({ value }) => value.kind === Kind.STRING && leftOut.includes(value.value)),
  );
}
