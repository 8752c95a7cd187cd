import { getArgumentValues, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLResolveInfo, SelectionNode } from 'graphql';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind } from '../../domain/device.ts';
import type { PersonSelected, RequestContext } from '../request/context.ts';
import { isIncluded } from '../is-included.ts';
import { User } from './user.type.ts';

const kindOfField: ReadonlyMap<string, DeviceKind> = new Map([
  ['oathDevices', 'OATH'],
  ['pushDevices', 'PUSH'],
  ['webAuthnDevices', 'WEB_AUTHN'],
  ['boundDevices', 'BOUND'],
  ['profileDevices', 'PROFILE'],
  ['trustedDevices', 'TRUSTED'],
]);

/** By the nodes of a field, which a plan hands over again and again; never where a variable has a say. */
const remembered = new WeakMap<readonly FieldNode[], PersonSelected>();

/** What a selection asks for of a person: of which kinds the lists, and whether anything but those. */
export function personSelected(info: GraphQLResolveInfo, context: RequestContext): PersonSelected {
  const known = remembered.get(info.fieldNodes);
  if (known !== undefined) return known;
  const { selected, varies } = lookThrough(info, context);
  if (!varies) remembered.set(info.fieldNodes, selected);
  return selected;
}

function lookThrough(
  info: GraphQLResolveInfo,
  context: RequestContext,
): { readonly selected: PersonSelected; readonly varies: boolean } {
  const wanted = new Set<DeviceKind>();
  const hasVariables = Object.keys(info.variableValues).length > 0;
  let isPersonWanted = false;
  let varies = false;
  for (const { selectionSet } of info.fieldNodes) {
    for (const field of fieldsIn(selectionSet?.selections ?? [], info)) {
      const kinds = kindsOf(field, info);
      for (const kind of kinds) wanted.add(kind);
      varies ||= hasVariables && (field.arguments ?? []).length > 0;
      isPersonWanted ||=
        kinds.length === 0 ? field.name.value !== '__typename' : hasOwner(field, info);
    }
  }
  const offered = context.product().kinds;
  const kinds =
    wanted.size === 0 ? [] : offered.flatMap(({ kind }) => (wanted.has(kind) ? [kind] : []));
  return { selected: { kinds, person: isPersonWanted || kinds.length === 0 }, varies };
}

/** Whether a list of devices leads back to the person. */
function hasOwner({ selectionSet }: FieldNode, info: GraphQLResolveInfo): boolean {
  for (const field of fieldsIn(selectionSet?.selections ?? [], info)) {
    if (field.name.value === 'owner') return true;
  }
  return false;
}

function kindsOf(field: FieldNode, info: GraphQLResolveInfo): readonly DeviceKind[] {
  const name = field.name.value;
  const kind = kindOfField.get(name);
  if (kind !== undefined) return [kind];
  const type = info.schema.getType(User.name);
  const definition = name === 'devices' && isObjectType(type) ? type.getFields()[name] : undefined;
  if (definition === undefined) return [];
  const { kinds } = getArgumentValues(definition, field, info.variableValues);
  return Array.isArray(kinds) ? deviceKinds.filter((one) => kinds.includes(one)) : deviceKinds;
}

/** The fields of a selection, those of its fragments with them, whatever type they are on. */
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
