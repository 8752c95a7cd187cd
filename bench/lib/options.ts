/** The options that every bench takes. */
import { parseArgs } from 'node:util';

/** What a bench is asked for. */
export interface Options {
  /** Shorter, for a look; figures are rougher. */
  readonly quick: boolean;
  /** Measure what is built already. */
  readonly noBuild: boolean;
}

/** Reads the command line; an unknown option ends the process with a message. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, 'no-build': { type: 'boolean' } },
  });
  return { quick: values.quick === true, noBuild: values['no-build'] === true };
}
