/** The answer of a document as JSON Schema, by which a program reads it. */
import {
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Returns the schema of the answer of the operation in a document, whole with its fragments. */
export function outputSchemaOf(
  document: DocumentNode,
  schema: GraphQLSchema,
): { type: 'object'; properties: Record<string, object> } {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new Error('the document has no operation');
  const data = objectOf({ document, schema }, root, operation.selectionSet);
  return { type: 'object', properties: { data: { anyOf: [data, { type: 'null' }] } } };
}

interface Texts {
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
}

function objectOf(texts: Texts, type: GraphQLNamedType, set: SelectionSetNode): object {
  const properties: Record<string, object> = {};
  const selected = fieldsIn(texts, type, set);
  const byKey = Map.groupBy(selected, ([{ alias, name }]) => (alias ?? name).value);
  for (const [key, [first, ...others]] of byKey) {
    if (first === undefined) continue;
    const [field, parent] = first;
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const of = hasFields ? parent.getFields()[field.name.value] : undefined;
    // Two fragments can select parts of one object.
    const selections = [field, ...others.map(([other]) => other)].flatMap(
      ({ selectionSet }) => selectionSet?.selections ?? [],
    );
    properties[key] =
      of === undefined
        ? { type: 'string' }
        : { ...schemaOf(texts, of.type, selections), description: of.description };
  }
  return { type: 'object', properties };
}

/** The fields of a selection set and of its fragments, each with the type that has it. */
function fieldsIn(
  texts: Texts,
  type: GraphQLNamedType,
  { selections }: SelectionSetNode,
): (readonly [FieldNode, GraphQLNamedType])[] {
  return selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [[one, type] as const];
    const fragment =
      one.kind === Kind.INLINE_FRAGMENT
        ? one
        : texts.document.definitions.find(
            (other) =>
              other.kind === Kind.FRAGMENT_DEFINITION && other.name.value === one.name.value,
          );
    if (fragment === undefined || !('selectionSet' in fragment)) return [];
    const condition = 'typeCondition' in fragment ? fragment.typeCondition?.name.value : undefined;
    const within = (condition === undefined ? type : texts.schema.getType(condition)) ?? type;
    return fieldsIn(texts, within, fragment.selectionSet);
  });
}

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  Int: 'integer',
  Float: 'number',
};

function schemaOf(
  texts: Texts,
  type: GraphQLOutputType,
  selections: readonly SelectionNode[],
): object {
  const inner = getNullableType(type);
  const shown = isListType(inner)
    ? { type: 'array', items: schemaOf(texts, inner.ofType, selections) }
    : isLeafType(inner)
      ? { type: scalars[inner.name] ?? 'string' }
      : objectOf(texts, inner, { kind: Kind.SELECTION_SET, selections });
  return isNonNullType(type) ? shown : { anyOf: [shown, { type: 'null' }] };
}
