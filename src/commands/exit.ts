import { isNativeError } from 'node:util/types';
import { ConfigError } from '../config/problem.ts';
import { Failure } from '../domain/failure.ts';
import { LedgerRefused } from '../ledger/ledger-refused.ts';
import type { Terminal } from './terminal.ts';

/** The exit codes of all commands. Those above 63 have the meaning that sysexits.h gives them. */
export const exitCodes = {
  done: 0,
  /** The ledger's chain is broken, or the program has a defect. */
  failed: 1,
  /** `ledger prune` stopped at an open change. */
  stopped: 2,
  usage: 64,
  /** Documents that cannot be trusted. */
  data: 65,
  /** AM, the database or a port is not available. */
  unavailable: 69,
  /** Requests were given up at the end of the drain. */
  givenUp: 75,
  /** A restart without a change of the configuration cannot succeed. */
  config: 78,
} as const;

/** Prints why a command failed, and returns its exit code. */
export function reportFailure(error: unknown, { printError }: Terminal): number {
  if (error instanceof ConfigError || error instanceof LedgerRefused) {
    printError(error.message);
    return exitCodes.config;
  }
  if (error instanceof Failure) {
    printError(error.detail ?? error.message);
    return exitCodes.unavailable;
  }
  const refused = isNativeError(error) ? listenProblem(error) : null;
  if (refused !== null) {
    printError(refused.text);
    return refused.exitCode;
  }
  printError(isNativeError(error) ? (error.stack ?? error.message) : String(error));
  return exitCodes.failed;
}

/** Why a server cannot listen; null if the error has another origin. */
function listenProblem(
  error: NodeJS.ErrnoException,
): { readonly text: string; readonly exitCode: number } | null {
  const { syscall, code = '' } = error;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  if (syscall === 'getaddrinfo' || ['EADDRNOTAVAIL', 'EINVAL'].includes(code)) {
    return { text: `HOST: nothing can listen there: ${code}.`, exitCode: exitCodes.config };
  }
  const port = 'port' in error ? String(error.port) : '';
  const remedy = 'set PORT, METRICS_PORT or SANDBOX_PORT to another one.';
  if (code === 'EADDRINUSE') {
    const text = `Port ${port} is taken. Stop what listens there, or ${remedy}`;
    return { text, exitCode: exitCodes.unavailable };
  }
  const text = `Port ${port} cannot be opened: ${code}. Give the process that right, or ${remedy}`;
  return { text, exitCode: exitCodes.config };
}
