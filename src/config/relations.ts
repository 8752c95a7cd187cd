/** What options mean together, by the relations of their table. */
import { isFields } from '../domain/values/json.ts';
import { isInFile } from './source/file-schema.ts';
import type { Source } from './source/source.ts';
import { isLoopback } from './things/network-readers.ts';
import type { Condition, Option, Rule } from './values/option.ts';

/** Returns what the relations of these options refuse. */
export function relationProblems(options: Iterable<Option>, source: Source): string[] {
  const all = [...options];
  const given = all.filter((option) => source.isSet(option));
  return [
    ...all.flatMap((option) => unset(option, source)),
    ...missing(all, source),
    ...all.flatMap((option) => excluded(option, source)),
    ...all.flatMap((option) => repeated(option, source)),
    ...given.flatMap((option) => [...unknownIn(option, source), ...inTheClear(option, source)]),
  ];
}

/** Returns a warning for each option that has no effect, because it lacks another. */
export function relationWarnings(options: Iterable<Option>, source: Source): string[] {
  return [...options].flatMap((option) => {
    const { name, idleWithout: lacks } = option;
    if (lacks === undefined || source.holds(lacks) || !isChosen(option, source)) return [];
    return [source.shown(`${name} has no effect without ${inWords(lacks)}.`)];
  });
}

/** Whether the operator has set an option to something else than its default. */
function isChosen(option: Option, source: Source): boolean {
  const from = source.inFile(option)?.from ?? source.textOf(option).from;
  if (from === 'sandbox' || !source.isSet(option)) return false;
  const { default: preset } = option;
  if (preset === undefined || !isInFile(option)) return true;
  return JSON.stringify(source.partsOf(option.name)) !== JSON.stringify(option.read.toFile(preset));
}

/** A condition as messages and the page have it. */
export function inWords(condition: Condition, quote = ''): string {
  return condition
    .replaceAll(/[^|&]+/g, `${quote}$&${quote}`)
    .replaceAll('!=', ' other than ')
    .replaceAll('|', ' or ')
    .replaceAll('&', ' and ');
}

/** The rules of an option with every part. */
export function rulesOf({ name }: Option, rules: readonly Rule[] = []) {
  return rules.map((rule) => {
    const [, is = '', when = name, why] = /^(.+?)(?: if (.+?))?(?:: (.+))?$/.exec(rule) ?? [];
    return { is, when, why };
  });
}

function unset(option: Option, source: Source): string[] {
  const { name, required } = option;
  return required === undefined || source.isSet(option) ? [] : [`${name}: missing; ${required}`];
}

/** What is missing for several options, or several that are missing for one, is one problem. */
function missing(options: readonly Option[], source: Source): string[] {
  const lacking = options
    .flatMap((option) => rulesOf(option, option.needs))
    .filter(({ is, when }) => source.holds(when) && !source.holds(is));
  const byNeed = Map.groupBy(lacking, ({ is, why = '' }) => `${is} ${why}`);
  const needs = [...byNeed.values()].flatMap((rules) => {
    const [first] = rules;
    return first === undefined ? [] : [{ ...first, beside: rules.map(({ when }) => when).join() }];
  });
  const byCause = Map.groupBy(needs, ({ beside, why = '' }) => `${beside} ${why}`);
  return [...byCause.values()].flatMap((list) => {
    const [{ beside, why } = { beside: '', why: '' }] = list;
    const names = list.map(({ is }) => inWords(is)).join(', ');
    const causes = inWords(beside.replaceAll(',', ', ').replaceAll(/!=\w+/g, ''));
    return [`${names}: missing beside ${causes}${why === undefined ? '' : `, ${why}`}`];
  });
}

function excluded(option: Option, source: Source): string[] {
  return rulesOf(option, option.excludes)
    .filter(({ is, when }) => source.holds(when) && source.holds(is))
    .map(({ is, when, why = 'remove one of them' }) => {
      const [, value] = /^\w+=(\w+)$/.exec(when) ?? [];
      return `${option.name}: ${value === undefined ? '' : `${value} `}is refused with ${inWords(is)}; ${why}`;
    });
}

function repeated({ name, differsFrom = {} }: Option, source: Source): string[] {
  return Object.entries(differsFrom).flatMap(([other, why]) => {
    const others = new Set(source.wordsOf(other));
    // Port 0 is any free one.
    const both = source.wordsOf(name).find((word) => word !== '0' && others.has(word));
    return both === undefined ? [] : [`${name}: "${both}" is in ${other}, too; ${why}`];
  });
}

/** The keys of parts that name a realm. */
const realmKeys = new Set(['realm', 'staffOf', 'actIn']);

function unknownIn(option: Option, source: Source): string[] {
  const { name, refersTo } = option;
  if (refersTo === undefined) return [];
  const { list, key } = refersTo;
  const keys = key === 'realm' ? realmKeys : new Set([key]);
  const known = new Set(namesIn(source.partsOf(list), new Set(['name'])));
  const unknown = namesIn(source.partsOf(name), keys).filter((one) => !known.has(one));
  return [...new Set(unknown)].map((one) => `${name}: ${list} has no "${one}"`);
}

/** Returns the texts at some keys, at any depth. */
function namesIn(value: unknown, keys: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, keys));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string' && keys.has(key) ? [one] : namesIn(one, keys),
  );
}

function inTheClear({ name, plainHttp }: Option, source: Source): string[] {
  if (plainHttp === undefined || !source.holds('NODE_ENV=production')) return [];
  const { risk, isCalled = false } = plainHttp;
  return source
    .wordsOf(name)
    .filter((word) => word.startsWith('http:') && !(isCalled && isLoopback(new URL(word).hostname)))
    .map(() => `${name}: plain http is refused with NODE_ENV=production; ${risk}`);
}
