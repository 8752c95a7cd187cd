/** Every call of every port of the ledger, from the table of their rules. */
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import { ledgerCalls, type LedgerCallRule } from '../../src/domain/ledger-ports/ledger-calls.ts';

/** A call, such as `proofs.start`, and its rule. */
export interface PortCall {
  readonly path: string;
  readonly rule: LedgerCallRule;
}

/** The paths of all calls of a port and of the ports in it. */
type CallsOf<Port> = {
  [Name in keyof Port & string]: NonNullable<Port[Name]> extends (...given: never[]) => infer Result
    ? Result extends Promise<unknown>
      ? Name
      : never
    : `${Name}.${CallsOf<NonNullable<Port[Name]>>}`;
}[keyof Port & string];
export type LedgerCall = CallsOf<Ledger>;

export const portCalls: readonly PortCall[] = callsIn(ledgerCalls);

function callsIn(rules: object, prefix = ''): PortCall[] {
  return Object.entries(rules).flatMap(([name, given]: [string, unknown]) => {
    if (typeof given !== 'object' || given === null) return [];
    const path = `${prefix}${name}`;
    return isRule(given) ? [{ path, rule: given }] : callsIn(given, `${path}.`);
  });
}

function isRule(given: object): given is LedgerCallRule {
  return 'operation' in given;
}

/** Makes a call of a ledger, without arguments. */
export async function callAt(ledger: Ledger, path: string): Promise<unknown> {
  const call = path
    .split('.')
    .reduce<unknown>((port, name) => Reflect.get(Object(port), name), ledger);
  return typeof call === 'function'
    ? Reflect.apply(call, undefined, [])
    : Promise.reject(Error(path));
}

/** A ledger in which every call of every port does the same. */
export function uniformLedger(act: () => Promise<unknown>): Ledger {
  const portOf = (rules: object): object =>
    Object.fromEntries(
      Object.entries(rules).map(([name, given]: [string, unknown]) => [
        name,
        typeof given === 'object' && given !== null && !isRule(given) ? portOf(given) : act,
      ]),
    );
  return portOf(ledgerCalls) as Ledger;
}

/** A ledger that never ends a call. */
export const hangingLedger: Ledger = uniformLedger(() => new Promise(() => undefined));
