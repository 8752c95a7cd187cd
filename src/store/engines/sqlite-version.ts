/** Whether a version of SQLite may corrupt a WAL file that two connections share (decision 27). */
export function isUnsafeSqlite(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const release = (major * 1_000 + minor) * 1_000 + patch;
  // The bug exists since 3.7.0. It is fixed in 3.51.3, and in later patches of two older versions.
  if (release < 3_007_000 || release >= 3_051_003) return false;
  return !(minor === 44 && patch >= 6) && !(minor === 50 && patch >= 7);
}
