import type { Config, Environment } from '../../config/load-config.ts';
import type { Check } from './finding.ts';
import type { Terminal } from './terminal.ts';

/** What the program hands to its commands. */
export interface CommandParts {
  readonly environment: Environment;
  /** Adds variables to the environment. Those that it has stay as they are. */
  readonly addVariables: (variables: Environment) => void;
  readonly terminal: Terminal;
  /** The steps of a start, as checks that leave nothing behind. */
  readonly attemptStart: (config: Config) => Promise<readonly Check[]>;
  /** Starts the gateway, which then runs until a signal ends the process. */
  readonly start: (
    started: {
      readonly environment: Environment;
      /** Absent for a deployment, whose AM is configured. */
      readonly sandbox?: { readonly isDemo: boolean };
    },
    terminal: Terminal,
  ) => Promise<void>;
}
