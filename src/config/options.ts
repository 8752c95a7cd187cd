import { amOptions } from './am-options.ts';
import { callerOptions } from './caller-options.ts';
import { documentOptions } from './document-options.ts';
import { gatewayOptions } from './gateway-options.ts';
import { ledgerOptions } from './ledger-options.ts';
import { limitOptions } from './limit-options.ts';
import { traceOptions } from './trace-options.ts';
import { pagesOptions } from './pages-options.ts';

/** The options by section of the documentation, in its order. */
export const optionGroups = {
  Gateway: gatewayOptions,
  Documents: documentOptions,
  AM: amOptions,
  Callers: callerOptions,
  Pages: pagesOptions,
  Ledger: ledgerOptions,
  Limits: limitOptions,
  Traces: traceOptions,
};

/** Every option by the name that users type. */
export const options = {
  ...gatewayOptions,
  ...documentOptions,
  ...amOptions,
  ...callerOptions,
  ...pagesOptions,
  ...ledgerOptions,
  ...limitOptions,
  ...traceOptions,
};

/** The name of an option. */
export type OptionName = keyof typeof options;

/** What an option is read to; an option without a default is undefined where it is absent. */
export type OptionValue<Name extends OptionName> =
  | ReturnType<(typeof options)[Name]['read']>
  | ((typeof options)[Name] extends { readonly default: string } ? never : undefined);
