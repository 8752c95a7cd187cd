import { readDocument } from './document.ts';
import type { Document, DocumentRules } from './document.ts';
import { readManifests } from './manifest.ts';
import type { ListedDocument } from './manifest.ts';

/** The documents that a deployment trusts, by id, and a message for each error in its manifests. */
export interface TrustedDocuments {
  readonly byId: ReadonlyMap<string, Document>;
  readonly problems: readonly string[];
  /** The number of documented operations that exceed the deployment's own limits. */
  readonly leftOut: number;
}

/** The manifests to load. */
export interface Manifests {
  /** The manifest of the documented operations. */
  readonly documented: string;
  /** Files and folders of further manifests. */
  readonly further: readonly string[];
}

/** Reads every listed document, each once. */
export function loadTrusted(
  { documented, further }: Manifests,
  rules: DocumentRules,
): TrustedDocuments {
  const own = readManifests([documented]);
  const theirs = readManifests(further);
  const byId = new Map<string, Document>();
  const problems = [...own.problems, ...theirs.problems];
  let leftOut = 0;
  const add = (listed: ListedDocument, isDocumented: boolean): void => {
    if (byId.has(listed.id)) return;
    const document = readDocument(listed, rules);
    const problem = problemOf(document);
    if (problem === null) byId.set(document.id, document);
    // A deployment may choose limits that a documented operation exceeds; that is not an error.
    else if (isDocumented && document.refusal !== null) leftOut += 1;
    else problems.push(`${listed.source}: ${listed.id}: ${problem}`);
  };
  for (const listed of own.documents) add(listed, true);
  for (const listed of theirs.documents) add(listed, false);
  return { byId, problems, leftOut };
}

function problemOf({ refusal, error, operations }: Document): string | null {
  const problem = refusal ?? error;
  if (problem !== null) return problem.message;
  return operations.length === 0 ? 'it holds no operation' : null;
}
