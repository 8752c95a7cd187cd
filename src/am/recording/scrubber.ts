import { isFields, type Fields } from '../../domain/values/json.ts';
import { members, type Form } from '../json/members.ts';
import type { Placeholders } from './placeholders.ts';
import type { Recording } from './recording.ts';
import { writers } from './texts.ts';

/** Stands in place of a value that is not kept, with its JSON type and size. */
export const leftOutMark = '(left out)';

/** How many values of an attribute are kept, and how deep JSON is read. */
const mostValues = 20;
const deepest = 8;

/**
 * Writes JSON of AM without the values of this deployment. Only members that this version's
 * readers read keep their name and a value, in the form that `members` names. Every other one keeps
 * type and size: its name may be data, such as an attribute that an organization has named.
 */
export class Scrubber {
  readonly #placeholders: Placeholders;
  readonly #forms: ReadonlyMap<string, Form>;
  readonly #otherMembers = new Map<string, string>();
  readonly #counts = { members: 0, furtherValues: 0, headers: 0 };

  /** `trueNameField` is the attribute that holds a person's name. */
  constructor(placeholders: Placeholders, trueNameField: string) {
    this.#placeholders = placeholders;
    this.#forms = members.has(trueNameField)
      ? members
      : new Map([...members, [trueNameField, 'name']]);
  }

  get leftOut(): Recording['leftOut'] {
    return { ...this.#counts };
  }

  /** The name of a member, or `member-7` if no reader reads it; the same in a whole recording. */
  memberName(name: string): string {
    if (this.#forms.has(name)) return name;
    const known = this.#otherMembers.get(name) ?? `member-${this.#otherMembers.size + 1}`;
    this.#otherMembers.set(name, known);
    return known;
  }

  /** A whole body; a body that is no JSON keeps its size only. */
  body(json: unknown, text: string): unknown {
    if (text === '') return null;
    return json === undefined ? sizeOf(text) : this.#value(json, 'inside', 0);
  }

  /** The headers that say how AM understood the request. */
  headers(given: Readonly<Record<string, unknown>>): Record<string, string> {
    const kept = keptHeaders.flatMap(([name, pattern]) => {
      const value = given[name];
      const found = typeof value === 'string' ? pattern.exec(value)?.[0] : undefined;
      return found === undefined ? [] : [[name, found] as const];
    });
    this.#counts.headers += Object.keys(given).length - kept.length;
    return Object.fromEntries(kept);
  }

  #fields(item: Fields, depth: number): Fields {
    const kept = Object.entries(item).map(([name, value]) => {
      const form = this.#forms.get(name);
      if (form !== undefined && form !== 'never') return [name, this.#value(value, form, depth)];
      this.#counts.members += 1;
      return [this.memberName(name), sizeOf(value)];
    });
    return Object.fromEntries(kept);
  }

  /** A value keeps its JSON type, so that a reader that refuses the type refuses it here, too. */
  #value(value: unknown, form: Form, depth: number): unknown {
    if (typeof value === 'string') return writers[form](value, this.#placeholders);
    if (typeof value === 'number') return keptNumber(value, form);
    if (Array.isArray(value)) {
      const most = form === 'inside' ? value.length : mostValues;
      this.#counts.furtherValues += Math.max(0, value.length - most);
      return depth > deepest
        ? []
        : value.slice(0, most).map((one: unknown) => this.#value(one, form, depth + 1));
    }
    if (!isFields(value)) return value;
    return form === 'inside' && depth <= deepest ? this.#fields(value, depth + 1) : {};
  }
}

const keptHeaders: readonly (readonly [string, RegExp])[] = [
  ['content-type', /^(?:application\/json|text\/html|text\/plain)(?=;|$)/],
  ['content-api-version', /^(?:protocol=\d\.\d,)?resource=\d{1,2}\.\d{1,2}$/],
  ['retry-after', /^\d{1,6}$/],
];

/** A status is kept, and so are dates and counts; coordinates are not. */
function keptNumber(value: number, form: Form): number {
  if (form === 'number') return value;
  return form === 'status' && value >= 100 && value < 600 ? Math.trunc(value) : 0;
}

function sizeOf(value: unknown): Fields {
  if (typeof value === 'string') return { [leftOutMark]: 'string', size: value.length };
  if (Array.isArray(value)) return { [leftOutMark]: 'array', size: value.length };
  if (isFields(value)) return { [leftOutMark]: 'object', size: Object.keys(value).length };
  return { [leftOutMark]: value === null ? 'null' : typeof value };
}

/** A scrubbed body as a reader gets it: without what was left out. */
export function withoutLeftOut(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutLeftOut);
  if (!isFields(json)) return json;
  const kept = Object.entries(json).filter(
    ([, value]) => !(isFields(value) && leftOutMark in value),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutLeftOut(value)]));
}
