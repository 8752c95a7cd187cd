/** The options of all benches. */
import { parseArgs } from 'node:util';

/** The options of a run. */
export interface Options {
  /** Shorter, with rougher figures. */
  readonly quick: boolean;
  /** Measure the build in `dist/`. */
  readonly noBuild: boolean;
  /** Another checkout with a build in `dist/` to compare with. */
  readonly before: string | undefined;
}

/** Reads the command line. Throws on an unknown option. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      'no-build': { type: 'boolean' },
      before: { type: 'string' },
    },
  });
  return {
    quick: values.quick === true,
    noBuild: values['no-build'] === true,
    before: values.before,
  };
}
