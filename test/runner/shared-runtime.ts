/**
 * The runtime of tests that share their modules. Jest's own runtime loads every module again for
 * each test file, in a context of its own; this one imports them by Node's loader, once for each
 * worker. Everything else is Jest's: workers, time limits, hooks, `each`, `only`, `-t`, reports.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ModuleMocker } from 'jest-mock';
import { setCurrentGlobals } from './globals.ts';
import { sourceMaps } from './modules.ts';
import { timeLimit } from './shared-environment.ts';

const nodeRequire = createRequire(import.meta.url);
const eventHandlers = Symbol.for('EVENT_HANDLERS');

const mocker = new ModuleMocker(globalThis);

/** What tests may use of `jest`. What replaces modules or timers needs Jest's own runtime. */
const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  setTimeout: (ms: number): void => void Reflect.set(globalThis, timeLimit, ms),
};

export default class SharedRuntime {
  /** Loads the framework again for each test file: it keeps the tests that were declared. */
  requireInternalModule(path: string): unknown {
    Reflect.deleteProperty(globalThis, eventHandlers);
    Reflect.deleteProperty(nodeRequire.cache, path);
    return nodeRequire(path);
  }

  requireModule(path: string): unknown {
    return nodeRequire(path);
  }

  unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  async unstable_importModule(path: string): Promise<void> {
    await import(pathToFileURL(path).href);
  }

  setGlobalsForRuntime(globals: Parameters<typeof setCurrentGlobals>[0]): void {
    setCurrentGlobals(globals, jest);
  }

  getSourceMaps(): ReadonlyMap<string, string> {
    return sourceMaps;
  }

  getAllCoverageInfoCopy(): undefined {}
  enterTestCode(): void {}
  leaveTestCode(): void {}
  teardown(): void {}
}
