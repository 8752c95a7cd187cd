import { parseArgs, type ParseArgsConfig } from 'node:util';
import { isNativeError } from 'node:util/types';

/** A parsed command line of `identity-gateway`. */
export type Command =
  | { readonly name: 'start' | 'config' }
  | { readonly name: 'check'; readonly online: boolean }
  | { readonly name: 'help'; readonly usage: string }
  | { readonly name: 'version' }
  | { readonly name: 'messages'; readonly language: string }
  /** Commands that parse their own arguments. */
  | {
      readonly name: 'ledger' | 'outbox' | 'campaign' | 'threat' | 'documents';
      readonly args: readonly string[];
    };

/** Arguments that are not valid. The message says which. */
export class UsageError extends Error {}

const usage = `Usage:
  identity-gateway [start]          starts the gateway
  identity-gateway check            checks the configuration, and nothing else
  identity-gateway check --online   also checks AM: TLS, clock, realms, flavour, service credential, groups, version
  identity-gateway config           prints every option in force and where it comes from; no secrets
  identity-gateway ledger …         verify, export, open, prune, migrate
  identity-gateway outbox …         list, retry, drop, on: messages about changes
  identity-gateway campaign …       create, dry-run, start, pause, resume, abort, …: resets many people in order
  identity-gateway threat …         show, set: how strictly a realm permits changes in an incident
  identity-gateway documents check  checks documents before a gateway trusts them
  identity-gateway messages [de]    prints the sentences of the pages in a language, for PAGES_MESSAGES
  identity-gateway --help | --version

Options are environment variables: docs/configuration.md.`;

const ledgerUsage = `Usage: identity-gateway ledger verify [--from REALM:NUMBER] [--head REALM:NUMBER:HASH]...
       identity-gateway ledger export [--from REALM:NUMBER]
       identity-gateway ledger open
       identity-gateway ledger prune --before YYYY-MM-DD
       identity-gateway ledger migrate`;

const outboxUsage = `Usage: identity-gateway outbox list
       identity-gateway outbox retry [ID]
       identity-gateway outbox drop ID
       identity-gateway outbox on CHANNEL`;

const campaignUsage = `Usage: identity-gateway campaign create --realm REALM --kinds oath,push --reason TEXT [--ticket TEXT]
           --pace 60/min [--calls N] [--keep-sessions] [--as NAME] FILE.csv|--group NAME|--search TEXT
       identity-gateway campaign list
       identity-gateway campaign show ID [--follow]
       identity-gateway campaign results ID --csv
       identity-gateway campaign dry-run|start|pause|resume|abort|retry-failed ID [--as NAME]

FILE.csv has one person a line, in the first column, and at most 100000 lines. --group has the direct
members of a group of the realm. --search has the people whose user name, mail address or name begins
with TEXT. Another person than the creator must start the campaign. The NAME of --as is recorded as
stated; the default is the account's name.`;

const threatUsage = `Usage: identity-gateway threat show
       identity-gateway threat set REALM LEVEL --until TIME --reason TEXT
       identity-gateway threat set REALM normal --reason TEXT

LEVEL is normal, guarded, locked or frozen. TIME is like 2026-11-28T09:00Z, or +4h; at most 7 days.
It works on the ledger's database, also while no gateway runs.`;

const documentsUsage = `Usage: identity-gateway documents check [FILE...]

FILE is a GraphQL document, a manifest (.json), or a pattern in quotes: 'src/**/*.graphql'.
Without FILE the manifests of TRUSTED_DOCUMENTS_MANIFESTS are checked.`;

const usages = new Map([
  ['ledger', ledgerUsage],
  ['outbox', outboxUsage],
  ['campaign', campaignUsage],
  ['threat', threatUsage],
  ['documents', documentsUsage],
]);

/** Returns the help text of a command, or of the whole program if the name is not a command. */
export function usageOf(name: string | undefined): string {
  return usages.get(name ?? '') ?? usage;
}

/** Parses the arguments of the program. @throws UsageError */
export function parseCommand([first, ...rest]: readonly string[]): Command {
  const hasOwnHelp = ['start', 'check', 'config', 'messages', ...usages.keys()].includes(
    first ?? '',
  );
  if (hasOwnHelp && rest.includes('--help')) return { name: 'help', usage: usageOf(first) };
  switch (first) {
    case undefined:
      return { name: 'start' };
    case 'ledger':
    case 'outbox':
    case 'campaign':
    case 'threat':
    case 'documents':
      return { name: first, args: rest };
    case '--help':
    case '-h':
    case 'help':
      refuseArguments(rest);
      return { name: 'help', usage };
    case '--version':
      refuseArguments(rest);
      return { name: 'version' };
    case 'start':
    case 'config':
      refuseArguments(rest);
      return { name: first };
    case 'messages':
      refuseArguments(rest.slice(1));
      return { name: first, language: rest[0] ?? 'en' };
    case 'check':
      refuseArguments(rest.filter((argument) => argument !== '--online'));
      return { name: 'check', online: rest.length > 0 };
    default:
      throw new UsageError(`"${first}" is not a command.`);
  }
}

/** Parses the arguments of a command. @throws UsageError */
export function parseArguments<const C extends ParseArgsConfig>(config: C) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(isNativeError(error) ? error.message : String(error), { cause: error });
  }
}

function refuseArguments([argument]: readonly string[]): void {
  if (argument === undefined) return;
  throw new UsageError(`"${argument}" is not an argument of this command.`);
}
