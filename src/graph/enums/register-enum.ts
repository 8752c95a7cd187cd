import { registerEnumType } from 'type-graphql';

/**
 * Registers an enum; its type requires a description of every value, by its name or from its
 * traits.
 */
export function register<T extends string, V extends string>(
  values: Readonly<Record<T, V>>,
  about: {
    readonly name: string;
    readonly description: string;
    readonly values: Readonly<Record<T, string>> | ((value: V) => string);
  },
): void {
  const { values: described } = about;
  const descriptions =
    typeof described === 'function'
      ? Object.entries<V>(values).map(([name, value]) => [name, described(value)] as const)
      : Object.entries<string>(described);
  const valuesConfig: Record<string, { description: string }> = Object.fromEntries(
    descriptions.map(([name, description]) => [name, { description }]),
  );
  registerEnumType<Record<string, string>>(values, {
    name: about.name,
    description: about.description,
    valuesConfig,
  });
}
