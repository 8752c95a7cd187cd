/** Runs a suite for each flavour, with a sandbox that is reset before each test. */
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { type Flavor, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';

/** Returns the current sandbox. */
type GetSandbox = () => Sandbox;

/** `describe` for each flavour. */
export function describeFlavors(
  flavors: readonly Flavor[],
  title: string,
  suite: (get: GetSandbox, flavor: Flavor) => void,
): void {
  describe.each(flavors)(`${title}: %s`, (flavor) => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startSandbox({ flavor, createKeyPair: nextRsaKeyPair });
    });
    beforeEach(() => sandbox.reset());
    afterAll(() => sandbox.close());
    suite(() => sandbox, flavor);
  });
}

/** All flavours. */
export const EVERY_FLAVOR = ['pingam', 'aic', 'openam'] as const;
