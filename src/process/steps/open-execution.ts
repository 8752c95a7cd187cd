import { join } from 'node:path';
import type { Config } from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import type { TestedLimits } from './tested-limits.ts';
import type { DocumentRules } from '../../documents/document.ts';
import { Documents } from '../../documents/documents.ts';
import { loadTrusted, type TrustedDocuments } from '../../documents/trusted-documents.ts';
import { startApollo } from '../../documents/apollo.ts';
import { createEngine, type Engine } from '../../documents/engine.ts';
import { servedSchema } from '../../graph/build-schema.ts';
import type { Log } from '../../telemetry/log.ts';

/** What execution needs besides the configuration. */
export interface ExecutionParts {
  readonly log: Log;
  /** The folder of the schema for composition, the documented operations and their manifest. */
  readonly schemaFolder: string;
  /** Limits that a test changes. */
  readonly limits?: TestedLimits;
}

/**
 * Reads the trusted documents and starts the engine.
 * @throws ConfigError naming every document that cannot be trusted
 */
export async function openExecution(
  config: Config,
  parts: ExecutionParts,
): Promise<{ readonly engine: Engine; readonly documents: Documents }> {
  const { isExplorable } = config;
  const { trust, automatic, federation } = config.documents;
  const schema = await servedSchema(federation);
  const isPart = federation === 'people';
  const limits = parts.limits?.documents;
  const rules = { schema, isPart, limits, introspection: isExplorable };
  const { byId: trusted, leftOut } = trustedDocuments(config, parts.schemaFolder, rules);
  if (leftOut > 0) parts.log.warn(leftOutText(leftOut, rules));
  const documents = new Documents({ trust, automatic, rules, trusted });
  const engine = createEngine({
    schema,
    apollo: await startApollo({ schema, documents, isExplorable, log: parts.log }),
    isTrusted: (document) => documents.isTrusted(document),
    costLimit: config.limits.cost,
    suggestsNames: isExplorable,
  });
  return { engine, documents };
}

/**
 * Reads the trusted documents as `openExecution` does. Returns what was found, in a sentence; null
 * if none are configured.
 * @throws ConfigError naming every document that cannot be trusted
 */
export async function tryExecution(config: Config, schemaFolder: string): Promise<string | null> {
  const { documents, isExplorable } = config;
  if (documents.trust === 'off') return null;
  const schema = await servedSchema(documents.federation);
  const isPart = documents.federation === 'people';
  const rules = { schema, isPart, introspection: isExplorable };
  const { byId, leftOut } = trustedDocuments(config, schemaFolder, rules);
  const found = `${byId.size} can be trusted`;
  return leftOut === 0 ? found : `${found}. ${leftOutText(leftOut, rules)}`;
}

function leftOutText(count: number, { isPart }: { readonly isPart: boolean }): string {
  return isPart
    ? `FEDERATION=people, or a limit, refuses ${count} of the documented operations.`
    : `The limits refuse ${count} of the documented operations. Raise LIMIT_COST to allow them.`;
}

/** Loads the documented operations, and those of the deployment's manifests. */
function trustedDocuments(
  { documents: { trust, manifests } }: Pick<Config, 'documents'>,
  schemaFolder: string,
  rules: DocumentRules,
): Pick<TrustedDocuments, 'byId' | 'leftOut'> {
  if (trust === 'off') return { byId: new Map(), leftOut: 0 };
  const documented = join(schemaFolder, 'trusted-documents.json');
  const trusted = loadTrusted({ documented, further: manifests }, rules);
  if (trusted.problems.length === 0) return trusted;
  const problems = trusted.problems.map((one) => `TRUSTED_DOCUMENTS_MANIFESTS: ${one}`);
  throw new ConfigError(problems, 'identity-gateway documents check');
}
