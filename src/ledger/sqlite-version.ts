/** The lines in which SQLite has mended the fault that can corrupt a WAL file; 3.51.3 and everything newer have it. */
const mended = [
  [3, 44, 6],
  [3, 50, 7],
] as const;
const mendedFrom = [3, 51, 3] as const;

/** The first version with the fault. */
const faultFrom = [3, 7, 0] as const;

/** Whether a version of SQLite may corrupt a WAL file that two connections share (decision 27). */
export function isUnsafeSqlite(version: string): boolean {
  const numbers = version.split('.').map(Number);
  if (!isAtLeast(numbers, faultFrom) || isAtLeast(numbers, mendedFrom)) return false;
  return !mended.some(
    (fixed) => numbers[0] === fixed[0] && numbers[1] === fixed[1] && isAtLeast(numbers, fixed),
  );
}

function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  for (const [place, number] of least.entries()) {
    const found = version[place] ?? 0;
    if (found !== number) return found > number;
  }
  return true;
}
