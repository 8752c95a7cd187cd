import { openSource } from './open-source.ts';
import { options } from './options.ts';
import type { Option } from './values/option.ts';
import type { Environment } from './source/source.ts';

/**
 * What the sandbox depends on, before the configuration is checked; undefined if an AM is
 * configured, or in production, which has no sandbox.
 */
export function sandboxChoices(environment: Environment) {
  const source = openSource(environment);
  const isSet = (option: Option): boolean => source.isSet(option);
  const { url, flavor, version } = options.am;
  const { mode, showsDemo } = options.gateway;
  const { ownChangeRules, ticketPattern, ticketExample } = options.access;
  const given = source.read({ flavor, version, mode, ownChangeRules, showsDemo });
  if (isSet(url) || given.mode === 'production') return undefined;
  const { username, password, id, key } = options.callers.service;
  return {
    flavor: given.flavor,
    version: given.version,
    /** The sandbox has the rule that the gateway applies to tokens. */
    deviceManagement: given.ownChangeRules.find(({ realm }) => realm === undefined)?.rule,
    /** Whether the sandbox catches mail. */
    catchesMail: !isSet(options.notices.mail.server),
    /** Whether the gateway signs in with the sandbox's own account. */
    lendsAccount: ![username, password, id, key].some(isSet),
    isDemo: given.showsDemo,
    /** Whether the demo may say what tickets look like. */
    namesTickets: ![ticketPattern, ticketExample].some(isSet),
  };
}
