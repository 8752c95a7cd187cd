import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A documented operation, as a tab of the explorer. */
interface DocumentedOperation {
  readonly name: string;
  readonly query: string;
  readonly variables: string;
}

/** The operations of a task, with the words above their tabs. */
interface TabGroup {
  readonly title: string;
  readonly operations: readonly DocumentedOperation[];
}

/**
 * The order of the tabs: the resets, which are what people come for; what a newcomer tries next;
 * changes; what staff read; then all others by name, each step of a task beside its next.
 */
const groups: Readonly<Record<string, readonly string[]>> = {
  Resets: ['reset-oath-devices', 'reset-push-devices'],
  'Look first': ['who-am-i', 'my-devices', 'search-people', 'person-devices'],
  Changes: ['reset-devices', 'remove-device', 'rename-device', 'end-sessions'],
  Staff: ['person-actions', 'person-history', 'realm-history', 'realm-insights'],
  'A second person': [
    'request-change',
    'pending-changes',
    'pending-change',
    'approve-change',
    'reject-change',
  ],
  Proofs: ['start-push-proof', 'check-push-proof', 'prove-by-code'],
};

/**
 * Reads the documented operations, by groups.
 * @param schemaFolder the folder with `operations`, their `fragments`, and the variables of each
 */
export function tabGroups(schemaFolder: string): readonly TabGroup[] {
  const folder = join(schemaFolder, 'operations');
  const fragments = fragmentsIn(join(schemaFolder, 'fragments'));
  const examples: Readonly<Record<string, object>> = JSON.parse(
    readFileSync(join(schemaFolder, 'example-variables.json'), 'utf8'),
  );
  const named = Object.values(groups).flat();
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.graphql$/, ''))
    .toSorted();
  const others = names.filter((name) => !named.includes(name));
  return Object.entries({ ...groups, 'All others': others }).map(([title, wanted]) => ({
    title,
    operations: wanted
      .filter((name) => names.includes(name))
      .map((name) => {
        const text = readFileSync(join(folder, `${name}.graphql`), 'utf8');
        const query = withFragments(text, fragments);
        const [, operation = ''] = /^(?:query|mutation) (\w+)/m.exec(query) ?? [];
        const variables = JSON.stringify(examples[operation] ?? {}, null, 2);
        return { name: operation, query, variables };
      }),
  }));
}

/** The texts of the shared fragments, by their names. */
function fragmentsIn(folder: string): ReadonlyMap<string, string> {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return new Map(texts.map((text) => [/^fragment (\w+)/m.exec(text)?.[1] ?? '', text]));
}

/** Returns a document with the shared fragments that it uses, and those that these use. */
function withFragments(operation: string, fragments: ReadonlyMap<string, string>): string {
  const used = new Set([operation]);
  // A set that grows while it is walked is walked to its new end.
  for (const text of used)
    for (const [, name = ''] of text.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = fragments.get(name);
      if (fragment !== undefined) used.add(fragment);
    }
  return [...used].join('\n');
}
