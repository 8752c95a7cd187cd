/** Runs a suite once for each flavour, each with a sandbox of its own per test. */
import { afterEach, beforeEach, describe } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Flavor, Sandbox } from '../../src/sandbox/index.ts';

/** Gives tests the sandbox of the moment. */
export type GetSandbox = () => Sandbox;

/** `describe` for each of the flavours. */
export function describeFlavors(
  flavors: readonly Flavor[],
  title: string,
  suite: (get: GetSandbox, flavor: Flavor) => void,
): void {
  describe.each(flavors)(`${title}: %s`, (flavor) => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startSandbox({ flavor });
    });
    afterEach(() => sandbox.close());
    suite(() => sandbox, flavor);
  });
}

/** All three. */
export const EVERY_FLAVOR = ['pingam', 'aic', 'openam'] as const;
