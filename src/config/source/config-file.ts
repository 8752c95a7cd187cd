import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { closest, distance } from 'fastest-levenshtein';
import { isFields } from '../../domain/values/json.ts';
import type { FileOption } from './file-schema.ts';
import { withValues } from './file-tree.ts';
import type { GivenList } from './texts.ts';
import { FileValue, type FilePath } from '../values/file-value.ts';
import type { Schema } from '../values/reader.ts';
import { referenceForms, type Variable } from '../values/references.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

const checks = new WeakMap<Schema, ValidateFunction>();

/** Returns the check of a schema. It is compiled once: the file is read again while serving. */
function checkOf(schema: Schema): ValidateFunction {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  const check = new Ajv({ allErrors: true, strictTypes: false, verbose: true }).compile(schema);
  checks.set(schema, check);
  return check;
}

/** The maximum edit distance of a typo. */
const maxDistance = 2;

/** What a configuration file is read with. */
export interface FileParts {
  /** Empty if there is no file. */
  readonly path: string;
  /** The lists that variables and the sandbox have. */
  readonly lists: readonly GivenList[];
  readonly schema: () => Schema;
  /** Returns an environment variable, for references to secrets. */
  readonly variable: Variable;
  /** Returns the place of an option; null if it is a variable only, undefined for other names. */
  readonly placeOf: (name: string) => string | null | undefined;
  readonly report: (problem: string) => void;
}

/** The configuration file. Problems of its form are reported when it is opened. */
export class ConfigFile {
  readonly #parts: FileParts;
  readonly #yaml: YamlFile;
  readonly #root: FileValue;
  readonly #reported: FilePath[] = [];
  /** The lists that are not in the file itself. */
  readonly #added: readonly GivenList[];

  /** @throws InvalidValue if the file cannot be read or parsed */
  constructor(parts: FileParts) {
    this.#parts = parts;
    this.#yaml = parts.path === '' ? noFile : readYamlFile(parts.path);
    const context = {
      report: (path: FilePath, message: string) => this.#report(path, message),
      variable: parts.variable,
    };
    const own = new FileValue(this.#yaml.value, context);
    this.#added = parts.lists.filter(({ option }) => at(own, option) === undefined);
    const values = this.#added.map(({ option, value }) => ({ place: option.file, value }));
    this.#root = new FileValue(withValues(own.fields, values), context);
    if (parts.path !== '') for (const error of this.#errors()) this.#reportError(error);
    for (const { option, name, from } of parts.lists)
      if (from !== 'sandbox' && !this.#added.some((list) => list.option === option))
        this.#report(option.file.split('.'), `${name} has this list, too; remove the variable`);
  }

  /** Returns the value of an option; undefined if the file has none. */
  valueOf(option: FileOption): FileValue | undefined {
    return at(this.#root, option);
  }

  /** Returns where the value of an option is from. */
  originOf({ file }: FileOption): 'CONFIG_FILE' | GivenList['from'] {
    const origins = this.#added.flatMap(({ option, from }) => (option.file === file ? [from] : []));
    return origins.find((from) => from !== 'sandbox') ?? origins[0] ?? 'CONFIG_FILE';
  }

  /** The names of the variables that have the list of a place; empty if the file itself has it. */
  variablesOf(place: string): string {
    return this.#added
      .flatMap(({ option, name }) => (option.file === place ? [name] : []))
      .join(', ');
  }

  /** Returns where each item of a list is: the variable, or its place in the file. */
  placesOf(option: FileOption): readonly string[] {
    const added = this.#added.filter((list) => list.option.file === option.file);
    const items = at(this.#root, option)?.items ?? [];
    if (added.length === 0) return items.map((_item, index) => `${option.file}[${index}]`);
    return added.flatMap(({ name, value }) => (Array.isArray(value) ? value.map(() => name) : []));
  }

  /** Returns a problem of an option, with its position. */
  located({ file }: FileOption, message: string): string {
    return this.#line(file.split('.'), message);
  }

  #errors(): readonly ErrorObject[] {
    const validate = checkOf(this.#parts.schema());
    validate(this.#yaml.value);
    // A choice has an error of its own.
    return (validate.errors ?? []).filter(({ schemaPath }) => !schemaPath.includes('/oneOf/'));
  }

  /** Reports a problem of form. The readers report the values that the schema rejects. */
  #reportError({ instancePath, keyword, params, parentSchema = {} }: ErrorObject): void {
    const path = this.#pathOf(instancePath);
    const schema: Schema = parentSchema;
    const missing = String(params['missingProperty']);
    switch (keyword) {
      case 'additionalProperties': {
        const key = String(params['additionalProperty']);
        this.#report([...path, key], this.#unknownKey(key, Object.keys(schema.properties ?? {})));
        return;
      }
      case 'required':
        this.#report(path, `"${missing}" is missing`, [...path, missing]);
        return;
      case 'oneOf': {
        const choices = (schema.oneOf ?? []).flatMap(({ required = [] }) => required);
        this.#report(path, `expected one of ${choices.join(', ')}`);
        return;
      }
      case 'minProperties':
      case 'maxProperties':
        this.#report(path, `expected ${referenceForms}`);
        return;
      case 'type':
        this.#report(path, expectedType(schema));
        return;
      default:
    }
  }

  #unknownKey(key: string, known: readonly string[]): string {
    const place = this.#parts.placeOf(key);
    if (place === null) return 'the option is a variable; it cannot stand in this file';
    if (place !== undefined) return `the option is called ${place} in this file`;
    const nearest = closest(key, known);
    if (distance(key, nearest) <= maxDistance) return `unknown key; did you mean "${nearest}"?`;
    return `unknown key; the keys are ${known.join(', ')}`;
  }

  #report(path: FilePath, message: string, about = path): void {
    // A value in a wrong one, or around one, would only repeat its problem.
    const isKnown = this.#reported.some((one) => isWithin(one, about) || isWithin(about, one));
    if (isKnown) return;
    this.#reported.push(about);
    this.#parts.report(this.#line(path, message));
  }

  #line(path: FilePath, message: string): string {
    const keys = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    const added = this.#added.find(({ option }) => isWithin(option.file.split('.'), path));
    const place = keys === '' || keys === `.${added?.option.file}` ? [] : [keys.slice(1)];
    const where = added ? [added.name] : ['CONFIG_FILE', this.#yaml.positionOf(path)];
    return [...where, ...place, message].join(': ');
  }

  /** The path of a JSON pointer (RFC 6901). */
  #pathOf(pointer: string): FilePath {
    const path: (string | number)[] = [];
    let value = this.#yaml.value;
    for (const token of pointer.split('/').slice(1)) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      path.push(Array.isArray(value) ? Number(key) : key);
      value = Array.isArray(value) ? value[Number(key)] : isFields(value) ? value[key] : undefined;
    }
    return path;
  }
}

/** What is there without a file. */
const noFile: YamlFile = { value: {}, positionOf: () => '' };

/** Returns the value at the place of an option. */
function at(root: FileValue, { file }: FileOption): FileValue | undefined {
  return file.split('.').reduce<FileValue | undefined>((value, key) => value?.member(key), root);
}

function isWithin(outer: FilePath, inner: FilePath): boolean {
  return outer.every((key, index) => key === inner[index]);
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a text; put it into quotes',
  integer: 'a whole number',
  'string,integer': 'a text',
};

function expectedType({ type, maxProperties, required }: Schema): string {
  const members = required === undefined ? '' : ` with ${required.join(', ')}`;
  if (maxProperties === undefined) return `expected ${typeNames[String(type)]}${members}`;
  return type === 'object'
    ? `a secret does not stand in this file; write ${referenceForms}`
    : `expected a text, ${referenceForms}`;
}
