import { fields, isFields, itemsOf, optionalText, text, type Fields } from './wire.ts';

/** The types of OpenAM's modules, and of nodes, that register devices of a second factor. */
const registeringTypes: readonly string[] = [
  'authenticatoroath',
  'authpushreg',
  'webauthnreg',
  'oathregistrationnode',
  'pushregistrationnode',
  'combinedmultifactorregistrationnode',
  'webauthnregistrationnode',
  'devicebindingnode',
];

const registers = (type = ''): boolean => registeringTypes.includes(type.toLowerCase());

const idOf = (item: Fields): string => text(item, '_id');

/** Returns the ids of the scripts with this text, which is encoded. */
export function readScriptsWith(json: unknown, part: string): string[] {
  const has = (script: Fields): boolean =>
    Buffer.from(text(script, 'script'), 'base64').includes(part);
  return itemsOf(json).filter(has).map(idOf);
}

/** Returns the names of OpenAM's modules, or the ids of nodes, that run one of these scripts. */
export function readRunning(json: unknown, scripts: readonly string[]): string[] {
  const runs = (item: Fields): boolean =>
    scripts.includes(optionalText(item, 'serverScript') ?? optionalText(item, 'script') ?? '');
  return itemsOf(json).filter(runs).map(idOf);
}

/** Whether OpenAM starts a module that registers devices also without its chain. */
export function readStartsAlone(json: unknown, modules: ReadonlyMap<string, string>): boolean {
  const { security } = fields(json, 'sign-in settings');
  return (
    isFields(security) &&
    security['moduleBasedAuthEnabled'] === true &&
    [...modules.values()].some((type) => registers(type))
  );
}

/**
 * Returns the chains that register devices without an asker before it. It must be _Requisite_:
 * after the failure of another one a chain goes on.
 */
export function readUnaskedChains(
  json: unknown,
  askers: readonly string[],
  modules: ReadonlyMap<string, string>,
): string[] {
  const isUnasked = ({ authChainConfiguration: steps }: Fields): boolean => {
    const all = Array.isArray(steps) ? steps.filter(isFields) : [];
    const first = all.find(
      (step) =>
        registers(modules.get(text(step, 'module'))) ||
        (step['criteria'] === 'REQUISITE' && askers.includes(text(step, 'module'))),
    );
    return first !== undefined && !askers.includes(text(first, 'module'));
  };
  return itemsOf(json).filter(isUnasked).map(idOf);
}

/** Returns the journeys in which a way leads to a registration, but not by `allow` of an asker. */
export function readUnaskedJourneys(json: unknown, askers: readonly string[]): string[] {
  const isUnasked = (journey: Fields): boolean => {
    const nodes = fields(journey['nodes'], 'nodes');
    const reached = new Set([text(journey, 'entryNodeId')]);
    // What is added to a set while it is read is read, too.
    for (const id of reached) {
      const node = nodes[id];
      if (!isFields(node)) continue;
      if (registers(text(node, 'nodeType'))) return true;
      for (const [outcome, next] of Object.entries(fields(node['connections'], 'connections')))
        if (outcome !== 'allow' || !askers.includes(id)) reached.add(String(next));
    }
    return false;
  };
  return itemsOf(json).filter(isUnasked).map(idOf);
}
