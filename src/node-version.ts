/** The oldest supported Node, as in `engines` of `package.json`; undici requires it. */
export const oldestNode = '22.19.0';

/** Returns a message if a Node version is not supported, otherwise null. */
export function nodeProblem(version: string): string | null {
  if (!isOlder(version, oldestNode)) return null;
  return `identity-gateway needs Node ${oldestNode} or newer; this is Node ${version}.`;
}

function isOlder(version: string, than: string): boolean {
  const [major, minor, patch] = numbersOf(version);
  const [oldestMajor, oldestMinor, oldestPatch] = numbersOf(than);
  if (major !== oldestMajor) return major < oldestMajor;
  if (minor !== oldestMinor) return minor < oldestMinor;
  return patch < oldestPatch;
}

function numbersOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => parseInt(part, 10));
  return [major, minor, patch];
}
