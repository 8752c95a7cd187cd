import { changedOptions, givenOptions } from './config/given-options.ts';
import { loadConfig } from './config/load-config.ts';
import type { Config, Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import type { Gateway } from './gateway.ts';
import { isSameDatabase } from './ledger/same-database.ts';
import type { LogLevel } from './log-level.ts';
import type { ProcessLog } from './telemetry/log.ts';

/** What is read again, and who is told. */
export interface ReloadParts {
  readonly environment: Environment;
  /** The configuration of the running gateway. */
  readonly config: Config;
  readonly gateway: Pick<Gateway, 'readDocuments'>;
  readonly level: LogLevel;
  readonly log: Pick<ProcessLog, 'warn' | 'error'>;
}

/**
 * Makes what SIGHUP does: it reads the options again with every file that they name, puts into force what needs no
 * restart, all of it or nothing, and says what it did.
 */
export function createReload(parts: ReloadParts): () => void {
  const { environment, config, gateway, level, log } = parts;
  const reloadable = ['LOG_LEVEL', 'TRUSTED_DOCUMENTS_MANIFESTS', ...config.live.keys()];
  const openedOn = config.ledger.postgres?.url ?? '';
  let inForce = givenOptions(environment);
  const reload = (): string => {
    const next = loadConfig(environment);
    const documents = gateway.readDocuments(next.documents.manifests);
    // Nothing below fails, so all of it holds or nothing does.
    const given = givenOptions(environment);
    const changed = changedOptions(inForce, given);
    const database = next.ledger.postgres?.url ?? '';
    const isMoved = changed.includes('DATABASE_URL') && !isSameDatabase(database, openedOn);
    const reloaded = changed.filter(
      (name) => reloadable.includes(name) && !(name === 'DATABASE_URL' && isMoved),
    );
    for (const [name, live] of config.live) {
      const other = next.live.get(name);
      if (other !== undefined) live.replace(other.current);
    }
    if (reloaded.includes('LOG_LEVEL')) level.configure(next.logLevel);
    documents.trust();
    // What needs a restart stays another one than in force, and is told each time.
    inForce = new Map([...inForce, ...[...given].filter(([name]) => reloaded.includes(name))]);
    const manifests = documents.areOthers ? (['TRUSTED_DOCUMENTS_MANIFESTS'] as const) : [];
    return toldOf(
      new Set([...reloaded, ...manifests]),
      changed.filter((name) => !reloaded.includes(name)),
    );
  };
  return () => {
    try {
      log.warn(`SIGHUP: ${reload()}`);
    } catch (error) {
      log.error(`SIGHUP: nothing was put into force. ${problemsOf(error)}`);
    }
  };
}

function toldOf(reloaded: ReadonlySet<string>, others: readonly string[]): string {
  const [done, left] = [[...reloaded].join(', '), others.join(', ')];
  const first = done === '' ? 'nothing has changed that can be put into force' : `${done} in force`;
  if (left !== '') return `${first}; ${left} changed, too, and needs a restart.`;
  return done === '' ? 'nothing has changed.' : `${first}.`;
}

/** A problem of the configuration quotes no secret; of anything else only its name is told. */
function problemsOf(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('; ');
  return error instanceof Error ? error.name : 'Something else than an error was thrown';
}
