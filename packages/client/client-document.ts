/** The metadata of a generated document. */
export interface DocumentMeta {
  /** SHA-256 of the text, as 64 hexadecimal digits: the id of the trusted document. */
  readonly hash: string;
  /** The operation and the fragments that it uses. */
  readonly text: string;
}

/** The types of an operation, as every typed document carries them; there is no such member when it runs. */
interface Typed<Data, Variables> {
  readonly __apiType?: (variables: Variables) => Data;
}

/** A syntax tree that fits graphql's `DocumentNode` in every version, so that this package needs no other for its types. */
interface SyntaxTree {
  /** graphql's is an enum, which only `any` fits; with `never` the compiler would not infer the types of an operation. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly kind: any;
  /** Nobody reads them by their type. */
  readonly definitions: never;
}

/** A typed document of this package, for any GraphQL client; `createClient` needs no printer for it. */
export interface ClientDocument<Data, Variables> extends SyntaxTree, Typed<Data, Variables> {
  readonly __meta__: DocumentMeta;
}

/** A typed fragment of this package, for a cache that reads or writes a part of its data. */
export interface ClientFragment<Data> extends SyntaxTree, Typed<Data, unknown> {}

/**
 * What `request` can send: a document of this package, or a document that knows its text. gql.tada and graphql-tag
 * make such documents; so does graphql-codegen's client preset with `documentMode: 'string'`.
 */
export type SendableDocument<Data, Variables> = Typed<Data, Variables> & (TextDocument | Tree);

/** A document that is its own text. */
interface TextDocument {
  /** Distinguishes a text from a syntax tree, which has no `length`. */
  readonly length: number;
  toString(): string;
  readonly __meta__?: Meta | undefined;
}

/** A syntax tree with its text, and perhaps its id. */
interface Tree {
  readonly definitions: readonly unknown[];
  readonly loc?: { readonly source: { readonly body: string } } | undefined;
  readonly documentId?: string | undefined;
  readonly __meta__?: Meta | undefined;
}

type Meta = DocumentMeta | Readonly<Record<string, unknown>>;

/** The members of a GraphQL request that name the operation: its text or its id, and its name. */
export interface DocumentMembers {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string | undefined;
}

type AnyDocument = SendableDocument<unknown, never>;

/**
 * Names an operation by its text.
 * @throws TypeError for a document that does not know its text
 */
export function byText(document: AnyDocument): DocumentMembers {
  const query = textOf(document);
  if (query === undefined) throw new TypeError('The document has no text.');
  return { query, operationName: nameIn(query) };
}

/**
 * Names an operation by its id alone (GraphQL over HTTP, appendix A), and its name, for logs on the way.
 * @throws TypeError for a document without id: `persistedDocuments` of the client preset was off
 */
export function byId(document: AnyDocument): DocumentMembers {
  const hash = documentHash(document);
  return { documentId: `sha256:${hash}`, operationName: nameIn(textOf(document) ?? '') };
}

/**
 * Returns the id of a document, the SHA-256 of its text: what `PersistedQueryLink` of Apollo Client and
 * `persistedExchange` of urql ask of `generateHash`.
 * @throws TypeError for a document without id
 */
export function documentHash(document: object): string {
  const { __meta__: meta, documentId }: Partial<Tree> = document;
  const hash = metaOf(meta)['hash'] ?? documentId;
  if (typeof hash !== 'string') throw new TypeError('The document has no id in __meta__.hash.');
  return hash.replace('sha256:', '');
}

function textOf(document: AnyDocument): string | undefined {
  if (typeof document === 'string' || 'length' in document) return document.toString();
  const text = metaOf(document.__meta__)['text'] ?? document.loc?.source.body;
  return typeof text === 'string' ? text : undefined;
}

function metaOf(meta: Meta | undefined): Readonly<Record<string, unknown>> {
  return { ...meta };
}

/** The name of the first operation of a text. */
export function nameIn(text: string): string | undefined {
  return /^\s*(?:query|mutation)\s+(\w+)/m.exec(text)?.[1];
}
