/** A realm that this gateway serves: its name for clients, and its path in AM. */
export interface Realm {
  /** The name in the schema and in configuration, for example `alpha`. Never a path. */
  readonly name: string;
  /** AM's realm path as session info returns it (contract §6.2), for example `/alpha`; `/` is the root. */
  readonly path: string;
}

/** The served realms. */
export interface Realms {
  readonly byName: (name: string) => Realm | undefined;
  readonly byPath: (path: string) => Realm | undefined;
  readonly default: Realm;
  readonly all: readonly Realm[];
}

/** The allow-list of realms; `default` is used where a caller names none and has none of their own. */
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
