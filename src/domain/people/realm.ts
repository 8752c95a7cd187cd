/** A realm that this gateway serves: its name for clients, and its path in AM. */
export interface Realm {
  /** The name in the schema and in configuration, for example `alpha`. Never a path. */
  readonly name: string;
  /** AM's path as in session info (contract §6.2), for example `/alpha`; `/` is the root. */
  readonly path: string;
}

/** The served realms. */
export interface Realms {
  readonly byName: (name: string) => Realm | undefined;
  readonly byPath: (path: string) => Realm | undefined;
  readonly default: Realm;
  readonly all: readonly Realm[];
}

/** Creates the allow-list of realms; `default` applies if a caller names no realm and has none. */
export function createRealms(list: readonly Realm[], defaultRealm: Realm): Realms {
  const names = new Map(list.map((realm) => [realm.name, realm]));
  const paths = new Map(list.map((realm) => [realm.path, realm]));
  return {
    byName: (name) => names.get(name),
    byPath: (path) => paths.get(path),
    default: defaultRealm,
    all: list,
  };
}
