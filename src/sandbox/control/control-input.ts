import {
  deviceManagementModes,
  type AskedGateway,
  type DeviceManagement,
  type Settings,
} from '../am.ts';
import type { Fault, FaultEffect } from './faults.ts';
import { isJsonObject, isTexts } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';

/** Reads a fault of any kind except `hook`; undefined if it is invalid. */
export function parseFault(body: JsonObject): Fault | undefined {
  const effect = isJsonObject(body['effect']) ? parseEffect(body['effect']) : undefined;
  const times = body['times'] === 'Infinity' ? Infinity : (body['times'] ?? 1);
  if (effect === undefined || typeof times !== 'number') return undefined;
  const match = isJsonObject(body['match']) ? body['match'] : {};
  const { method, path } = match;
  return {
    effect,
    times,
    match: {
      ...(typeof method === 'string' ? { method } : {}),
      ...(typeof path === 'string' ? { path } : {}),
    },
  };
}

/** Reads settings; undefined if a name or value is unknown. */
export function parseSettings(body: JsonObject): Partial<Settings> | undefined {
  const settings: Partial<Settings> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'refusalText' && typeof value === 'string') {
      settings.refusalText = value;
    } else if (name === 'signInClaims' && isShown(value)) {
      settings.signInClaims = value;
    } else if (name === 'whitelist' && isTexts(value)) {
      settings.whitelist = value;
    } else if (name === 'secondFactorMandatory' && typeof value === 'boolean') {
      settings.secondFactorMandatory = value;
    } else if (name === 'rotateRefreshTokens' && typeof value === 'boolean') {
      settings.rotateRefreshTokens = value;
    } else if (name === 'backChannelLogoutUrl' && (value === null || typeof value === 'string')) {
      settings.backChannelLogoutUrl = value;
    } else if (name === 'deviceManagement' && isMode(value)) {
      settings.deviceManagement = value;
    } else if (name === 'groupFillers' && isCounts(value)) {
      settings.groupFillers = value;
    } else if (name === 'proofJourneys' && isGuarding(value)) {
      settings.proofJourneys = value;
    } else if (name === 'ignoreNoSession' && typeof value === 'boolean') {
      settings.ignoreNoSession = value;
    } else if (name === 'setupCodes' && (value === null || isAskedGateway(value))) {
      settings.setupCodes = value;
    } else if (name === 'listLimit' && (value === null || isCount(value))) {
      settings.listLimit = value;
    } else {
      return undefined;
    }
  }
  return settings;
}

function isMode(value: unknown): value is DeviceManagement {
  return deviceManagementModes.some((mode) => mode === value);
}

function isShown(value: unknown): value is Settings['signInClaims'] {
  return value === 'ACR_AMR' || value === 'ACR' || value === 'NONE';
}

function isGuarding(value: unknown): value is Settings['proofJourneys'] {
  return value === 'GUARDED' || value === 'OPEN' || value === 'MISSING';
}

function isAskedGateway(value: unknown): value is AskedGateway {
  return isJsonObject(value) && isTexts([value['address'], value['secret']]);
}

function isCounts(value: unknown): value is Settings['groupFillers'] {
  return isJsonObject(value) && Object.values(value).every(isCount);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100_000;
}

function parseEffect(effect: JsonObject): FaultEffect | undefined {
  const { kind, ms, when, bytes, bytesPerSecond, location } = effect;
  switch (kind) {
    case 'latency':
    case 'lag':
      return typeof ms === 'number' ? { kind, ms } : undefined;
    case 'status':
      return parseStatus(effect);
    case 'cut':
      return when === 'before' || when === 'after'
        ? { kind, when, reset: effect['reset'] === true }
        : undefined;
    case 'huge':
      return typeof bytes === 'number' ? { kind, bytes } : undefined;
    case 'slowBody':
      return typeof bytesPerSecond === 'number' ? { kind, bytesPerSecond } : undefined;
    case 'redirect':
      return typeof location === 'string' ? { kind, location } : undefined;
    case 'body':
      return { kind, body: effect['body'] };
    case 'malformed':
    case 'blackhole':
    case 'closeIdle':
      return { kind };
    default:
      return undefined;
  }
}

function parseStatus(effect: JsonObject): FaultEffect | undefined {
  const { status, body, headers, contentType, applyEffect } = effect;
  if (typeof status !== 'number') return undefined;
  const texts = isJsonObject(headers)
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    : {};
  return {
    kind: 'status',
    status,
    headers: texts,
    applyEffect: applyEffect === true,
    ...(body === undefined ? {} : { body }),
    ...(typeof contentType === 'string' ? { contentType } : {}),
  };
}
