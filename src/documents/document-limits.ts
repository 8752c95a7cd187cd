import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { Failure } from '../domain/values/failure.ts';

/** The maximum size of a document. `operation-cost.ts` limits the cost of an operation. */
export interface DocumentLimits {
  /** The maximum number of tokens, as graphql-js counts them: without commas and comments. */
  readonly tokens: number;
  /** The maximum nesting of fields, with fragments expanded. */
  readonly depth: number;
}

/**
 * The largest documented operation has 154 tokens. The parser recurses into each bracket, and
 * exhausts the stack at about 1 550.
 */
export const documentLimits: DocumentLimits = { tokens: 500, depth: 10 };

/** Parses a text. Returns a Failure if it has too many tokens, a GraphQLError if it is invalid. */
export function parseWithin(
  text: string,
  { tokens }: DocumentLimits,
): DocumentNode | Failure | GraphQLError {
  try {
    return parse(text, { maxTokens: tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message.includes('tokens') ? tooLarge('tokens', tokens) : error;
  }
}

/** The fragments of a document by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Returns the refusal of the first operation that breaks a limit, or null. Takes linear time. */
export function limitRefusal(document: DocumentNode, { depth }: DocumentLimits): Failure | null {
  const fragments = fragmentsOf(document);
  const depthOf = depthMeasure(fragments);
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    if (operation.operation === OperationTypeNode.SUBSCRIPTION)
      return new Failure('BAD_USER_INPUT', 'Subscriptions are not supported.');
    if (depthOf(operation.selectionSet) > depth) return tooLarge('levels', depth);
    const repeated = repeatedMutation(operation, fragments);
    if (repeated !== undefined) return tooLarge(`${repeated} fields`, 1);
  }
  return null;
}

/** Returns a function that measures how deep fields nest. Each fragment is measured once. */
function depthMeasure(fragments: Fragments): (set: SelectionSetNode) => number {
  const depths = new Map<string, number>();

  function depthOf({ selections }: SelectionSetNode): number {
    return Math.max(0, ...selections.map(depthFrom));
  }

  function depthFrom(selection: SelectionNode): number {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return depthOfFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet);
    // Tools nest introspection deeply. graphql-js limits it, and it is off in production.
    const { selectionSet, name } = selection;
    return selectionSet === undefined || name.value.startsWith('__')
      ? 1
      : 1 + depthOf(selectionSet);
  }

  function depthOfFragment(name: string): number {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // If the fragment contains itself, this value is found again: it is infinitely deep.
    depths.set(name, Number.POSITIVE_INFINITY);
    const fragment = fragments.get(name);
    const depth = fragment === undefined ? 0 : depthOf(fragment.selectionSet);
    depths.set(name, depth);
    return depth;
  }

  return depthOf;
}

/** Returns the name of a mutation field that an operation selects more than once (security D3). */
function repeatedMutation(
  { operation, selectionSet }: OperationDefinitionNode,
  fragments: Fragments,
): string | undefined {
  if (operation !== OperationTypeNode.MUTATION) return undefined;
  const names = rootFieldNames(selectionSet, fragments, new Set());
  return names.find((name, index) => !name.startsWith('__') && names.indexOf(name) !== index);
}

/** Returns the names of the root fields. Like graphql-js, it visits each fragment once. */
function rootFieldNames(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  visited: Set<string>,
): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return rootFieldNames(selection.selectionSet, fragments, visited);
    const name = selection.name.value;
    const fragment = visited.has(name) ? undefined : fragments.get(name);
    visited.add(name);
    return fragment === undefined ? [] : rootFieldNames(fragment.selectionSet, fragments, visited);
  });
}

function tooLarge(what: string, limit: number): Failure {
  return new Failure('OPERATION_TOO_LARGE', `The operation has more than ${limit} ${what}.`, {
    facts: { most: limit },
  });
}
