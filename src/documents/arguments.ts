import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';

/** What is asked of the trusted documents on the command line. */
export interface DocumentsCommand {
  readonly name: 'add' | 'check' | 'list';
  /** Files and patterns; none of them for `list`. */
  readonly files: readonly string[];
  /** The manifest that is named in place of the configured ones. */
  readonly manifest: string | undefined;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {}

/** How the commands are called. */
export const usage = `Usage: identity-gateway documents add [--manifest FILE] FILE...
       identity-gateway documents check [--manifest FILE] [FILE...]
       identity-gateway documents list [--manifest FILE]

FILE is a GraphQL document, a manifest (.json), or a pattern in quotes: 'src/**/*.graphql'.
The manifest is the one of TRUSTED_DOCUMENTS_MANIFESTS where none is named.`;

/**
 * Reads the arguments after `documents`.
 * @throws UsageError naming what is wrong
 */
export function parseDocumentsArgs(args: readonly string[]): DocumentsCommand {
  const [name, ...rest] = args;
  if (name !== 'add' && name !== 'check' && name !== 'list') {
    throw new UsageError(`Unknown command "${name ?? ''}".`);
  }
  const { files, manifest } = read(rest);
  if (name === 'add' && files.length === 0) throw new UsageError('add: expected a FILE.');
  if (name === 'list' && files.length > 0) throw new UsageError('list: expected no FILE.');
  return { name, files, manifest };
}

function read(args: string[]): Pick<DocumentsCommand, 'files' | 'manifest'> {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { manifest: { type: 'string' } },
      strict: true,
      allowPositionals: true,
    });
    return { files: positionals, manifest: values.manifest };
  } catch (error) {
    throw new UsageError(isNativeError(error) ? error.message : String(error), { cause: error });
  }
}
