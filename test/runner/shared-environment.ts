/** The environment of tests that share their modules: the process itself. */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startStopwatch } from './stopwatch.ts';
import { costLimit } from './tiers.ts';

/** Whether the next test file loads the modules that all share. */
let isFirstFile = true;

/** How Jest keeps the time limit that `jest.setTimeout` sets. */
export const timeLimit = Symbol.for('TEST_TIMEOUT_SYMBOL');

export default class SharedEnvironment {
  readonly global = globalThis;
  readonly #before = stateOfProcess();
  readonly #ofJest = { exit: process.exit, console };
  readonly #path: string;
  readonly #cost = startStopwatch();

  constructor(_: unknown, { testPath }: { readonly testPath: string }) {
    this.#path = relative(process.cwd(), testPath);
  }

  async setup(): Promise<void> {
    // Jest's hundred frames cost time in every error that the program creates.
    Error.stackTraceLimit = 10;
  }

  /** Fails a test file that leaves the process changed for the files after it. */
  async teardown(): Promise<void> {
    // Jest replaces both for each file.
    process.exit = this.#ofJest.exit;
    globalThis.console = this.#ofJest.console;
    Reflect.deleteProperty(globalThis, timeLimit);
    const after = stateOfProcess();
    for (const name of ['env', 'cwd'] as const)
      if (!isDeepStrictEqual(this.#before[name], after[name]))
        throw new Error(`${this.#path} leaves process.${name} changed for the next test file.`);
    this.#weigh();
  }

  /** Notes what the file cost; a file of the fast tier that costs too much fails. */
  #weigh(): void {
    const cost = this.#cost();
    const { TEST_COSTS: file, TEST_TIER: tier } = process.env;
    if (file !== undefined) appendFileSync(file, `${JSON.stringify([this.#path, cost])}\n`);
    const isExempt = isFirstFile || tier !== 'fast';
    isFirstFile = false;
    if (!isExempt && cost.cpu > costLimit())
      throw new Error(
        `${this.#path} computes for ${cost.cpu} s, which is too much for npm test. ` +
          'Make it faster, or record its cost: test/README.md says how.',
      );
  }

  /** Asks what observes the gateways after each test that has made a fault (observers.ts). */
  async handleTestEvent({ name }: { readonly name: string }): Promise<void> {
    const onEvent: unknown = Reflect.get(globalThis, Symbol.for('identity-gateway.observers'));
    if (typeof onEvent === 'function') await onEvent(name);
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  getVmContext(): null {
    return null;
  }
}

function stateOfProcess() {
  return { env: { ...process.env }, cwd: process.cwd() };
}
