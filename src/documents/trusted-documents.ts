import type { GraphQLSchema } from 'graphql';
import { readDocument, type Document, type DocumentRules } from './document.ts';
import { readManifests, type ListedDocument } from './manifest.ts';

/** The trusted documents by id, and a message for each error in the manifests. */
export interface TrustedDocuments {
  readonly byId: ReadonlyMap<string, Document>;
  readonly problems: readonly string[];
  /** The number of documented operations that exceed the deployment's limits or schema. */
  readonly leftOut: number;
}

/**
 * Reads the manifest of the documented operations, and further manifest files and folders. The
 * documented operations are a part of this program, and were validated when they were generated:
 * validating them again took a tenth of a start.
 */
export function loadTrusted(
  { documented, further }: { readonly documented: string; readonly further: readonly string[] },
  rules: DocumentRules,
): TrustedDocuments {
  const { isPart = false } = rules;
  const shipped = readManifests([documented]);
  const ours = new Set(shipped.documents);
  const theirs = readManifests(further);
  const byId = new Map<string, Document>();
  const problems = [...shipped.problems, ...theirs.problems];
  let leftOut = 0;
  for (const listed of [...shipped.documents, ...theirs.documents]) {
    if (byId.has(listed.id)) continue;
    const isOwn = ours.has(listed);
    const document = isOwn ? readOwn(listed, rules) : readDocument(listed, rules);
    const problem = problemOf(document);
    if (problem === null) byId.set(document.id, document);
    // A deployment may choose limits, or a part of the schema, that a documented operation exceeds.
    else if (isOwn && (isPart || document.refusal !== null)) leftOut += 1;
    else problems.push(`${listed.source}: ${listed.id}: ${problem}`);
  }
  return { byId, problems, leftOut };
}

/** The documented operations by schema, limits and text: the same for all gateways of a process. */
const own = new WeakMap<GraphQLSchema, Map<string, Document>>();

function readOwn(listed: ListedDocument, rules: DocumentRules): Document {
  const { schema, isPart = false, ...others } = rules;
  const known = own.get(schema) ?? new Map<string, Document>();
  own.set(schema, known);
  const key = JSON.stringify([listed.id, listed.text, others]);
  const document = known.get(key) ?? readDocument(listed, rules, { isValid: !isPart });
  known.set(key, document);
  return document;
}

function problemOf({ refusal, error, operations }: Document): string | null {
  const problem = refusal ?? error;
  if (problem !== null) return problem.message;
  return operations.length === 0 ? 'it contains no operation' : null;
}
