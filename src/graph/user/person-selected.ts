import { getArgumentValues, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLResolveInfo, SelectionNode } from 'graphql';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind } from '../../domain/device.ts';
import type { PersonSelected } from '../request/permissions.ts';
import { isIncluded } from '../is-included.ts';
import { User } from './user.type.ts';

/** The field of `User` that lists the devices of each kind. */
const listFields = {
  OATH: 'oathDevices',
  PUSH: 'pushDevices',
  WEB_AUTHN: 'webAuthnDevices',
  BOUND: 'boundDevices',
  PROFILE: 'profileDevices',
  TRUSTED: 'trustedDevices',
} satisfies Record<DeviceKind, string>;

const kindOfField: ReadonlyMap<string, DeviceKind> = new Map(
  deviceKinds.map((kind) => [listFields[kind], kind]),
);

/**
 * Returns what is selected of a person: the kinds whose lists are selected, of those `offered`, and whether anything
 * else is.
 */
export function personSelected(
  info: GraphQLResolveInfo,
  offered: readonly DeviceKind[],
): PersonSelected {
  const wanted = new Set<DeviceKind>();
  let isPersonWanted = false;
  for (const { selectionSet } of info.fieldNodes) {
    for (const field of fieldsIn(selectionSet?.selections ?? [], info)) {
      const kinds = kindsListedBy(field, info);
      for (const kind of kinds) wanted.add(kind);
      isPersonWanted ||=
        kinds.length === 0 ? field.name.value !== '__typename' : hasOwner(field, info);
    }
  }
  const kinds = offered.filter((kind) => wanted.has(kind));
  return { kinds, person: isPersonWanted || kinds.length === 0 };
}

/** Whether a field selects another one below it, which is read only then. */
function selects({ selectionSet }: FieldNode, name: string, info: GraphQLResolveInfo): boolean {
  for (const field of fieldsIn(selectionSet?.selections ?? [], info)) {
    if (field.name.value === name) return true;
  }
  return false;
}

/** Whether a list of devices selects `owner`, and so the person. */
function hasOwner({ selectionSet }: FieldNode, info: GraphQLResolveInfo): boolean {
  for (const field of fieldsIn(selectionSet?.selections ?? [], info)) {
    if (field.name.value === 'owner') return true;
    if (field.name.value === 'devices' && hasOwner(field, info)) return true;
  }
  return false;
}

function kindsListedBy(field: FieldNode, info: GraphQLResolveInfo): readonly DeviceKind[] {
  const name = field.name.value;
  const kind = kindOfField.get(name);
  if (kind !== undefined) return [kind];
  const type = info.schema.getType(User.name);
  const isOfSeveral =
    name === 'devices' || (name === 'devicesByKind' && selects(field, 'devices', info));
  const definition = isOfSeveral && isObjectType(type) ? type.getFields()[name] : undefined;
  if (definition === undefined) return [];
  const { kinds } = getArgumentValues(definition, field, info.variableValues);
  return Array.isArray(kinds) ? deviceKinds.filter((one) => kinds.includes(one)) : deviceKinds;
}

/** The fields of a selection and of its fragments, regardless of their type conditions. */
function* fieldsIn(
  selections: readonly SelectionNode[],
  info: GraphQLResolveInfo,
): Generator<FieldNode> {
  for (const selection of selections) {
    if (!isIncluded(selection, info.variableValues)) continue;
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      yield* fieldsIn(selection.selectionSet.selections, info);
    } else {
      const fragment = info.fragments[selection.name.value];
      if (fragment !== undefined) yield* fieldsIn(fragment.selectionSet.selections, info);
    }
  }
}
