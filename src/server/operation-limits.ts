import { GraphQLError, Kind, OperationTypeNode, parse } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Failure } from '../domain/failure.ts';

/** What one operation may cost. */
export interface OperationLimits {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** How many `user` fields; each may be another person. */
  readonly people: number;
}

/** Directives one document may use; the schema's own documents use none. */
const mostDirectives = 50;

/** Documents that passed, so that they are measured once. */
const mostRemembered = 1000;

/**
 * Measures a document before it is validated or executed, in time that the limits bound: validation
 * rules of GraphQL compare fields pairwise and could be made to work hard (D1).
 */
export class OperationGuard {
  readonly #limits: OperationLimits;
  readonly #passed = new Set<string>();

  constructor(limits: OperationLimits) {
    this.#limits = limits;
  }

  /** The refusal of a document, or null. Documents that do not parse are left to Apollo to answer. */
  refusal(query: string): Failure | null {
    if (this.#passed.has(query)) return null;
    // A field is at most a handful of tokens: alias, colon, name, an argument or two, braces.
    const maxTokens = this.#limits.fields * 8;
    let document: DocumentNode;
    try {
      document = parse(query, { noLocation: true, maxTokens });
    } catch (error) {
      const tooLong = error instanceof GraphQLError && error.message.includes('tokens');
      return tooLong ? tooLarge('tokens', maxTokens) : null;
    }
    const refusal = this.#measure(document);
    if (refusal === null) this.#remember(query);
    return refusal;
  }

  #measure(document: DocumentNode): Failure | null {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        fragments.set(definition.name.value, definition);
      }
    }
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const refusal = new Measurement(this.#limits, fragments).of(definition);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  #remember(query: string): void {
    if (this.#passed.size >= mostRemembered) this.#passed.clear();
    this.#passed.add(query);
  }
}

/** Walks one operation, fragments counted where they are used, and stops at the first limit. */
class Measurement {
  readonly #limits: OperationLimits;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #rootFields = new Map<string, number>();
  #selections = 0;
  #aliases = 0;
  #directives = 0;
  #refusal: Failure | null = null;

  constructor(limits: OperationLimits, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#limits = limits;
    this.#fragments = fragments;
  }

  of(operation: OperationDefinitionNode): Failure | null {
    this.#directives += operation.directives?.length ?? 0;
    this.#walk(operation.selectionSet, 1, new Set());
    return this.#refusal ?? this.#rootRefusal(operation);
  }

  #walk(set: SelectionSetNode, depth: number, path: ReadonlySet<string>): void {
    for (const selection of set.selections) {
      if (this.#refusal !== null) return;
      this.#selections += 1;
      this.#directives += selection.directives?.length ?? 0;
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

  /** A fragment within itself is left to GraphQL's own validation, which names it. */
  #walkFragment(name: string, depth: number, path: ReadonlySet<string>): void {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined || path.has(name)) return;
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
    if (this.#directives > mostDirectives) return tooLarge('directives', mostDirectives);
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
