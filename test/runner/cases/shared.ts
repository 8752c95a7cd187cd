/** A module of several cases. */
import { beforeAll } from '@jest/globals';

/** An entry for each time that a worker loads this module. */
export const loads: string[] = Reflect.get(globalThis, 'loadsOfCases') ?? [];
Reflect.set(globalThis, 'loadsOfCases', loads);
loads.push('shared.ts');

/** How often the hook has run for the case that runs. */
export let hooked = 0;

/** Adds a hook to the case that calls it. */
export function hook(): void {
  hooked = 0;
  beforeAll(() => void (hooked += 1));
}
