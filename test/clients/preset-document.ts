import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** A document as graphql-codegen's client preset writes it with `documentMode: 'string'`. */
export class PresetDocument<Data, Variables>
  extends String
  implements DocumentTypeDecoration<Data, Variables>
{
  declare readonly __apiType?: (variables: Variables) => Data;
  readonly __meta__: Readonly<Record<string, unknown>> | undefined;

  constructor(text: string, meta?: Readonly<Record<string, unknown>>) {
    super(text);
    this.__meta__ = meta;
  }
}

/** Returns a consumer's own document, without types. */
export function presetDocument(
  text: string,
  meta?: Readonly<Record<string, unknown>>,
): PresetDocument<unknown, Record<string, never>> {
  return new PresetDocument(text, meta);
}
