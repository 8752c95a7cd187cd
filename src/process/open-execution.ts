import { join } from 'node:path';
import type { Config } from '../config/load-config.ts';
import { ConfigError } from '../config/problem.ts';
import type { DocumentRules } from '../documents/document.ts';
import { Documents } from '../documents/documents.ts';
import { loadTrusted, type TrustedDocuments } from '../documents/trusted-documents.ts';
import { startApollo } from '../documents/apollo.ts';
import { createEngine, type Engine } from '../documents/engine.ts';
import { createSchema } from '../graph/build-schema.ts';
import type { Log } from '../telemetry/log.ts';

/** What execution needs besides the configuration. */
export interface ExecutionParts {
  readonly log: Log;
  /** The folder of the schema for composition, the documented operations and their manifest. */
  readonly schemaFolder: string;
}

/**
 * Reads the trusted documents and starts the engine.
 * @throws ConfigError naming every document that cannot be trusted
 */
export async function openExecution(
  config: Config,
  parts: ExecutionParts,
): Promise<{ readonly engine: Engine; readonly documents: Documents }> {
  const { isExplorable, limits } = config;
  const { trust, automatic, federation } = config.documents;
  const schema = await createSchema({ federation });
  const rules = { schema, limits, introspection: isExplorable };
  const trusted = trustedDocuments(config.documents, parts, rules);
  const documents = new Documents({ trust, automatic, rules, trusted });
  const engine = createEngine({
    schema,
    apollo: await startApollo({ schema, documents, isExplorable, log: parts.log }),
    isTrusted: (document) => documents.isTrusted(document),
    costLimit: limits.cost,
    suggestsNames: isExplorable,
  });
  return { engine, documents };
}

/** Loads the documented operations, and those of the deployment's manifests. */
function trustedDocuments(
  { trust, manifests }: Pick<Config['documents'], 'trust' | 'manifests'>,
  { schemaFolder, log }: ExecutionParts,
  rules: DocumentRules,
): TrustedDocuments['byId'] {
  if (trust === 'off') return new Map();
  const documented = join(schemaFolder, 'trusted-documents.json');
  const trusted = loadTrusted({ documented, further: manifests }, rules);
  if (trusted.leftOut > 0) {
    log.warn(
      `The limits refuse ${trusted.leftOut} of the documented operations. Raise LIMIT_COST, LIMIT_DEPTH or LIMIT_TOKENS to allow them.`,
    );
  }
  if (trusted.problems.length === 0) return trusted.byId;
  throw new ConfigError(trusted.problems.map((one) => `TRUSTED_DOCUMENTS_MANIFESTS: ${one}`));
}
