import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import type { DocumentRules } from './documents/document.ts';
import { Documents } from './documents/documents.ts';
import { loadTrusted } from './documents/trusted-documents.ts';
import type { TrustedDocuments } from './documents/trusted-documents.ts';
import { startApollo } from './execution/apollo.ts';
import { createEngine } from './execution/engine.ts';
import type { Engine } from './execution/engine.ts';
import { preparePlans } from './execution/plans/plans.ts';
import { createSchema } from './graph/build-schema.ts';
import type { Log } from './telemetry/log.ts';

/** What the execution needs besides the configuration. */
export interface ExecutionParts {
  readonly log: Log;
  /** The folder of the schema for composition, the documented operations and their manifest. */
  readonly schemaFolder: string;
}

/** Trusted documents that have been read again. */
export interface ReadDocuments {
  /** Whether others than now are among them, or fewer. */
  readonly areOthers: boolean;
  /** Trusts them, and no others, from now on. */
  readonly trust: () => void;
}

/** What knows documents, and what runs them. */
export interface Execution {
  readonly engine: Engine;
  readonly documents: Documents;
  /**
   * Reads the trusted documents again, and changes nothing yet.
   * @throws ConfigError naming every document that cannot be trusted
   */
  readonly readDocuments: (manifests: readonly string[]) => ReadDocuments;
}

/** Reads the trusted documents and prepares their plans. @throws ConfigError as `readDocuments` does */
export async function openExecution(config: Config, parts: ExecutionParts): Promise<Execution> {
  const { production, limits } = config;
  const { trust, automatic, compiled, federation, manifests: first } = config.documents;
  const schema = await createSchema({ federation });
  const rules = { schema, limits, introspection: !production };
  const read = (
    manifests: readonly string[],
  ): Pick<TrustedDocuments, 'byId'> & { readonly plans: ReturnType<typeof preparePlans> } => {
    const { byId } = trustedDocuments({ trust, manifests }, parts, rules);
    return { byId, plans: compiled ? preparePlans(schema, byId.values()) : new Map() };
  };
  let trusted = read(first);
  const documents = new Documents({ trust, automatic, rules, trusted: () => trusted.byId });
  const engine = createEngine({
    apollo: await startApollo({ schema, documents, production, log: parts.log }),
    plans: () => trusted.plans,
    costLimit: limits.cost,
  });
  const readDocuments = (manifests: readonly string[]): ReadDocuments => {
    const again = read(manifests);
    const [before, after] = [trusted, again].map(({ byId }) => new Set(byId.keys()));
    return {
      areOthers: !isDeepStrictEqual(before, after),
      trust: () => {
        trusted = again;
      },
    };
  };
  return { engine, documents, readDocuments };
}

/**
 * Loads the trusted documents: the documented operations, and those of the deployment's manifests.
 * @throws ConfigError naming every document that cannot be trusted
 */
function trustedDocuments(
  { trust, manifests }: Pick<Config['documents'], 'trust' | 'manifests'>,
  { schemaFolder, log }: ExecutionParts,
  rules: DocumentRules,
): TrustedDocuments {
  if (trust === 'off') return { byId: new Map(), problems: [], leftOut: 0 };
  const documented = join(schemaFolder, 'trusted-documents.json');
  const trusted = loadTrusted({ documented, further: manifests }, rules);
  if (trusted.leftOut > 0) {
    log.warn(`The limits refuse ${trusted.leftOut} of the documented operations.`);
  }
  if (trusted.problems.length === 0) return trusted;
  throw new ConfigError(trusted.problems.map((one) => `TRUSTED_DOCUMENTS_MANIFESTS: ${one}`));
}
