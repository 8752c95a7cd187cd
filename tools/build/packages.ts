/** The packages that a bundle holds, as the lock file lists them. */

/** An entry of `packages` in `package-lock.json`. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
}

export interface Lock {
  readonly version: string;
  readonly name: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface BundledPackage {
  readonly name: string;
  /** The folder, relative to the checkout. */
  readonly path: string;
  readonly version: string;
  readonly license: string;
  readonly integrity: string;
}

/** Returns the packages of modules, sorted. @throws if the lock file lacks one of them */
export function packagesOf(moduleIds: readonly string[], { packages }: Lock): BundledPackage[] {
  const paths = new Set(moduleIds.flatMap((id) => packagePath(id) ?? []));
  return [...paths].toSorted().map((path) => {
    const { version, license, integrity } = packages[path] ?? {};
    if (version === undefined || license === undefined || integrity === undefined)
      throw new Error(`package-lock.json says too little about ${path}, which is bundled.`);
    return { name: nameOf(path), path, version, license, integrity };
  });
}

/** The folder of a module's package; undefined for a module of this repository. */
function packagePath(id: string): string | undefined {
  return /(?:\/|^)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
