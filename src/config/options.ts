import { accessOptions } from './sections/access.ts';
import { amOptions } from './sections/am.ts';
import { callerOptions } from './sections/callers.ts';
import { enrolmentOptions } from './enrolment.ts';
import { documentOptions, limitOptions } from './sections/documents.ts';
import { gatewayOptions } from './sections/gateway.ts';
import { identityVerificationOptions } from './sections/identity-verification.ts';
import { ledgerOptions } from './sections/ledger.ts';
import { mailOptions } from './sections/mail.ts';
import { noticeOptions } from './sections/notices.ts';
import { optionsIn, type Option } from './values/option.ts';
import { pagesOptions } from './sections/pages.ts';
import { sharedSignalsOptions } from './sections/shared-signals.ts';
import { withPlaces } from './values/places.ts';
import { proofOptions } from './sections/proofs.ts';
import { tracingOptions } from './sections/tracing.ts';

/**
 * Every option, at its place in the configuration. Each member is a section of the documentation.
 */
export const options = withPlaces({
  gateway: gatewayOptions,
  documents: documentOptions,
  am: amOptions,
  access: accessOptions,
  callers: callerOptions,
  proofs: proofOptions,
  identityVerification: identityVerificationOptions,
  enrolment: enrolmentOptions,
  pages: pagesOptions,
  ledger: ledgerOptions,
  notices: { ...noticeOptions, mail: mailOptions },
  sharedSignals: sharedSignalsOptions,
  limits: limitOptions,
  tracing: tracingOptions,
});

/** Every option by the name of its environment variable. */
export const optionsByName: ReadonlyMap<string, Option> = new Map(
  optionsIn(options).map((option) => [option.name, option]),
);
