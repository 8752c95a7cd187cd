import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
} from 'graphql';
import type { FieldNode, GraphQLResolveInfo, SelectionNode, SelectionSetNode } from 'graphql';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import type { PersonSelected } from '../../access/read-ahead.ts';
import type { UserDevicesResolver } from '../device/user-devices.resolver.ts';
import { User } from '../user/user.type.ts';

/** The fields of `User` that list the devices of one kind. */
const kindOfField: Readonly<Record<string, DeviceKind>> = {
  oathDevices: 'OATH',
  pushDevices: 'PUSH',
} satisfies Partial<Record<keyof UserDevicesResolver, DeviceKind>>;

/** Returns which lists of devices are selected of a person, and whether anything else is. */
export function personSelected(
  info: GraphQLResolveInfo,
  offered: readonly DeviceKind[],
): PersonSelected {
  const fields = info.fieldNodes.flatMap((node) => fieldsIn(node, info));
  const listed = fields.map((field) => kindsListedBy(field, info));
  const kinds = offered.filter((kind) => listed.some((one) => one.includes(kind)));
  const isPersonWanted = fields.some((field, index) =>
    listed[index]?.length === 0 ? field.name.value !== '__typename' : hasOwner(field, info),
  );
  return { kinds, person: isPersonWanted || kinds.length === 0 };
}

/** Whether a list of devices selects `owner`, and so the person. */
function hasOwner(list: FieldNode, info: GraphQLResolveInfo): boolean {
  return fieldsIn(list, info).some(
    (field) =>
      field.name.value === 'owner' || (field.name.value === 'devices' && hasOwner(field, info)),
  );
}

function kindsListedBy(field: FieldNode, info: GraphQLResolveInfo): readonly DeviceKind[] {
  const name = field.name.value;
  const kind = kindOfField[name];
  if (kind !== undefined) return [kind];
  const type = info.schema.getType(User.name);
  const isOfSeveral =
    name === 'devices' ||
    (name === 'devicesByKind' && fieldsIn(field, info).some((one) => one.name.value === 'devices'));
  const definition = isOfSeveral && isObjectType(type) ? type.getFields()[name] : undefined;
  if (definition === undefined) return [];
  const { kinds } = getArgumentValues(definition, field, info.variableValues);
  return Array.isArray(kinds) ? deviceKinds.filter((one) => kinds.includes(one)) : deviceKinds;
}

/** The fields of a selection set and of its fragments, regardless of their type conditions. */
function fieldsIn(
  { selectionSet }: { readonly selectionSet?: SelectionSetNode | undefined },
  info: GraphQLResolveInfo,
): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (!isIncluded(selection, info.variableValues)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection, info);
    return fieldsIn(info.fragments[selection.name.value] ?? {}, info);
  });
}

/** Whether `@skip` and `@include` keep a selection, for these variables (GraphQL §3.13). */
function isIncluded(node: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
