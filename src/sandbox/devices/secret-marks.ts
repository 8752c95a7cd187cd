/**
 * What every secret of the sandbox contains, so that one search proves that none has leaked:
 * text secrets contain the word, hexadecimal seeds the constant (contract §3.4, U7, U33).
 */
export const secretMarks = ['SECRET', '5ec2e7c0de'] as const;

/** A 20-byte HOTP seed in hexadecimal that carries the mark; `tail` makes it a person's own. */
export function markedSeed(tail: string): string {
  return `5ec2e7c0de${tail}`.padEnd(40, '0').slice(0, 40);
}

/** Ten recovery codes; AM 7+ stores one-way hashes, OpenAM the codes themselves (contract §4.1). */
export function markedRecoveryCodes(owner: string, areHashed: boolean): readonly string[] {
  const codes = Array.from({ length: 10 }, (_, index) => `SECRET-${owner}-${index + 1}`);
  return areHashed ? codes.map((code) => `{SCRYPT}${code}`) : codes;
}
