/** What must hold before a release; `codegen/release.main.ts` prints what does not. */

/** The files of a checkout that name its version, by path, and what else a release needs. */
export interface Checkout {
  /** `package.json` of the gateway, of each workspace and of the lock: the text of each. */
  readonly manifests: Readonly<Record<string, string>>;
  readonly chart: string;
  readonly dockerfile: string;
  readonly changelog: string;
  /** The versions with a folder in `schema/released`. */
  readonly released: readonly string[];
  /** The output of `git status --porcelain`. */
  readonly status: string;
  readonly tags: readonly string[];
}

/** The version that a manifest names. */
export function versionOf(manifest: string): string {
  const { version = '' }: { readonly version?: string } = JSON.parse(manifest);
  return version;
}

/** Returns why a checkout cannot be released, a sentence each; empty if it can. */
export function releaseProblems(checkout: Checkout): string[] {
  const { manifests, chart, dockerfile, changelog, released, status, tags } = checkout;
  const version = versionOf(manifests['package.json'] ?? '{}');
  const named: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(manifests).map(([file, text]) => [file, versionOf(text)])),
    'deploy/helm/Chart.yaml, version': found(/^version: (.+)$/m, chart),
    'deploy/helm/Chart.yaml, appVersion': found(/^appVersion: (.+)$/m, chart),
    'Dockerfile, VERSION': found(/^ARG VERSION=(.+)$/m, dockerfile),
  };
  return [
    ...(status === '' ? [] : ['The tree has changes that are not committed.']),
    ...(/^\d+\.\d+\.\d+$/.test(version) ? [] : [`${version} is not the version of a release.`]),
    ...Object.entries(named)
      .filter(([, other]) => other !== version)
      .map(([place, other]) => `${place} is ${other}, and package.json is ${version}.`),
    ...(changelog.includes(`\n## ${version}\n`)
      ? []
      : [`CHANGELOG.md has no section "## ${version}".`]),
    ...(released.includes(version) ? [] : [`schema/released has no folder ${version}.`]),
    ...(tags.includes(`v${version}`) ? [`The tag v${version} exists already.`] : []),
  ];
}

function found(pattern: RegExp, text: string): string {
  return pattern.exec(text)?.[1]?.trim() ?? 'missing';
}
