/** Runs a suite once for each flavour, with one sandbox that begins anew before each test. */
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Flavor, Sandbox } from '../../src/sandbox/index.ts';
import { amOf } from './caller.ts';
import type { Am } from './caller.ts';

/** Gives tests the sandbox of the moment. */
export type GetSandbox = () => Sandbox;

/** `describe` for each of the flavours. */
export function describeFlavors(
  flavors: readonly Flavor[],
  title: string,
  suite: (get: GetSandbox, flavor: Flavor, am: Am) => void,
): void {
  describe.each(flavors)(`${title}: %s`, (flavor) => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startSandbox({ flavor });
    });
    beforeEach(() => sandbox.reset());
    afterAll(() => sandbox.close());
    const get = (): Sandbox => sandbox;
    suite(get, flavor, amOf(get));
  });
}

/** All three. */
export const EVERY_FLAVOR = ['pingam', 'aic', 'openam'] as const;
