import { accessOptions } from './access.ts';
import { amOptions } from './am.ts';
import { callerOptions } from './callers.ts';
import { documentOptions, limitOptions } from './documents.ts';
import { gatewayOptions, tracingOptions } from './gateway.ts';
import { ledgerOptions } from './ledger.ts';
import { mailOptions } from './mail.ts';
import { noticeOptions } from './notices.ts';
import { optionsIn, type Option } from './option.ts';
import { pagesOptions } from './pages.ts';
import { sharedSignalsOptions } from './shared-signals.ts';
import { proofOptions } from './proofs.ts';
import { verifierOptions } from './verifiers.ts';

/**
 * Every option, at its place in the configuration. Each member is a section of the documentation.
 */
export const options = {
  gateway: gatewayOptions,
  documents: documentOptions,
  am: amOptions,
  access: accessOptions,
  callers: callerOptions,
  proofs: { ...proofOptions, ...verifierOptions },
  pages: pagesOptions,
  ledger: ledgerOptions,
  notices: { ...noticeOptions, mail: mailOptions },
  sharedSignals: sharedSignalsOptions,
  limits: limitOptions,
  tracing: tracingOptions,
};

/** Every option by the name of its environment variable. */
export const optionsByName: ReadonlyMap<string, Option> = new Map(
  optionsIn(options).map((option) => [option.name, option]),
);
