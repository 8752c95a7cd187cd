import { GraphQLSchema, isObjectType, Kind, type GraphQLObjectType } from 'graphql';
import { deviceTypes } from '../device/device.type.ts';

/**
 * Removes the fields that are for staff, and the types that only they lead to: what is left is
 * `schema/subgraph-people.graphql`. The schema must not be used further.
 */
export function withoutStaff(schema: GraphQLSchema): GraphQLSchema {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of objects) {
    const fields = type.getFields();
    for (const field of Object.values(fields))
      if (isForStaff(field)) Reflect.deleteProperty(fields, field.name);
  }
  const deviceNames = Object.values(deviceTypes).map(({ name }) => name);
  // The types of devices are found by their interface only.
  const types = objects.filter(({ name }) => deviceNames.includes(name));
  return new GraphQLSchema({ ...schema.toConfig(), types });
}

/** Whether a field or type has `@tag(name: "staff")`. */
export function isForStaff({ astNode }: Pick<GraphQLObjectType, 'astNode'> | Field): boolean {
  return (astNode?.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === 'tag' &&
      given.some(({ value }) => value.kind === Kind.STRING && value.value === 'staff'),
  );
}

type Field = ReturnType<GraphQLObjectType['getFields']>[string];
