import {
  GraphQLError,
  isExecutableDefinitionNode,
  Kind,
  OperationTypeNode,
  parse,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Failure } from '../domain/failure.ts';

/** The maximum size of a document; unused definitions count, too. */
export interface DocumentLimits {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** The maximum number of `user` fields; each may be another person. */
  readonly people: number;
}

/** The maximum numbers in one document; the documented operations have a few of each. */
const maxDirectives = 50;
const maxDefinitions = 50;
const maxVariables = 50;

/** The maximum nesting of brackets of all kinds in the text; the parser recurses into each. */
const maxBracketDepth = 100;

/** Parses a text; returns a Failure where it exceeds a limit, a GraphQLError where it is not GraphQL. */
export function parseWithin(
  text: string,
  { fields }: DocumentLimits,
): DocumentNode | Failure | GraphQLError {
  if (isNestedDeeper(text, maxBracketDepth)) return tooLarge('nested brackets', maxBracketDepth);
  // A field takes few tokens: its name, seldom an alias, an argument or braces.
  const maxTokens = fields * 5;
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message.includes('tokens') ? tooLarge('tokens', maxTokens) : error;
  }
}

/** Returns the refusal for the first exceeded limit, or null, in time bounded by the limits (security D1). */
export function limitRefusal(document: DocumentNode, limits: DocumentLimits): Failure | null {
  return countsRefusal(document, limits) ?? definitionsRefusal(document, limits);
}

/** Checks the counts over the whole document, fragments not expanded. */
function countsRefusal(document: DocumentNode, { fields }: DocumentLimits): Failure | null {
  if (document.definitions.length > maxDefinitions) return tooLarge('definitions', maxDefinitions);
  let selections = 0;
  let directives = 0;
  let variables = 0;
  visit(document, {
    SelectionSet: (set) => void (selections += set.selections.length),
    Directive: () => void (directives += 1),
    VariableDefinition: () => void (variables += 1),
  });
  if (selections > fields) return tooLarge('fields', fields);
  if (directives > maxDirectives) return tooLarge('directives', maxDirectives);
  return variables > maxVariables ? tooLarge('variables', maxVariables) : null;
}

/** Checks each operation and each fragment with its spreads expanded. */
function definitionsRefusal({ definitions }: DocumentNode, limits: DocumentLimits): Failure | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  for (const definition of definitions) {
    if (!isExecutableDefinitionNode(definition)) continue;
    if ('operation' in definition && definition.operation === OperationTypeNode.SUBSCRIPTION) {
      return new Failure('BAD_USER_INPUT', 'There are no subscriptions here.');
    }
    const refusal = new Measurement(limits, fragments).of(definition);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Matches comments and strings, whose brackets do not count. */
const commentsAndStrings = /"""[^]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*/g;

/** Whether brackets nest deeper than a limit; checked before the parser recurses into them. */
function isNestedDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (const [bracket] of text.replace(commentsAndStrings, '').matchAll(/[()[\]{}]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    if (depth > limit) return true;
  }
  return false;
}

/** Measures one definition, with fragments counted at each spread, up to the first exceeded limit. */
class Measurement {
  readonly #limits: DocumentLimits;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #rootFields = new Map<string, number>();
  #selections = 0;
  #aliases = 0;
  #refusal: Failure | null = null;

  constructor(limits: DocumentLimits, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#limits = limits;
    this.#fragments = fragments;
  }

  of(definition: OperationDefinitionNode | FragmentDefinitionNode): Failure | null {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const { name, typeCondition, selectionSet } = definition;
      const depth = depthBelow(typeCondition.name.value, 0);
      this.#walk(selectionSet, depth, new Set([name.value]));
      return this.#refusal;
    }
    this.#walk(definition.selectionSet, 1, new Set());
    return this.#refusal ?? this.#rootRefusal(definition);
  }

  #walk(set: SelectionSetNode, depth: number, path: ReadonlySet<string>): void {
    for (const selection of set.selections) {
      if (this.#refusal !== null) return;
      this.#selections += 1;
      if (selection.kind === Kind.FIELD) this.#countField(selection, depth);
      this.#refusal = this.#overLimit(depth);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        this.#walkFragment(selection.name.value, depth, path);
      } else if (selection.selectionSet) {
        const isField = selection.kind === Kind.FIELD;
        const below = isField ? depthBelow(selection.name.value, depth) : depth;
        this.#walk(selection.selectionSet, below, path);
      }
    }
  }

  /** A fragment that spreads itself is infinite, so it exceeds the limit of levels. */
  #walkFragment(name: string, depth: number, path: ReadonlySet<string>): void {
    const fragment = this.#fragments.get(name);
    if (path.has(name)) this.#refusal = tooLarge('levels', this.#limits.depth);
    if (fragment === undefined || this.#refusal !== null) return;
    this.#walk(fragment.selectionSet, depth, new Set([...path, name]));
  }

  #countField({ alias, name: { value: name } }: FieldNode, depth: number): void {
    if (alias !== undefined) this.#aliases += 1;
    if (depth === 1) this.#rootFields.set(name, (this.#rootFields.get(name) ?? 0) + 1);
  }

  #overLimit(depth: number): Failure | null {
    const { depth: maxDepth, fields, aliases } = this.#limits;
    if (depth > maxDepth) return tooLarge('levels', maxDepth);
    if (this.#selections > fields) return tooLarge('fields', fields);
    if (this.#aliases > aliases) return tooLarge('aliases', aliases);
    return null;
  }

  /** Each mutation field may occur once; `user` fields are limited, since each may be another person (D3). */
  #rootRefusal({ operation }: OperationDefinitionNode): Failure | null {
    for (const [name, count] of this.#rootFields) {
      if (operation === OperationTypeNode.MUTATION && count > 1 && !name.startsWith('__'))
        return tooLarge(`${name} fields`, 1);
      if (name === 'user' && count > this.#limits.people) {
        return tooLarge('user fields', this.#limits.people);
      }
    }
    return null;
  }
}

function tooLarge(what: string, limit: number): Failure {
  return new Failure('OPERATION_TOO_LARGE', `The operation has more than ${limit} ${what}.`, {
    facts: { limit },
  });
}

/**
 * Returns the depth within a field, or within a fragment on a type. Introspection has no depth limit, since tools nest it
 * deeply and it is off in production; its fields are counted. Within a fragment on one of its types (`__Type`) there are
 * only its fields: spread elsewhere, the fragment is measured there. Minus infinity plus any number of levels stays below
 * every limit.
 */
function depthBelow(name: string, depth: number): number {
  return name.startsWith('__') ? Number.NEGATIVE_INFINITY : depth + 1;
}
