import type { DeviceKind } from '../domain/device.ts';
import type { Source } from './source.ts';

/** The configuration of AM: where it is, what it is, and what the deployment overrides. */
export type AmConfig = Readonly<ReturnType<typeof loadAm>>;

/** Reads where AM is and how it is asked. */
export function loadAm(source: Source) {
  return {
    url: source.read('AM_URL'),
    flavor: source.read('AM_FLAVOR'),
    cookieName: source.read('AM_COOKIE_NAME'),
    userIdPattern: source.read('AM_USER_ID_PATTERN'),
    userNameAttribute: source.read('AM_USER_NAME_ATTRIBUTE'),
    /** Paths that replace the flavour's own. */
    devicePaths: loadDevicePaths(source),
    devicesVersion: source.read('AM_DEVICES_VERSION'),
    usersVersion: source.read('AM_USERS_VERSION'),
    groupsVersion: source.read('AM_GROUPS_VERSION'),
    sessionsVersion: source.read('AM_SESSIONS_VERSION'),
    ca: source.readLive('AM_CA_FILE'),
    timeoutMs: source.read('AM_TIMEOUT_MS'),
    connectTimeoutMs: source.read('AM_CONNECT_TIMEOUT_MS'),
    connections: source.read('AM_CONNECTIONS'),
    sessionCacheSeconds: source.read('SESSION_CACHE_SECONDS'),
  };
}

function loadDevicePaths(source: Source): Readonly<Partial<Record<DeviceKind, string>>> {
  const paths = {
    OATH: source.read('AM_OATH_PATH'),
    PUSH: source.read('AM_PUSH_PATH'),
    WEB_AUTHN: source.read('AM_WEB_AUTHN_PATH'),
    BOUND: source.read('AM_BOUND_PATH'),
    PROFILE: source.read('AM_PROFILE_PATH'),
    TRUSTED: source.read('AM_TRUSTED_PATH'),
  } satisfies Record<DeviceKind, string | undefined>;
  return Object.fromEntries(Object.entries(paths).filter(([, path]) => path !== undefined));
}
