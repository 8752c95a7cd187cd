import type { Config } from '../../config/load-config.ts';

/** A deployment whose configuration is valid, before anything is opened. */
export interface Deployment {
  readonly config: Config;
  /** The folder of the schema and the documented operations. */
  readonly schemaFolder: string;
  /** Whether a gateway serves at `HOST` and `PORT` now: what it holds is no problem. */
  readonly isServing: () => Promise<boolean>;
}

/**
 * A step of the start. Whatever can refuse a start is in a step, because a start reports only these
 * refusals, and everything else as a defect. `check --online` attempts all steps.
 */
export interface StartStep<Given, Opened> {
  /** @throws StartRefused */
  readonly open: (given: Given) => Promise<Opened>;
  /**
   * Finds out what would refuse `open`, by the same functions, and leaves nothing behind. Returns
   * what it found, or null if this deployment has nothing to open.
   * @throws what refuses the start, or a `Failure` if it would start and not be ready
   */
  readonly attempt: (deployment: Deployment) => Promise<string | null>;
}

/** A step of the start was refused; `cause` is what an operator must read. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Creates a step. */
export function step<Given, Opened>({
  open,
  attempt,
}: StartStep<Given, Opened>): StartStep<Given, Opened> {
  return { open: refusable(open), attempt };
}

/** Whatever `open` throws refuses the start. */
export function refusable<Given, Opened>(
  open: (given: Given) => Promise<Opened>,
): (given: Given) => Promise<Opened> {
  return async (given) => {
    try {
      return await open(given);
    } catch (error) {
      throw new StartRefused(error);
    }
  };
}
