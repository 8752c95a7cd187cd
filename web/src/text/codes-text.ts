import type { MessageKey } from './catalogue.ts';

/** Where the pages say whether the help desk asks for codes: the sign-in card, or the call. */
type CodesPlace = 'card' | 'call';

const never = { card: 'lost.codes', call: 'say.never' } as const satisfies Keys;
const whenCalled = {
  card: 'lost.codesWhenCalled',
  call: 'say.codesWhenCalled',
} as const satisfies Keys;
type Keys = Record<CodesPlace, MessageKey>;

/** Returns what a place says about codes: a help desk with proofs by code asks for them. */
export function codesText(
  place: CodesPlace,
  { asksForCodes }: { readonly asksForCodes: boolean },
): MessageKey {
  return (asksForCodes ? whenCalled : never)[place];
}
