import { loadLimits } from './load-limits.ts';
import { ConfigError } from './problem.ts';
import { Source } from './source.ts';
import type { Environment } from './source.ts';

/** Reads which documents are known beforehand, and how operations run. */
export function loadDocuments(source: Source) {
  const trust = source.read('TRUSTED_DOCUMENTS');
  const automatic = source.read('APQ') === 'on';
  if (automatic && trust === 'only') {
    source.problems.push(
      'APQ: on is refused with TRUSTED_DOCUMENTS=only; documents that anybody may add are not trusted',
    );
  }
  return {
    federation: source.read('FEDERATION') === 'on',
    trust,
    /** Files and folders of manifests, beside the gateway's own. */
    manifests: source.read('TRUSTED_DOCUMENTS_MANIFESTS'),
    /** Whether clients may have documents remembered by hash. */
    automatic,
    /** Whether operations run by plans that are made beforehand. */
    compiled: source.read('EXECUTION') === 'compiled',
  };
}

/**
 * Reads what decides whether a document may be trusted, for commands that need no AM.
 * @throws ConfigError with every problem at once.
 */
export function loadDocumentRules(environment: Environment) {
  const source = new Source(environment);
  const config = {
    production: source.read('NODE_ENV') === 'production',
    documents: loadDocuments(source),
    limits: loadLimits(source),
  };
  if (source.problems.length > 0) throw new ConfigError(source.problems);
  return config;
}
