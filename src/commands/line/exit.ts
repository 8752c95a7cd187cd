import { isNativeError } from 'node:util/types';
import { ConfigError } from '../../config/values/problem.ts';
import { Failure } from '../../domain/values/failure.ts';
import { LedgerRefused } from '../../store/tables/ledger-refused.ts';
import { ListenRefused } from './listen-refused.ts';
import type { Terminal } from './terminal.ts';

/** The names of the exit codes, by their numbers. */
export const exitNames = [
  'done',
  'failed',
  'stopped',
  'usage',
  'data',
  'unavailable',
  'givenUp',
  'config',
] as const;
export type ExitName = (typeof exitNames)[number];

/** The exit codes of all commands. Those above 63 have the meaning that sysexits.h gives them. */
export const exitCodes: Readonly<Record<ExitName, number>> = {
  done: 0,
  failed: 1,
  stopped: 2,
  usage: 64,
  data: 65,
  unavailable: 69,
  givenUp: 75,
  config: 78,
};

/** What each exit code means, unless the help of a command says more. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  done: 'done',
  failed: 'nothing was changed, as the message says; or a defect of the program',
  stopped: 'stopped before the end',
  usage: 'wrong arguments',
  data: 'a document or a file of people is wrong',
  unavailable: 'AM, the database or a port is not available',
  givenUp: 'requests were given up at the end of the drain',
  config: 'an option is wrong, or the ledger cannot be used',
};

/** Prints why a command failed, and returns its exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  const refusal = refusalOf(error);
  if (refusal === null) return reportDefect(error, terminal);
  terminal.printError(refusal.text);
  return refusal.exitCode;
}

/** Prints an error that no operator can mend, and returns the exit code. */
export function reportDefect(error: unknown, { printError }: Terminal): number {
  printError(isNativeError(error) ? (error.stack ?? error.message) : String(error));
  return exitCodes.failed;
}

/** What an operator must read, and the exit code. */
export interface Refusal {
  readonly text: string;
  readonly exitCode: number;
}

/** Explains an expected error; null for a defect. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof ConfigError || error instanceof LedgerRefused)
    return { text: error.message, exitCode: exitCodes.config };
  if (error instanceof Failure)
    return { text: error.detail ?? error.message, exitCode: exitCodes.unavailable };
  if (error instanceof ListenRefused)
    return {
      text: error.message,
      exitCode: error.isTaken ? exitCodes.unavailable : exitCodes.config,
    };
  return null;
}
