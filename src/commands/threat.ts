import {
  loadLedgerConfig,
  loadServedRealms,
  loadSecurityChannels,
  type Environment,
} from '../config/load-config.ts';
import { ConfigError } from '../config/values/problem.ts';
import type { OutboxChannel } from '../domain/outbox/outbox.ts';
import { levelInForce, settingRefusal, type ThreatState } from '../domain/threat/threat-level.ts';
import { LedgerOutbox } from '../ledger/outbox/outbox.ts';
import { Store } from '../store/store.ts';
import {
  levelsOfGateway,
  setAsOperator,
  type OperatorsLevels,
} from '../ledger/security/level-socket.ts';
import { LedgerThreats } from '../ledger/security/threat-levels.ts';
import { LedgerInUse } from '../store/tables/ledger-refused.ts';
import { parseIn, UsageError } from './line/arguments.ts';
import { exitCodes } from './line/exit.ts';
import type { Terminal } from './line/terminal.ts';
import { threatCommands, type ThreatCommand } from './threat-arguments.ts';

/**
 * Runs `identity-gateway threat …`, and returns its exit code. It works on the ledger's database,
 * so that it needs neither AM nor a running gateway. A gateway that has the file of SQLite open
 * does it for the command.
 */
export async function runThreat(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseIn(threatCommands, args);
  const realms = loadServedRealms(environment).all.map(({ name }) => name);
  if (command.name === 'set') requireValid(command, realms);
  const levels = await openLevels(environment, terminal, command);
  try {
    if (command.name === 'set') {
      const { realm, level, reason, until } = command;
      const end = until?.toISOString() ?? null;
      await levels.set({ realm, level, until: end, reason: reason.trim() });
    }
    const states = await levels.current();
    for (const realm of realms) terminal.print(levelLine(realm, states));
    return exitCodes.done;
  } finally {
    await levels.close();
  }
}

async function openLevels(
  environment: Environment,
  terminal: Terminal,
  { name }: ThreatCommand,
): Promise<OperatorsLevels> {
  const config = loadLedgerConfig(environment);
  try {
    const store = await Store.open(config, { create: false });
    const at = await store.now();
    const now = (): number => at;
    const channels = name === 'set' ? channelsOf(environment, terminal) : [];
    const outbox = new LedgerOutbox(store, { now, channels });
    const threats = new LedgerThreats(store, { now, outbox, signal: undefined });
    return {
      current: () => threats.current(),
      set: (level) => setAsOperator(threats, level),
      close: () => store.close(),
    };
  } catch (error) {
    if (!(error instanceof LedgerInUse)) throw error;
    // A gateway that has just started may not listen yet; then the first reason is the right one.
    return levelsOfGateway(config.folder).catch(() => Promise.reject(error));
  }
}

function requireValid(
  { realm, ...setting }: Extract<ThreatCommand, { readonly name: 'set' }>,
  realms: readonly string[],
): void {
  if (!realms.includes(realm))
    throw new UsageError(`"${realm}" is not served. AM_REALMS lists: ${realms.join(', ')}.`);
  const refusal = settingRefusal(setting, Date.now());
  if (refusal === null) return;
  throw new UsageError(`--${String(refusal.facts['path'])}: ${refusal.message}`);
}

/** The receivers of security events. A mistake in their options must not stop the command. */
function channelsOf(environment: Environment, { printError }: Terminal): readonly OutboxChannel[] {
  try {
    return loadSecurityChannels(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    printError(`No receiver is notified: ${error.message}`);
    return [];
  }
}

/** The level of a realm, until when, who set it, and why. */
function levelLine(realm: string, states: readonly ThreatState[]): string {
  const state = levelInForce(states, { realms: [realm], now: Date.now() });
  if (state === null) return `${realm} normal`;
  const { level, until, since, reason, actor } = state;
  const by = actor?.id ?? 'the command line';
  return `${realm} ${level.toLowerCase()} until ${until} since ${since} by ${by}: ${reason}`;
}
