import { keptDays } from '../../domain/rules/limit-rules.ts';
import type { Head } from '../../ledger/upkeep/verify.ts';
import type { Mark } from '../../ledger/upkeep/walk.ts';
import { command, onLedger, UsageError, type Parsed } from '../line/arguments.ts';

const from = { type: 'string', value: 'REALM:NUMBER' } as const;

/** The commands of `identity-gateway ledger`. */
export const ledgerCommands = {
  about: 'reads, verifies and prunes the records of changes',
  commands: {
    verify: command({
      options: { from, head: { type: 'string', value: 'REALM:NUMBER:HASH', multiple: true } },
      does: 'Verifies the chain of each realm, and prints its last record as --head.',
      examples: ['ledger verify'],
      exits: { failed: 'the chain is broken', ...onLedger },
      read: ({ values }) => ({
        name: 'verify',
        from: readMark(values.from),
        heads: (values.head ?? []).map(readHead),
      }),
    }),
    export: command({
      options: {
        from,
        person: { type: 'string', value: 'NAME' },
        realm: { type: 'string', value: 'REALM' },
      },
      choice: '[--from REALM:NUMBER | --person NAME [--realm REALM]]',
      does: 'Prints each record as an OCSF event, one JSON object per line; or all that is kept about a person, as JSON.',
      examples: ['ledger export', 'ledger export --person bob --realm alpha'],
      exits: onLedger,
      read: ({ values }) => ({
        name: 'export',
        from: readMark(values.from),
        about: readPerson(values),
      }),
    }),
    open: command({
      does: 'Lists the changes without an outcome.',
      examples: ['ledger open'],
      exits: onLedger,
      read: () => ({ name: 'open' }),
    }),
    prune: command({
      options: { before: { type: 'string', value: 'YYYY-MM-DD', isRequired: true } },
      does: 'Deletes the records from before a day, and writes checkpoints in their place.',
      examples: ['ledger prune --before 2025-11-25'],
      exits: { stopped: 'stopped at an open change', ...onLedger },
      read: ({ values }, now) => ({ name: 'prune', before: readDate(values.before, now) }),
    }),
    migrate: command({
      does: 'Creates the tables, or changes those of an older release.',
      examples: ['ledger migrate'],
      exits: onLedger,
      read: () => ({ name: 'migrate' }),
    }),
    copy: command({
      options: { to: { type: 'string', value: 'URL', isRequired: true } },
      does: 'Moves the ledger of DATA_DIR to an empty PostgreSQL, and verifies it there.',
      examples: ["ledger copy --to 'postgres://owner@localhost/gateway_ledger'"],
      exits: { failed: 'the copy is not whole', ...onLedger },
      read: ({ values }) => ({ name: 'copy', to: readUrlOf(values.to) }),
    }),
  },
};
export type LedgerCommand = Parsed<typeof ledgerCommands>;

function readMark(text: string | undefined): Mark | undefined {
  if (text === undefined) return undefined;
  const [, realm, number] = /^([^:]+):(\d+)$/.exec(text) ?? [];
  if (realm === undefined) throw new UsageError('--from: expected REALM:NUMBER.');
  return { realm, number: Number(number) };
}

/** A person by name; the realm may be left out of a ledger of one realm. */
export interface PersonAsked {
  readonly name: string;
  readonly realm: string | null;
}

function readPerson(given: {
  readonly from?: string | undefined;
  readonly person?: string | undefined;
  readonly realm?: string | undefined;
}): PersonAsked | null {
  const { from: mark, person, realm } = given;
  if (person === undefined) {
    if (realm === undefined) return null;
    throw new UsageError('--realm needs --person.');
  }
  if (mark !== undefined) throw new UsageError('Only one of --from and --person is possible.');
  if (person === '') throw new UsageError('--person: expected the name as the history has it.');
  return { name: person, realm: realm ?? null };
}

function readHead(text: string): Head {
  const [, realm, number, hash] = /^([^:]+):(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (realm === undefined || hash === undefined) {
    throw new UsageError('--head: expected REALM:NUMBER:HASH.');
  }
  return { realm, number: Number(number), hash };
}

function readUrlOf(text: string | undefined): string {
  if (text === undefined) throw new UsageError('--to: expected the URL of a PostgreSQL database.');
  return text;
}

function readDate(text: string | undefined, now: number): Date {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? `${text}T00:00:00Z` : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new UsageError('--before: expected a date, YYYY-MM-DD.');
  if (date.getTime() > now - keptDays * 86_400_000) {
    throw new UsageError(`--before: limits and idempotency keys need the last ${keptDays} days.`);
  }
  return date;
}
