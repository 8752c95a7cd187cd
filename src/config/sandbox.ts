import { openSource } from './open-source.ts';
import { options, optionsByName } from './options.ts';
import type { Environment } from './source/given.ts';
import { Source } from './source/source.ts';
import type { Option } from './values/option.ts';
import { ConfigError } from './values/problem.ts';
import { wholeNumber } from './values/readers.ts';

const all = [...optionsByName.values()];

const readPort = wholeNumber(0, 65_535);

/**
 * What the sandbox depends on, before the configuration is checked.
 * @throws ConfigError if the environment is that of a deployment, or the sandbox has no port
 */
export function sandboxChoices(environment: Environment) {
  const source = openSource(environment);
  const isSet = (option: Option): boolean => source.isSet(option);
  const { url, flavor, version } = options.am;
  const { ownChangeRules } = options.access;
  const given = source.read({ flavor, version, ownChangeRules });
  const { username, password, id, key } = options.callers.service;
  return {
    port: portIn(environment, isSet(url)),
    flavor: given.flavor,
    version: given.version,
    /** The sandbox has the rule that the gateway applies to tokens. */
    deviceManagement: given.ownChangeRules.find(({ realm }) => realm === undefined)?.rule,
    /** Whether the sandbox catches mail. */
    catchesMail: !isSet(options.notices.mail.server),
    /** Whether the gateway signs in with the sandbox's own account. */
    lendsAccount: ![username, password, id, key].some(isSet),
    /** Whether an option is set, by its variable or its place: the demo must not contradict it. */
    isSet: (name: string): boolean => {
      const { partOf = name } = optionsByName.get(name) ?? {};
      const option = optionsByName.get(name) ?? all.find(({ file }) => file === name);
      const list = all.find(({ file }) => file === partOf);
      const isInFile = list !== undefined && source.inFile(list)?.from === 'CONFIG_FILE';
      return isInFile || (option !== undefined && source.isSet(option));
    },
  };
}

/** The port is no option of the gateway: a deployment has no sandbox. */
function portIn(environment: Environment, hasAm: boolean): number {
  const own = new Source(environment);
  const { raw } = own.textOf({ name: 'SANDBOX_PORT' });
  const port = own.attempt('SANDBOX_PORT', () => readPort(raw.trim() || '4001'));
  if (hasAm)
    own.problems.push('AM_URL: the sandbox is an AM of its own; remove AM_URL or `sandbox`');
  if (environment['NODE_ENV'] === 'production')
    own.problems.push('NODE_ENV: the sandbox does not run in production');
  const problems = own.located();
  if (port === undefined || problems.length > 0) throw new ConfigError(problems);
  return port;
}
