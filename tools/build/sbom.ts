/** The software bill of materials of the bundle, as CycloneDX 1.5 describes it. */
import type { BundledPackage, Lock } from './packages.ts';

export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.5';
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

interface Component {
  readonly type: 'application' | 'library' | 'platform' | 'container';
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly 'bom-ref'?: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

export function sbomOf(packages: readonly BundledPackage[], { name, version }: Lock): Sbom {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version, purl: purlOf(name, version) } },
    components: packages.map(componentOf),
  };
}

function componentOf({ name, version, license, integrity, path }: BundledPackage): Component {
  const content = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
  return {
    type: 'library',
    name,
    version,
    purl: purlOf(name, version),
    'bom-ref': path,
    licenses: [{ expression: license }],
    hashes: [{ alg: 'SHA-512', content }],
  };
}

/** A package URL. */
function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
