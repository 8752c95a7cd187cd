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

/**
 * A syntax tree. `any` fits graphql's `DocumentNode` in every version, whose `kind` is an enum, so that this package
 * needs no other for its types.
 */
export interface SyntaxTree {
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly kind: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly definitions: any;
}

/** A typed document of this package, for any GraphQL client; `createClient` needs no printer for it. */
export interface ClientDocument<Data, Variables> extends SyntaxTree, Typed<Data, Variables> {
  readonly __meta__: DocumentMeta;
}

/** A typed fragment of this package, for a cache that reads or writes a part of its data. */
export interface ClientFragment<Data> extends SyntaxTree, Typed<Data, unknown> {}

/**
 * What `request` can send: a document of this package; a text, as graphql-codegen's client preset makes them with
 * `documentMode: 'string'`; a syntax tree that keeps its text, as `gql` makes them; with `print`, any syntax tree.
 */
export type SendableDocument<Data, Variables> = Typed<Data, Variables> & (TextDocument | Tree);

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
 * Names an operation by its text.
 * @throws TypeError for a syntax tree without text, where there is no printer
 */
export function byText(document: AnyDocument, print?: Print): DocumentMembers {
  const query = textOf(document, print);
  if (query === undefined)
    throw new TypeError('The document has no text, and the client no print.');
  return { query, operationName: nameIn(query) };
}

/**
 * Names an operation by its id alone (GraphQL over HTTP, appendix A), and its name, for logs on the way.
 * @throws TypeError for a document without id: `persistedDocuments` of the client preset was off
 */
export function byId(document: AnyDocument, print?: Print): DocumentMembers {
  const hash = documentHash(document);
  return { documentId: `sha256:${hash}`, operationName: nameIn(textOf(document, print) ?? '') };
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

function textOf(document: AnyDocument, print?: Print): string | undefined {
  if (typeof document === 'string' || 'length' in document) return document.toString();
  const { __meta__: meta, loc } = document;
  const text = metaOf(meta)['text'] ?? loc?.source.body ?? print?.(document);
  return typeof text === 'string' ? text : undefined;
}

function metaOf(meta: Meta | undefined): Readonly<Record<string, unknown>> {
  return { ...meta };
}

/** The name of the first operation of a text. */
export function nameIn(text: string): string | undefined {
  return /^\s*(?:query|mutation)\s+(\w+)/m.exec(text)?.[1];
}
