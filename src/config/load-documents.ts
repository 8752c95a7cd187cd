import { documentOptions } from './document-options.ts';
import type { Source } from './source.ts';

/** Which documents are known beforehand, and who may refer to people. */
export interface DocumentsConfig {
  readonly federation: boolean;
  readonly trust: 'off' | 'prefer' | 'only';
  /** Files and folders of manifests, beside the gateway's own. */
  readonly manifests: readonly string[];
  /** Whether clients may have documents remembered by hash. */
  readonly automatic: boolean;
  /** Whether operations run by plans that are made beforehand. */
  readonly compiled: boolean;
}

/** Reads which documents are known. */
export function loadDocuments(source: Source): DocumentsConfig {
  const trust = source.value('TRUSTED_DOCUMENTS', documentOptions.TRUSTED_DOCUMENTS);
  const automatic = source.value('APQ', documentOptions.APQ) === 'on';
  if (automatic && trust === 'only') {
    source.problems.push(
      'APQ: on is refused with TRUSTED_DOCUMENTS=only; documents that anybody may add are not trusted',
    );
  }
  return {
    federation: source.value('FEDERATION', documentOptions.FEDERATION) === 'on',
    trust,
    manifests: source.value(
      'TRUSTED_DOCUMENTS_MANIFESTS',
      documentOptions.TRUSTED_DOCUMENTS_MANIFESTS,
    ),
    automatic,
    compiled: source.value('EXECUTION', documentOptions.EXECUTION) === 'compiled',
  };
}
