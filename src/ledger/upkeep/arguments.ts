import { parseArgs } from 'node:util';
import { ocsfVersions } from './ocsf-parts.ts';
import type { OcsfVersion } from './ocsf-parts.ts';
import type { Head } from './verify.ts';
import type { Mark } from './walk.ts';

/** What is asked of the ledger on the command line. */
export type LedgerCommand =
  | { readonly name: 'verify'; readonly from: Mark | undefined; readonly heads: readonly Head[] }
  | { readonly name: 'export'; readonly from: Mark | undefined; readonly version: OcsfVersion }
  | { readonly name: 'prune'; readonly before: Date }
  | { readonly name: 'migrate' };

/** A command line that cannot be understood. */
export class UsageError extends Error {}

/** How the commands are called. */
export const usage = `Usage: identity-gateway ledger verify [--from REALM:NUMBER] [--head REALM:NUMBER:HASH]...
       identity-gateway ledger export [--ocsf ${ocsfVersions.join('|')}] [--from REALM:NUMBER]
       identity-gateway ledger prune --before YYYY-MM-DD
       identity-gateway ledger migrate`;

/** Limits and keys are questions to the records of so many days. */
const keptDays = 2;

/**
 * Reads the arguments after `ledger`.
 * @throws UsageError naming what is wrong
 */
export function parseLedgerArgs(args: readonly string[], now: number): LedgerCommand {
  const [name, ...rest] = args;
  switch (name) {
    case 'verify': {
      const { from, head = [] } = optionsOf(rest, {
        from: { type: 'string' },
        head: { type: 'string', multiple: true },
      });
      return {
        name,
        from: from === undefined ? undefined : readMark(from),
        heads: head.map(readHead),
      };
    }
    case 'export': {
      const { from, ocsf = '1.9' } = optionsOf(rest, {
        from: { type: 'string' },
        ocsf: { type: 'string' },
      });
      const version = ocsfVersions.find((one) => one === ocsf);
      if (version === undefined)
        throw new UsageError(`--ocsf: expected ${ocsfVersions.join(' or ')}.`);
      return { name, from: from === undefined ? undefined : readMark(from), version };
    }
    case 'prune':
      return {
        name,
        before: readDate(optionsOf(rest, { before: { type: 'string' } }).before, now),
      };
    case 'migrate':
      optionsOf(rest, {});
      return { name };
    default:
      throw new UsageError(`Unknown command "${name ?? ''}".`);
  }
}

type Wanted = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function optionsOf<const O extends Wanted>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function readMark(text: string): Mark {
  const [, realm, number] = /^([^:]+):(\d+)$/.exec(text) ?? [];
  if (realm === undefined) throw new UsageError('--from: expected REALM:NUMBER.');
  return { realm, number: Number(number) };
}

function readHead(text: string): Head {
  const [, realm, number, hash] = /^([^:]+):(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (realm === undefined || hash === undefined) {
    throw new UsageError('--head: expected REALM:NUMBER:HASH.');
  }
  return { realm, number: Number(number), hash };
}

function readDate(text: string | undefined, now: number): Date {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? `${text}T00:00:00Z` : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new UsageError('--before: expected a date, YYYY-MM-DD.');
  if (date.getTime() > now - keptDays * 86_400_000) {
    throw new UsageError(`--before: the last ${keptDays} days are needed for limits and repeats.`);
  }
  return date;
}
