import { GraphQLError, Kind, OperationTypeNode, parse, visit } from 'graphql';
import type {
  DefinitionNode,
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Failure } from '../domain/failure.ts';

/** How large a document may be; everything in it counts, used or not. */
export interface DocumentLimits {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** How many `user` fields; each may be another person. */
  readonly people: number;
}

/** Directives, definitions and variables that one document may hold; the documented ones hold a few. */
const mostDirectives = 50;
const mostDefinitions = 50;
const mostVariables = 50;

/** How deep brackets of all kinds may nest in the text; the parser recurses into each. */
const deepestBrackets = 100;

/** The syntax tree; a Failure for a text over a limit, a GraphQLError for one that is no GraphQL. */
export function parseWithin(
  text: string,
  { fields }: DocumentLimits,
): DocumentNode | Failure | GraphQLError {
  if (isNestedDeeper(text, deepestBrackets)) return tooLarge('nested brackets', deepestBrackets);
  // A field is a handful of tokens: a name, seldom an alias, an argument or braces.
  const maxTokens = fields * 5;
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message.includes('tokens') ? tooLarge('tokens', maxTokens) : error;
  }
}

/** The first limit that a document exceeds, or null; takes time that the limits bound (security D1). */
export function limitProblem(document: DocumentNode, limits: DocumentLimits): Failure | null {
  return textProblem(document, limits) ?? definitionsProblem(document, limits);
}

/** Counts what stands in the document, each thing once. */
function textProblem(document: DocumentNode, { fields }: DocumentLimits): Failure | null {
  if (document.definitions.length > mostDefinitions)
    return tooLarge('definitions', mostDefinitions);
  let selections = 0;
  let directives = 0;
  let variables = 0;
  visit(document, {
    SelectionSet: (set) => void (selections += set.selections.length),
    Directive: () => void (directives += 1),
    VariableDefinition: () => void (variables += 1),
  });
  if (selections > fields) return tooLarge('fields', fields);
  if (directives > mostDirectives) return tooLarge('directives', mostDirectives);
  return variables > mostVariables ? tooLarge('variables', mostVariables) : null;
}

/** Counts what each operation and each fragment comes to when its spreads are filled in. */
function definitionsProblem({ definitions }: DocumentNode, limits: DocumentLimits): Failure | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  for (const definition of definitions) {
    if (isSubscription(definition)) {
      return new Failure('BAD_USER_INPUT', 'There are no subscriptions here.');
    }
    const problem =
      definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION
        ? new Measurement(limits, fragments).of(definition)
        : null;
    if (problem !== null) return problem;
  }
  return null;
}

function isSubscription(definition: DefinitionNode): boolean {
  return (
    definition.kind === Kind.OPERATION_DEFINITION &&
    definition.operation === OperationTypeNode.SUBSCRIPTION
  );
}

const opening = new Set(Array.from('([{', (mark) => mark.charCodeAt(0)));
const closing = new Set(Array.from(')]}', (mark) => mark.charCodeAt(0)));

/** Comments and strings, whose brackets mean nothing. */
const silent = /"""[^]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*/g;

/** Whether brackets nest deeper than a limit; asked before the parser recurses into them. */
function isNestedDeeper(text: string, limit: number): boolean {
  const spoken = text.replace(silent, '');
  let depth = 0;
  for (let index = 0; index < spoken.length; index += 1) {
    const mark = spoken.charCodeAt(index);
    if (opening.has(mark)) depth += 1;
    else if (closing.has(mark)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

/** Walks one definition, fragments counted where they are used, and stops at the first limit. */
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
    const own = definition.kind === Kind.FRAGMENT_DEFINITION ? [definition.name.value] : [];
    this.#walk(definition.selectionSet, 1, new Set(own));
    if (this.#refusal !== null || definition.kind === Kind.FRAGMENT_DEFINITION)
      return this.#refusal;
    return this.#rootRefusal(definition);
  }

  #walk(set: SelectionSetNode, depth: number, path: ReadonlySet<string>): void {
    for (const selection of set.selections) {
      if (this.#refusal !== null) return;
      this.#selections += 1;
      switch (selection.kind) {
        case Kind.FIELD:
          if (selection.alias !== undefined) this.#aliases += 1;
          if (depth === 1) this.#countRoot(selection.name.value);
          this.#refusal = this.#overLimit(depth);
          if (selection.selectionSet) {
            this.#walk(selection.selectionSet, depthBelow(selection.name.value, depth), path);
          }
          break;
        case Kind.INLINE_FRAGMENT:
          this.#refusal = this.#overLimit(depth);
          this.#walk(selection.selectionSet, depth, path);
          break;
        case Kind.FRAGMENT_SPREAD:
          this.#refusal = this.#overLimit(depth);
          this.#walkFragment(selection.name.value, depth, path);
          break;
      }
    }
  }

  /** A fragment within itself has no end, so it is deeper than any limit. */
  #walkFragment(name: string, depth: number, path: ReadonlySet<string>): void {
    const fragment = this.#fragments.get(name);
    if (path.has(name)) this.#refusal = tooLarge('levels', this.#limits.depth);
    if (fragment === undefined || this.#refusal !== null) return;
    this.#walk(fragment.selectionSet, depth, new Set([...path, name]));
  }

  #countRoot(name: string): void {
    this.#rootFields.set(name, (this.#rootFields.get(name) ?? 0) + 1);
  }

  #overLimit(depth: number): Failure | null {
    const { depth: deepest, fields, aliases } = this.#limits;
    if (depth > deepest) return tooLarge('levels', deepest);
    if (this.#selections > fields) return tooLarge('fields', fields);
    if (this.#aliases > aliases) return tooLarge('aliases', aliases);
    return null;
  }

  /** One person's kind is reset once a request, and people are counted (D3); `user` is the root for them. */
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
 * Introspection is as deep as its tools make it, and off in production; its fields are counted all the
 * same. Minus infinity stays below every limit however much is added to it.
 */
function depthBelow(fieldName: string, depth: number): number {
  return fieldName.startsWith('__') ? Number.NEGATIVE_INFINITY : depth + 1;
}
