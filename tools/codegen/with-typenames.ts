/**
 * A document transform of graphql-codegen: adds `__typename` to every object, because caches need
 * it. It stands last in each selection, where Apollo Client and urql would add it. So they send
 * these documents unchanged, and the trusted text is the same for every client.
 */
import { Kind, visit } from 'graphql';
import type { DocumentNode, FieldNode, SelectionNode, SelectionSetNode } from 'graphql';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** A file of operations, as graphql-codegen has read it. */
interface OperationsFile {
  readonly document?: DocumentNode;
}

/** Transforms the documents of `schema/operations`; see `codegen.yml`. */
export function transform({
  documents,
}: {
  readonly documents: readonly OperationsFile[];
}): OperationsFile[] {
  return documents.map((file) =>
    file.document === undefined ? file : { ...file, document: withTypenames(file.document) },
  );
}

function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: (set, _key, parent) => {
      const isRoot =
        parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
      return isRoot ? undefined : withTypename(set);
    },
  });
}

function withTypename(set: SelectionSetNode): SelectionSetNode {
  if (set.selections.some(isTypename)) return set;
  return { ...set, selections: [...set.selections, typename] };
}

function isTypename(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && selection.name.value === '__typename';
}
