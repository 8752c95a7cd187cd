/** The environment of tests that share their modules: the process itself. */
import { isDeepStrictEqual } from 'node:util';

/** How Jest keeps the time limit that `jest.setTimeout` sets. */
export const timeLimit = Symbol.for('TEST_TIMEOUT_SYMBOL');

export default class SharedEnvironment {
  readonly global = globalThis;
  readonly #before = stateOfProcess();
  readonly #ofJest = { exit: process.exit, console };
  readonly #path: string;

  constructor(_: unknown, { testPath }: { readonly testPath: string }) {
    this.#path = testPath;
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
