/** What `identity-gateway` is asked to do. */
export type Command =
  | { readonly name: 'start' }
  | { readonly name: 'check'; readonly online: boolean }
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  /** These have arguments of their own. */
  | { readonly name: 'ledger' | 'documents'; readonly args: readonly string[] };

/** Says what is wrong with the arguments. */
export class UsageError extends Error {}

export const usage = `Usage:
  identity-gateway [start]          starts the gateway
  identity-gateway check            checks the configuration, and nothing else
  identity-gateway check --online   asks AM, too: TLS, clock, realms, flavour, service credential, groups, version
  identity-gateway ledger …         verify, export, prune, migrate
  identity-gateway documents …      trusted documents
  identity-gateway --help | --version

Options are environment variables: docs/configuration.md.`;

/** Reads the arguments of the command. @throws UsageError */
export function parseCommand([first, ...rest]: readonly string[]): Command {
  // `ledger` and `documents` have a usage of their own.
  if (['start', 'check'].includes(first ?? '') && rest.includes('--help')) return { name: 'help' };
  switch (first) {
    case undefined:
      return { name: 'start' };
    case 'ledger':
    case 'documents':
      return { name: first, args: rest };
    case '--help':
    case '-h':
    case 'help':
      nothingMore(rest);
      return { name: 'help' };
    case '--version':
      nothingMore(rest);
      return { name: 'version' };
    case 'start':
      nothingMore(rest);
      return { name: 'start' };
    case 'check':
      return { name: 'check', online: isOnline(rest) };
    default:
      throw new UsageError(`"${first}" is no command.`);
  }
}

function nothingMore([argument]: readonly string[]): void {
  if (argument !== undefined) throw new UsageError(`"${argument}" is no argument of this command.`);
}

function isOnline(args: readonly string[]): boolean {
  nothingMore(args.filter((argument) => argument !== '--online'));
  return args.length > 0;
}
