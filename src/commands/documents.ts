import { loadDocumentRules, type Environment } from '../config/load-config.ts';
import { readManifests } from '../documents/manifest.ts';
import { checkOffered, readOffered } from '../documents/offered.ts';
import { servedSchema } from '../graph/build-schema.ts';
import { documentCommands } from './documents-arguments.ts';
import { parseIn, UsageError } from './line/arguments.ts';
import { exitCodes } from './line/exit.ts';
import type { Terminal } from './line/terminal.ts';

/** Runs `identity-gateway documents check`, and returns its exit code. */
export async function runDocuments(
  args: readonly string[],
  environment: Environment,
  { print, printError }: Terminal,
): Promise<number> {
  const { files } = parseIn(documentCommands, args);
  const { production, documents: config, limits } = loadDocumentRules(environment);
  if (files.length === 0 && config.manifests.length === 0) {
    throw new UsageError('Name a FILE, or set TRUSTED_DOCUMENTS_MANIFESTS.');
  }
  const offered = files.length > 0 ? readOffered(files) : readManifests(config.manifests);
  const schema = await servedSchema(config.federation);
  const rules = { schema, costLimit: limits.cost, introspection: !production };
  const { count, problems } = checkOffered(offered, rules);
  for (const problem of problems) printError(problem);
  if (problems.length > 0) return exitCodes.data;
  print(`Documents that can be trusted: ${count}.`);
  return exitCodes.done;
}
