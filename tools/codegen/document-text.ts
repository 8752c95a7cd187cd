/** The text of an operation that its id comes from, for the typed documents and the manifest. */
import { createHash } from 'node:crypto';
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';

/** What is known of a whole document, an operation with the fragments that it uses. */
export interface DocumentText {
  /** SHA-256 of the text, as 64 hexadecimal digits: the document's id. */
  readonly hash: string;
  /** As graphql's printer prints it. */
  readonly text: string;
}

/** The text of a document and its id. */
export function documentText(document: DocumentNode): DocumentText {
  const text = print(document);
  return { hash: hashOf(text), text };
}

/** The SHA-256 of a text, as 64 hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
