import { accessOptions } from './sections/access.ts';
import { amOptions } from './sections/am.ts';
import { callerOptions } from './sections/callers.ts';
import { gatewayOptions } from './sections/gateway.ts';
import { mailOptions } from './sections/mail.ts';
import { signInOptions } from './sections/sign-ins.ts';
import { Source, type Environment } from './source/source.ts';

/**
 * What the sandbox depends on, before the configuration is checked; undefined if an AM is
 * configured, or in production, which has no sandbox.
 */
export function sandboxChoices(environment: Environment) {
  const source = new Source(environment);
  const isSet = (option: Parameters<Source['textOf']>[0]): boolean =>
    source.textOf(option).raw.trim() !== '';
  const { url, flavor, version } = amOptions;
  const given = source.read({
    flavor,
    version,
    mode: gatewayOptions.mode,
    ownChangeRules: signInOptions.ownChangeRules,
    showsDemo: gatewayOptions.showsDemo,
  });
  if (isSet(url) || given.mode === 'production') return undefined;
  const { username, password, id, key } = callerOptions.service;
  const { ticketPattern, ticketExample } = accessOptions;
  return {
    flavor: given.flavor,
    version: given.version,
    /** The sandbox has the rule that the gateway applies to tokens. */
    deviceManagement: given.ownChangeRules.find(({ realm }) => realm === undefined)?.rule,
    /** Whether the sandbox catches mail. */
    catchesMail: !isSet(mailOptions.server),
    /** Whether the gateway signs in with the sandbox's own account. */
    lendsAccount: ![username, password, id, key].some(isSet),
    isDemo: given.showsDemo,
    /** Whether the demo may say what tickets look like. */
    namesTickets: ![ticketPattern, ticketExample].some(isSet),
  };
}
