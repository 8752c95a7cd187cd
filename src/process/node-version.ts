/**
 * The supported Node versions, the same as `engines` in `package.json`. They bundle an SQLite that
 * is safe for a WAL file with two connections (decision 27).
 */
export const supportedNodes = '^24.15.0 || ^26.0.0';

/** Returns a message if a Node version is not supported, otherwise null. */
export function nodeProblem(version: string): string | null {
  if (supportedNodes.split(' || ').some((range) => isWithin(version, range))) return null;
  return `identity-gateway needs Node ${supportedNodes}; this is Node ${version}.`;
}

/** Supports the range `^1.2.3`. */
function isWithin(version: string, range: string): boolean {
  const [major, minor, patch] = numbersOf(version);
  const [leastMajor, leastMinor, leastPatch] = numbersOf(range.slice(1));
  if (major !== leastMajor) return false;
  if (minor !== leastMinor) return minor > leastMinor;
  return patch >= leastPatch;
}

function numbersOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => parseInt(part, 10));
  return [major, minor, patch];
}
