/** The metadata of a generated document. */
export interface DocumentMeta {
  /** SHA-256 of the text, as 64 hexadecimal digits: the id of the trusted document. */
  readonly hash: string;
  /** The operation and the fragments that it uses. */
  readonly text: string;
}

/** The types of an operation. Typed documents have this member for the compiler only. */
interface TypedOperation<Data, Variables> {
  readonly __apiType?: (variables: Variables) => Data;
}

/**
 * A syntax tree. `any` matches the `DocumentNode` of every version of graphql, whose `kind` is an
 * enum, so that the types of this package need no other package.
 */
export interface SyntaxTree {
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly kind: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly definitions: any;
}

/** A typed document of this package. It suits any GraphQL client and needs no printer. */
export interface ClientDocument<Data, Variables>
  extends SyntaxTree, TypedOperation<Data, Variables> {
  readonly __meta__: DocumentMeta;
}

/** A typed fragment of this package, for a cache that reads or writes a part of its data. */
export interface ClientFragment<Data> extends SyntaxTree, TypedOperation<Data, unknown> {}

/**
 * What `request` can send: a document of this package; a text, as graphql-codegen's client preset
 * generates with `documentMode: 'string'`; a syntax tree that keeps its text, as `gql` returns;
 * with `print`, any syntax tree; the id of a trusted document, as Relay's compiler persists it.
 */
export type SendableDocument<Data, Variables> = TypedOperation<Data, Variables> &
  (TextDocument | Tree | DocumentId);

/** A trusted document by its id: SHA-256 in hexadecimal digits, with or without `sha256:`. */
export interface DocumentId {
  readonly documentId: string;
}

/** A document that is its own text. */
interface TextDocument {
  /** Distinguishes a text from a syntax tree, which has no `length`. */
  readonly length: number;
  toString(): string;
  readonly __meta__?: Meta | undefined;
}

/** A syntax tree, perhaps with its text or id. */
interface Tree extends SyntaxTree {
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

/** Prints a syntax tree: `print` of graphql, for example. */
export type Print = (document: SyntaxTree) => string;

/**
 * Returns the text and the name of an operation; only the id of a document that is only an id.
 * @throws TypeError if a syntax tree has no text and the client has no printer
 */
export function byText(document: AnyDocument, print?: Print): DocumentMembers {
  if (isOnlyId(document)) return byId(document);
  const query = textOf(document, print);
  if (query === undefined)
    throw new TypeError('The document has no text, and the client no print.');
  return { query, operationName: nameIn(query) };
}

/**
 * Returns the id and the name of an operation (GraphQL over HTTP, appendix A). The name is for the
 * logs of intermediaries.
 * @throws TypeError for a document without id: `persistedDocuments` of the client preset was off
 */
export function byId(document: AnyDocument, print?: Print): DocumentMembers {
  const hash = documentHash(document);
  return { documentId: `sha256:${hash}`, operationName: nameIn(textOf(document, print) ?? '') };
}

/**
 * Returns the id of a document, the SHA-256 of its text. It suits `generateHash` of Apollo Client's
 * `PersistedQueryLink` and of urql's `persistedExchange`.
 * @throws TypeError for a document without id
 */
export function documentHash(document: object): string {
  const { __meta__: meta, documentId }: Partial<Tree> = document;
  const hash = metaOf(meta)['hash'] ?? documentId;
  if (typeof hash !== 'string') throw new TypeError('The document has no id in __meta__.hash.');
  return hash.replace('sha256:', '');
}

function textOf(document: AnyDocument, print?: Print): string | undefined {
  if (typeof document === 'string' || 'length' in document) return document.toString();
  if (isOnlyId(document)) return undefined;
  const { __meta__: meta, loc } = document;
  const text = metaOf(meta)['text'] ?? loc?.source.body ?? print?.(document);
  return typeof text === 'string' ? text : undefined;
}

function isOnlyId(document: AnyDocument): document is TypedOperation<unknown, never> & DocumentId {
  return typeof document === 'object' && !('kind' in document || 'length' in document);
}

function metaOf(meta: Meta | undefined): Readonly<Record<string, unknown>> {
  return { ...meta };
}

/** The name of the first operation of a text. */
export function nameIn(text: string): string | undefined {
  return /^\s*(?:query|mutation)\s+(\w+)/m.exec(text)?.[1];
}
