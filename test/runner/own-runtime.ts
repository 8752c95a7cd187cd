/** Test files that need Jest's own runtime, each with its cause. All others share their modules. */
export const ownRuntime = {
  'test/ground/generated.test.ts':
    'prints the schema, whose arguments type-graphql sorts in place when a field is resolved',
  'test/changes/settling.test.ts': 'replaces the timers of the process',
};
