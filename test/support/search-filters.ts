/** The form of the filters of searches. */

const literal = /"((?:[^"\\]|\\["\\])*)"/gu;
const comparison = String.raw`[A-Za-z]+ (?:sw|eq) TEXT`;
const anyOf = `${comparison}(?: or ${comparison})*`;
const both = String.raw`\(\(${anyOf}\) and \(${anyOf}\)\)`;
const whole = new RegExp(`^(?:${comparison}|${both})(?: or (?:${comparison}|${both}))*$`);

/** Whether a filter consists of comparisons of fields with texts, and of nothing else. */
export function isSearchFilter(filter: string): boolean {
  return whole.test(filter.replaceAll(literal, 'TEXT'));
}

/** The texts of a filter, unescaped. */
export function textsIn(filter: string): string[] {
  return [...filter.matchAll(literal)].map(([, text = '']) => text.replaceAll(/\\(.)/gsu, '$1'));
}
