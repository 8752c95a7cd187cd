import { GraphQLError, Kind, OperationTypeNode, parse, visit } from 'graphql';
import type {
  DefinitionNode,
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Failure } from '../domain/failure.ts';
import { RememberedTexts } from './remembered-texts.ts';

/** What one operation may cost. */
export interface OperationLimits {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** How many `user` fields; each may be another person. */
  readonly people: number;
}

/** An operation of a document, as far as HTTP needs to know it. */
export interface OperationSummary {
  readonly name: string | null;
  readonly type: OperationTypeNode;
}

/** What came of measuring a document. */
export interface Measured {
  /** Why it may not run; null where it may. */
  readonly refusal: Failure | null;
  /** Its operations; empty where it is refused or does not parse. */
  readonly operations: readonly OperationSummary[];
}

/** Directives, definitions and variables that one document may hold; the documented ones hold a few. */
const mostDirectives = 50;
const mostDefinitions = 50;
const mostVariables = 50;

/** How deep brackets of all kinds may nest in the text; the parser recurses into each. */
const deepestBrackets = 100;

/**
 * Measures a document before it is validated or executed, in time that the limits bound: validation
 * rules of GraphQL compare fields pairwise and could be made to work hard (D1). Everything in the document
 * counts, used or not.
 */
export class OperationGuard {
  readonly #limits: OperationLimits;
  /** Documents that passed are measured once. */
  readonly #passed = new RememberedTexts<Measured>();

  constructor(limits: OperationLimits) {
    this.#limits = limits;
  }

  /** Measures a document. One that does not parse is left to GraphQL itself to answer. */
  measure(query: string): Measured {
    const passed = this.#passed.get(query);
    if (passed !== undefined) return passed;
    const measured = this.#measureAnew(query);
    if (measured.refusal === null) this.#passed.set(query, measured);
    return measured;
  }

  #measureAnew(query: string): Measured {
    const refused = (refusal: Failure | null): Measured => ({ refusal, operations: [] });
    if (isNestedDeeper(query, deepestBrackets)) {
      return refused(tooLarge('nested brackets', deepestBrackets));
    }
    // A field is a handful of tokens: a name, seldom an alias, an argument or braces.
    const maxTokens = this.#limits.fields * 5;
    let document: DocumentNode;
    try {
      document = parse(query, { noLocation: true, maxTokens });
    } catch (error) {
      const tooLong = error instanceof GraphQLError && error.message.includes('tokens');
      return refused(tooLong ? tooLarge('tokens', maxTokens) : null);
    }
    const refusal = this.#measureText(document) ?? this.#measureDefinitions(document);
    return { refusal, operations: refusal === null ? operationsOf(document) : [] };
  }

  /** What stands in the document, each thing once. */
  #measureText(document: DocumentNode): Failure | null {
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
    if (selections > this.#limits.fields) return tooLarge('fields', this.#limits.fields);
    if (directives > mostDirectives) return tooLarge('directives', mostDirectives);
    return variables > mostVariables ? tooLarge('variables', mostVariables) : null;
  }

  /** What each operation and each fragment comes to when its spreads are filled in. */
  #measureDefinitions({ definitions }: DocumentNode): Failure | null {
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
      const refusal =
        definition.kind === Kind.OPERATION_DEFINITION ||
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? new Measurement(this.#limits, fragments).of(definition)
          : null;
      if (refusal !== null) return refusal;
    }
    return null;
  }
}

function operationsOf({ definitions }: DocumentNode): OperationSummary[] {
  return definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION
      ? [{ name: one.name?.value ?? null, type: one.operation }]
      : [],
  );
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

/** Whether brackets nest deeper than a limit; told before the parser recurses into them. */
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
  readonly #limits: OperationLimits;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #rootFields = new Map<string, number>();
  #selections = 0;
  #aliases = 0;
  #refusal: Failure | null = null;

  constructor(limits: OperationLimits, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
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
