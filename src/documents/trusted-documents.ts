import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { ListedDocument } from './manifest.ts';
import type { OperationCosts } from './operation-cost.ts';
import type { OperationGuard, OperationSummary } from './operation-limits.ts';
import { validDocument } from './valid-document.ts';
import type { ValidDocument } from './valid-document.ts';

/** A document that is known by the sha256 of its text. */
export interface TrustedDocument extends ValidDocument {
  readonly id: string;
  readonly text: string;
  /** Its operations, as far as HTTP needs to know them. */
  readonly summaries: readonly OperationSummary[];
}

/** What documents are judged by. */
export interface TrustOptions {
  readonly schema: GraphQLSchema;
  readonly guard: OperationGuard;
  readonly costs: OperationCosts;
  /** Whether the schema may be asked for; in production it may not, by whatever document (security D5). */
  readonly introspection: boolean;
}

/** The trusted documents by hash and by text, or everything that is wrong with them. */
export class TrustedDocuments {
  readonly problems: readonly string[];
  readonly #byId = new Map<string, TrustedDocument>();
  readonly #byText = new Map<string, TrustedDocument>();

  constructor(listed: readonly ListedDocument[], options: TrustOptions) {
    const problems: string[] = [];
    for (const { id, text, source } of listed) {
      if (this.#byId.has(id)) continue;
      const prepared = prepare({ id, text }, options);
      if (typeof prepared === 'string') problems.push(`${source}: ${id}: ${prepared}`);
      else this.#add(prepared);
    }
    this.problems = problems;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** The document of a sha256 in hexadecimal. */
  byId(id: string): TrustedDocument | undefined {
    return this.#byId.get(id);
  }

  /** The document of exactly this text. */
  byText(text: string): TrustedDocument | undefined {
    return this.#byText.get(text);
  }

  #add(document: TrustedDocument): void {
    this.#byId.set(document.id, document);
    this.#byText.set(document.text, document);
  }
}

/** The document, ready to run, or why it cannot be trusted. */
function prepare(
  { id, text }: { readonly id: string; readonly text: string },
  { schema, guard, costs, introspection }: TrustOptions,
): TrustedDocument | string {
  const refusal = guard.measure(text).refusal;
  if (refusal !== null) return refusal.message;
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const [error] = validate(schema, document, rules, { maxErrors: 1 });
  if (error !== undefined) return error.message;
  const valid = validDocument(document, costs);
  if (valid.operations.length === 0) return 'it holds no operation';
  const summaries = valid.operations.map(({ name, type }) => ({ name, type }));
  return { id, text, summaries, ...valid };
}
