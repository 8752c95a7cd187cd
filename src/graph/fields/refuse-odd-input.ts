import { badInput } from '../../domain/values/failure.ts';

/** The deepest input that a field reads is a reference to an entity. */
const mostLevels = 10;

/**
 * Refuses arguments that no field can mean, before they reach a resolver or the ledger: PostgreSQL
 * stores no NUL, and deep lists exhaust the stack. Called for every field with arguments.
 * @throws Failure BAD_USER_INPUT
 */
export function refuseOddInput(args: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(args)) visitTexts(name, value, refuseOddText);
}

/** Refuses only deep arguments, for a field that refuses texts item by item. */
export function refuseDeepInput(args: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(args)) visitTexts(name, value, () => undefined);
}

function refuseOddText(place: string, text: string): void {
  if (text.includes('\0')) throw badInput(place, 'A text cannot contain the character U+0000.');
}

/** `place` is the path of the argument or member that holds the value. */
function visitTexts(
  place: string,
  value: unknown,
  visit: typeof refuseOddText,
  levels = mostLevels,
): void {
  if (typeof value === 'string') visit(place, value);
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw badInput(place, 'This value has too many levels of lists and objects.');
  const isList = Array.isArray(value);
  for (const [member, inner] of Object.entries(value))
    visitTexts(isList ? place : `${place}.${member}`, inner, visit, levels - 1);
}
