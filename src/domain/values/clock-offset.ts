/** Clocks that differ by more are a problem, in milliseconds. Tokens may by a minute (B8). */
export const mostOffsetMs = 30_000;

/** What another clock said, in milliseconds since 1970, and by this one's when it was asked. */
interface ClockAnswer {
  readonly theirs: number;
  /** The unit in which it tells the time: a second for the `Date` of HTTP (RFC 9110 §6.6.1). */
  readonly unitMs: number;
  readonly askedAt: number;
  readonly heardAt: number;
}

/**
 * By how many milliseconds the other clock is ahead of this one at least, negative if it is behind.
 * 0 if the answer may have been given at the time that it says.
 */
export function clockOffset({ theirs, unitMs, askedAt, heardAt }: ClockAnswer): number {
  if (theirs > heardAt) return theirs - heardAt;
  return Math.min(0, theirs + unitMs - askedAt);
}

/** By how much the clocks of others are ahead, in milliseconds; null if it is not known. */
export type ClockOffsets = Readonly<Record<'am' | 'database', number | null>>;

/** Times of sign-ins, of tokens and of the ledger then mean different things. Requests go on. */
export function clockProblem({
  am,
  database,
}: ClockOffsets): { readonly code: string; readonly detail: string } | null {
  const off = [
    { of: "AM's", offsetMs: am ?? 0 },
    { of: "the database's", offsetMs: database ?? 0 },
  ].filter(({ offsetMs }) => Math.abs(offsetMs) > mostOffsetMs);
  const said = off.map(
    ({ of, offsetMs }) =>
      `${of} clock is ${Math.round(Math.abs(offsetMs) / 1_000)} s ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine's`,
  );
  const detail = `${said.join(', and ')}: let all of them ask one time server`;
  return off.length > 0 ? { code: 'CLOCK_SKEW', detail } : null;
}
