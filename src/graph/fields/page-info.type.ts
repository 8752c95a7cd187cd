import { Directive, Field } from 'type-graphql';
import type { FilledPage } from '../../access/lists/filled-page.ts';
import { NullableField } from './nullable-field.ts';
import { ValueType } from './value-type.ts';

@Directive('@shareable')
@ValueType('The cursors of a page of results (Relay), and whether more pages follow.')
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether results precede this page. Always false, because connections page forward only.',
  })
  hasPreviousPage!: boolean;

  @NullableField(() => String, 'The cursor of the first result. Null if the page is empty.')
  startCursor!: string | null;

  @Field(() => Boolean, { description: 'Whether more results follow this page.' })
  hasNextPage!: boolean;

  @NullableField(() => String, 'The cursor of the last result. Null if the page is empty.')
  endCursor!: string | null;
}

/** Describes a page of a connection that pages forward only. */
export function pageInfoOf(
  edges: readonly { readonly cursor: string }[],
  { hasMore, end }: Pick<FilledPage<unknown>, 'hasMore' | 'end'>,
): PageInfo {
  return {
    hasNextPage: hasMore,
    hasPreviousPage: false,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: end ?? edges.at(-1)?.cursor ?? null,
  };
}
