/**
 * graphql-js' own variant for production. The other variant only adds a check for duplicates, and
 * takes a fifth of the time of a test.
 */
exports.instanceOf = (value, constructor) => value instanceof constructor;
