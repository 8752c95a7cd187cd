import { keptDays } from '../ledger/upkeep/prune.ts';
import type { Head } from '../ledger/upkeep/verify.ts';
import type { Mark } from '../ledger/upkeep/walk.ts';
import { parseArguments, UsageError } from './command-line.ts';

/** A parsed command of `identity-gateway ledger`. */
export type LedgerCommand =
  | { readonly name: 'verify'; readonly from: Mark | undefined; readonly heads: readonly Head[] }
  | { readonly name: 'export'; readonly from: Mark | undefined }
  | { readonly name: 'prune'; readonly before: Date }
  | { readonly name: 'open' }
  | { readonly name: 'migrate' };

const textOption = { type: 'string' } as const;

/** Parses the arguments after `ledger`. @throws UsageError */
export function parseLedgerArguments(
  [name, ...args]: readonly string[],
  now: number,
): LedgerCommand {
  switch (name) {
    case 'verify': {
      const options = { from: textOption, head: { ...textOption, multiple: true } } as const;
      const { from, head = [] } = parseArguments({ args, options }).values;
      return { name, from: readMark(from), heads: head.map(readHead) };
    }
    case 'export': {
      const { from } = parseArguments({ args, options: { from: textOption } }).values;
      return { name, from: readMark(from) };
    }
    case 'prune': {
      const { before } = parseArguments({ args, options: { before: textOption } }).values;
      return { name, before: readDate(before, now) };
    }
    case 'open':
    case 'migrate':
      parseArguments({ args });
      return { name };
    default:
      throw new UsageError(`Unknown command "${name ?? ''}".`);
  }
}

function readMark(text: string | undefined): Mark | undefined {
  if (text === undefined) return undefined;
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
    throw new UsageError(`--before: limits and idempotency keys need the last ${keptDays} days.`);
  }
  return date;
}
