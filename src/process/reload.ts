import { loadConfig, type Config, type Environment } from '../config/load-config.ts';
import { ConfigError } from '../config/values/problem.ts';
import type { ProcessLog } from '../telemetry/log.ts';
import type { LogLevel } from './log-level.ts';

/**
 * Creates the handler of SIGHUP. It reads the configuration again and applies the log level, AM's
 * certificate authority and the secrets, or nothing if the configuration is not valid. Every other
 * option needs a restart.
 */
export function createReload({
  environment,
  presets,
  config,
  level,
  log,
}: {
  readonly environment: Environment;
  readonly presets: Environment;
  readonly config: Config;
  readonly level: LogLevel;
  readonly log: ProcessLog;
}): () => void {
  const reload = (): readonly string[] => {
    const next = loadConfig(environment, presets);
    // Nothing below fails, so a reload is never half done.
    const changed = [...config.live]
      // The pool reads DATABASE_URL for each new connection, and never changes its database.
      .filter(([name]) => name !== 'DATABASE_URL')
      .filter(([name, live]) => {
        const value = next.live.get(name)?.current;
        return value !== undefined && live.replace(value);
      })
      .map(([name]): string => name);
    if (level.configure(next.logLevel)) changed.push('LOG_LEVEL');
    return changed.toSorted();
  };
  const textOf = (changed: readonly string[]): string =>
    `SIGHUP: Reloaded ${changed.join(', ') || 'nothing'}. Changes of other options take effect after a restart.`;
  return () => {
    try {
      const changed = reload();
      if (changed.length > 0) log.warn(textOf(changed));
      else log.note(textOf(changed));
    } catch (error) {
      log.error(`SIGHUP: Nothing was reloaded. ${problemsOf(error)}`);
    }
  };
}

/** Problems of a configuration quote no secret. Other errors may, so only their name is logged. */
function problemsOf(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('; ');
  return error instanceof Error ? error.name : 'The value that was thrown is not an error.';
}
