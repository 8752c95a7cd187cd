/** Runs a suite for each flavour, with a sandbox that is reset before each test. */
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { type Flavor, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { nextRsaKeyPair } from '../support/rsa-keys.ts';
import { type Am, amOf } from './caller.ts';

/** Returns the current sandbox. */
export type GetSandbox = () => Sandbox;

/** `describe` for each flavour. */
export function describeFlavors(
  flavors: readonly Flavor[],
  title: string,
  suite: (get: GetSandbox, flavor: Flavor, am: Am) => void,
): void {
  describe.each(flavors)(`${title}: %s`, (flavor) => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startSandbox({ flavor, createKeyPair: nextRsaKeyPair });
    });
    beforeEach(() => sandbox.reset());
    afterAll(() => sandbox.close());
    const get = (): Sandbox => sandbox;
    suite(get, flavor, amOf(get));
  });
}

/** All flavours. */
export const EVERY_FLAVOR = ['pingam', 'aic', 'openam'] as const;
