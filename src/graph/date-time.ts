import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

/** A moment, as RFC 3339 writes it, in UTC; with the address of its specification, which tools show. */
export const DateTime = new GraphQLScalarType<Date>({
  ...GraphQLDateTime.toConfig(),
  description: 'A moment, as RFC 3339 writes it, in UTC: 2026-01-05T08:00:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
});
