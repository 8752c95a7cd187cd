/** Stages that differ by the options of their gateway. */
import type { Environment } from '../../src/config/load-config.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';

/** The stages of one test file, for every kind of caller: one for each set of options. */
export class Stages {
  readonly #opened = new Map<string, Promise<Stage>>();

  /** The stage with these options, back at its start. */
  async with(env: Environment = {}): Promise<Stage> {
    const key = JSON.stringify(Object.entries(env));
    const opened = this.#opened.get(key) ?? openStage('pingam', { env: everyCallerEnv(env) });
    this.#opened.set(key, opened);
    const stage = await opened;
    stage.restart();
    return stage;
  }

  async close(): Promise<void> {
    for (const opened of this.#opened.values()) await (await opened).close();
  }
}
