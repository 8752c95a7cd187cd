/**
 * Marks that every secret of the sandbox contains, so that one search can prove that no secret
 * leaked. Text secrets contain the word, hexadecimal seeds the constant (contract §3.4, U7, U33).
 */
export const secretMarks = ['SECRET', '5ec2e7c0de'] as const;

/** Returns a 20-byte HOTP seed in hexadecimal that contains the mark. `tail` makes it unique. */
export function markedSeed(tail: string): string {
  return `5ec2e7c0de${tail}`.padEnd(40, '0').slice(0, 40);
}

/** Returns ten recovery codes. AM 7+ stores hashes, OpenAM the codes (contract §4.1). */
export function markedRecoveryCodes(owner: string, areHashed: boolean): readonly string[] {
  const codes = Array.from({ length: 10 }, (_, index) => `SECRET-${owner}-${index + 1}`);
  return areHashed ? codes.map((code) => `{SCRYPT}${code}`) : codes;
}
