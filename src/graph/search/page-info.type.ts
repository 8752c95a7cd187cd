import { Directive, Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';

/** Where a page of results begins and ends. */
@Directive('@shareable')
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'Where a page of results begins and ends (Relay).',
})
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether there are results before these; false where pages go forward only, as here.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first result; null for none.',
  })
  startCursor!: string | null;

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last result; null for none.',
  })
  endCursor!: string | null;
}

/** Tells of a page that goes forward only, from its last result unless `endCursor` says otherwise. */
export function pageInfoOf(
  edges: readonly { readonly cursor: string }[],
  hasNextPage: boolean,
  endCursor: string | null = edges.at(-1)?.cursor ?? null,
): PageInfo {
  return {
    hasNextPage,
    hasPreviousPage: false,
    startCursor: edges[0]?.cursor ?? null,
    endCursor,
  };
}
