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
 * Removes the fields, arguments and inputs that are for staff, and the types that only they lead
 * to: what is left is `schema/subgraph-people.graphql`, in which no operation can name another
 * account. The schema must not be used further.
 */
export function withoutStaff(schema: GraphQLSchema): GraphQLSchema {
  const all = Object.values(schema.getTypeMap());
  const objects = all.filter(isObjectType);
  for (const type of [...objects, ...all.filter(isInputObjectType)]) {
    const fields: Record<string, Tagged> = type.getFields();
    for (const [name, field] of Object.entries(fields))
      if (isForStaff(field)) Reflect.deleteProperty(fields, name);
  }
  for (const field of objects.flatMap((type) => Object.values(type.getFields())))
    field.args = field.args.filter((argument) => !isForStaff(argument));
  const deviceNames = Object.values(deviceTypes).map(({ name }) => name);
  // The types of devices are found by their interface only.
  const types: GraphQLNamedType[] = objects.filter(({ name }) => deviceNames.includes(name));
  return new GraphQLSchema({ ...schema.toConfig(), types });
}

/** What a directive can mark. */
interface Tagged {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;
}

/** Whether a field, input or type has `@tag(name: "staff")`. */
export function isForStaff({ astNode }: Tagged): boolean {
  return (astNode?.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === 'tag' &&
      given.some(({ value }) => value.kind === Kind.STRING && value.value === 'staff'),
  );
}
