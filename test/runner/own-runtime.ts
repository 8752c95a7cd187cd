/** Test files that need Jest's own runtime, each with its cause. All others share their modules. */
export const ownRuntime = {
  'test/changes/settling.test.ts': 'replaces the timers of the process',
};
