import { InvalidValue, isPossible } from './problem.ts';
import { fileReader, inFile } from './parts.ts';
import type { FileReader, Reader } from './reader.ts';

/** A reader for each part. */
type Readers<Values> = { readonly [Name in keyof Values]: Reader<Values[Name]> };

/** Any parts. */
type Parts = Readonly<Record<string, unknown>>;

interface Declaration<P, O> {
  /**
   * The forms of the text, in the order in which they are tried: `{name}[={path}]`. What is in
   * brackets can be missing. Without forms, it is only in the file.
   */
  readonly forms?: readonly string[];
  /** The parts that must be given. The first one names the thing. */
  readonly parts: Readers<P>;
  readonly optional?: Readers<O>;
  /** Exactly one of these parts is given. */
  readonly choices?: readonly string[];
  /** What a problem says is expected. */
  readonly expected?: string;
  /** Whether problems must not quote the text. */
  readonly isSecret?: true;
}

/**
 * Declares a thing with parts. The declaration gives the reader of the text (the small language of
 * an option), the reader of the configuration file, its schema, and what the file has for a text.
 *
 * @param value returns the value of the parts; undefined if they do not fit together. Without it
 * the value is the parts.
 */
export function thing<P, T, O = object>(
  declaration: Declaration<P, O>,
  value: (given: Readonly<P & Partial<O>>) => T | undefined,
): FileReader<T>;
export function thing<P, O = object>(
  declaration: Declaration<P, O>,
): FileReader<Readonly<P & Partial<O>>>;
export function thing(
  declaration: Declaration<Parts, Parts>,
  value: (given: Parts) => unknown = (given) => given,
): FileReader<unknown> {
  const { forms = [], parts, optional = {}, expected = 'other parts', isSecret } = declaration;
  const readers = Object.entries({ ...parts, ...optional }).map(
    ([name, read]) => [name, inFile(read)] as const,
  );
  const refusal = (text?: string): InvalidValue =>
    new InvalidValue(`expected ${expected}`, isSecret === true || !text ? {} : { got: text });

  /** Splits a text by the first form that all its parts fit. */
  const split = (text: string) => {
    const splits = forms
      .map((form) => patternOf(form).exec(text)?.groups)
      .filter((groups) => groups !== undefined)
      .map((groups) =>
        readers.flatMap(([name, read]) => {
          const part = groups[name]?.trim();
          return part === undefined ? [] : [{ name, read, part }];
        }),
      );
    const found = splits.find((all) => all.every(({ read, part }) => isPossible(() => read(part))));
    if (found !== undefined) return found;
    throw refusal(text);
  };
  const valueOf = (given: Readonly<Record<string, unknown>>, text?: string): unknown => {
    const result = value(given);
    if (result !== undefined) return result;
    throw refusal(text);
  };

  return fileReader(
    (text) =>
      valueOf(
        Object.fromEntries(split(text).map(({ name, read, part }) => [name, read(part)])),
        text,
      ),
    {
      schema: schemaOf(declaration),
      fromFile: (given) => {
        const read = readers.flatMap(([name, reader]) => {
          const part = given.member(name);
          return part === undefined ? [] : [[name, reader.fromFile(part)] as const];
        });
        const object: Readonly<Record<string, unknown>> = Object.fromEntries(read);
        const missing = Object.keys(parts).find((name) => !Object.hasOwn(object, name));
        if (read.some(([, one]) => one === undefined)) return undefined;
        return given.attempt(() => {
          if (missing === undefined) return valueOf(object);
          throw new InvalidValue(`"${missing}" is missing`);
        });
      },
      toFile: (text) => {
        const written = split(text).map(
          ({ name, read, part }) => [name, read.toFile(part)] as const,
        );
        const isOpen = written.every(([, part]) => part !== undefined);
        return isOpen ? Object.fromEntries(written) : undefined;
      },
    },
  );
}

/** Returns the pattern of a form, with a group for each part. */
function patternOf(form: string): RegExp {
  const escaped = form.replaceAll(/[.*+?^$()|\\]/g, String.raw`\$&`);
  const optional = escaped.replaceAll('[', '(?:').replaceAll(']', ')?');
  return new RegExp(`^${optional.replaceAll(/\{(\w+)\}/g, '(?<$1>.+?)')}$`);
}

/** An object with these parts. If the forms differ in their parts, exactly one form fits. */
function schemaOf({ forms = [], parts, optional = {}, choices }: Declaration<Parts, Parts>) {
  const inForms = forms.map((form) =>
    [...form.replaceAll(/\[[^\]]*\]/g, '').matchAll(/\{(\w+)\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !Object.hasOwn(parts, name)),
  );
  const either = choices?.map((name) => [name]) ?? inForms;
  const isChoice = either.length > 1 && either.every((names) => names.length > 0);
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(parts),
    properties: Object.fromEntries(
      Object.entries({ ...parts, ...optional }).map(([name, read]) => [name, inFile(read).schema]),
    ),
    ...(isChoice && { oneOf: either.map((names) => ({ required: names })) }),
  };
}
