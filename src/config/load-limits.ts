import type { Source } from './source.ts';

/** Reads what one request and one operation may cost. */
export function loadLimits(source: Source) {
  return {
    bodyBytes: source.read('LIMIT_BODY_BYTES'),
    depth: source.read('LIMIT_DEPTH'),
    fields: source.read('LIMIT_FIELDS'),
    aliases: source.read('LIMIT_ALIASES'),
    people: source.read('LIMIT_PEOPLE'),
    /** The most points that one operation may cost. */
    cost: source.read('LIMIT_COST'),
  };
}
