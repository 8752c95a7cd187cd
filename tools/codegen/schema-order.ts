import { Kind, parse, visit, type DefinitionNode, type TypeDefinitionNode } from 'graphql';

/**
 * Orders a printed schema for a reader: the schema, `Query` and `Mutation`, then each type where a
 * field of the types before it first leads to it. Objects follow their interface, and directives,
 * which no field leads to, come last.
 */
export function orderedForReaders(text: string): string {
  const { definitions } = parse(text);
  const types = new Map(
    definitions.filter(isType).map((definition) => [definition.name.value, definition]),
  );
  const ordered = new Set<DefinitionNode>(definitions.filter(isSchema));
  const add = (name: string): void => {
    const type = types.get(name);
    if (type === undefined || ordered.has(type)) return;
    ordered.add(type);
    if (type.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const member of types.values()) if (implementsType(member, name)) ordered.add(member);
    for (const used of namesIn(type)) add(used);
  };
  for (const root of ['Query', 'Mutation']) {
    const type = types.get(root);
    if (type !== undefined) ordered.add(type);
  }
  for (const root of ['Query', 'Mutation']) {
    const type = types.get(root);
    if (type !== undefined) for (const used of namesIn(type)) add(used);
  }
  for (const name of types.keys()) add(name);
  const all = [...new Set([...ordered, ...definitions])];
  return all.map(({ loc }) => text.slice(loc?.start, loc?.end)).join('\n\n');
}

/** The names of the types that a definition uses, in the order of its text. */
function namesIn(definition: TypeDefinitionNode): readonly string[] {
  const names: string[] = [];
  visit(definition, {
    NamedType: ({ name }) => {
      names.push(name.value);
    },
  });
  return names;
}

/** Whether an object implements an interface other than `Node`, which nearly all implement. */
function implementsType(type: TypeDefinitionNode, name: string): boolean {
  return (
    name !== 'Node' &&
    type.kind === Kind.OBJECT_TYPE_DEFINITION &&
    (type.interfaces ?? []).some((one) => one.name.value === name)
  );
}

function isSchema({ kind }: DefinitionNode): boolean {
  return kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION;
}

function isType(definition: DefinitionNode): definition is TypeDefinitionNode {
  return definition.kind.endsWith('TypeDefinition');
}
