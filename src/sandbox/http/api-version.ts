import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';

/** The version of the route that serves a request, or the refusal. */
export type VersionChoice = { readonly version: string } | { readonly refusal: Answer };

const versionList =
  /^\s*(?:(?:resource|protocol)=\d+(?:\.\d+)?)(?:\s*,\s*(?:resource|protocol)=\d+(?:\.\d+)?)*\s*$/;

/**
 * Chooses the version of the route by `Accept-API-Version`. The major versions must be equal, and
 * the route's minor version must not be lower. Without the header the latest version serves the
 * request. Without a match the answer is 404 with the rest of the path (contract §1.2, §18 U36).
 */
export function chooseVersion(
  header: string | undefined,
  routes: readonly string[],
  rest: string,
): VersionChoice {
  const latest = routes.at(-1) ?? '1.0';
  if (header === undefined || header.trim() === '') return { version: latest };
  const requested = /resource=(\d+)(?:\.(\d+))?/.exec(header);
  if (requested === null) return { version: latest };
  const found = routes.find((route) =>
    serves(route, Number(requested[1]), Number(requested[2] ?? 0)),
  );
  return found === undefined
    ? { refusal: refuse(404, `Resource '${rest}' not found`) }
    : { version: found };
}

function serves(route: string, major: number, minor: number): boolean {
  const [routeMajor, routeMinor] = route.split('.').map(Number);
  return routeMajor === major && (routeMinor ?? 0) >= minor;
}

/** Refuses an invalid header with 400 in plain text, without a content type (contract §18 U36). */
export function refuseUnreadableVersion(header: string | undefined): Answer | undefined {
  if (header === undefined || header.trim() === '' || versionList.test(header)) return undefined;
  return {
    status: 400,
    text: `Version string is in an invalid format: ${header}`,
    contentType: '',
    beforeCache: true,
  };
}
