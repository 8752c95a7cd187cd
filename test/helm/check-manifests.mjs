/**
 * Checks rendered manifests against Kubernetes' schemas: `check-manifests.mjs FILE KIND…`, with the
 * expected kinds, sorted.
 */
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const [file, ...wanted] = process.argv.slice(2);
const manifests = parseAllDocuments(readFileSync(file, 'utf8'))
  .map((document) => document.toJS())
  .filter((manifest) => manifest !== null);
const kinds = manifests.map(({ kind }) => kind).toSorted((a, b) => a.localeCompare(b));
if (kinds.join() !== wanted.join()) throw new Error(`rendered are ${kinds.join()}`);

for (const manifest of manifests) {
  const { apiVersion, kind } = manifest;
  // The own kinds of the Prometheus Operator.
  if (apiVersion.startsWith('monitoring.coreos.com/')) continue;
  const { [kind]: Model } = await import(`kubernetes-models/${apiVersion}/${kind}`);
  new Model(manifest).validate();
  process.stdout.write(`ok  ${apiVersion} ${kind}\n`);
}
