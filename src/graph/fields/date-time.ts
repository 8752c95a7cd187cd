import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

export const DateTime = new GraphQLScalarType<Date>({
  ...GraphQLDateTime.toConfig(),
  description: 'An RFC 3339 timestamp in UTC, for example `2026-01-05T08:00:00.000Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
});
