import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';

/** The route's version that serves the request, or the refusal. */
export type VersionChoice = { readonly version: string } | { readonly refusal: Answer };

const versionList =
  /^\s*(?:(?:resource|protocol)=\d+(?:\.\d+)?)(?:\s*,\s*(?:resource|protocol)=\d+(?:\.\d+)?)*\s*$/;

/**
 * Chooses the route by `Accept-API-Version`: majors equal, the route's minor at least the asked one;
 * none asked means the latest; no match is 404 with the rest of the path (contract §1.2, §18 U36).
 */
export function chooseVersion(
  header: string | undefined,
  routes: readonly string[],
  rest: string,
): VersionChoice {
  const latest = routes.at(-1) ?? '1.0';
  if (header === undefined || header.trim() === '') return { version: latest };
  const asked = /resource=(\d+)(?:\.(\d+))?/.exec(header);
  if (asked === null) return { version: latest };
  const found = routes.find((route) => serves(route, Number(asked[1]), Number(asked[2] ?? 0)));
  return found === undefined
    ? { refusal: refuse(404, `Resource '${rest}' not found`) }
    : { version: found };
}

function serves(route: string, major: number, minor: number): boolean {
  const [routeMajor, routeMinor] = route.split('.').map(Number);
  return routeMajor === major && (routeMinor ?? 0) >= minor;
}

/** A header that is no version list is 400 in plain text, without a content type (contract §18 U36). */
export function refuseUnreadableVersion(header: string | undefined): Answer | undefined {
  if (header === undefined || header.trim() === '' || versionList.test(header)) return undefined;
  return {
    status: 400,
    text: `Version string is in an invalid format: ${header}`,
    contentType: '',
    beforeCache: true,
  };
}
