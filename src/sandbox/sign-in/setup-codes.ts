import type { Am, AskedGateway } from '../am.ts';
import { deviceKinds } from '../devices/device-kinds.ts';
import { readDevices } from '../devices/device-store.ts';
import { isJsonObject } from '../http/json.ts';
import type { KnownPerson, StepOutcome } from './sign-ins.ts';

/** The secret of the sandbox’s script. */
export const sandboxEnrolmentSecret = 'sandbox-enrolment-secret-which-is-public';

const failed = { kind: 'refused', message: 'Authentication Failed' } as const;

/** The page of OpenAM's module, which all users see: it comes before the question. */
export function showField(who: KnownPerson): StepOutcome {
  return { kind: 'ask', state: { step: 'setupCode', who, prompt: null } };
}

/**
 * Runs the scripts of `deploy/am` before `next`, which registers a device: OpenAM's refuses, the
 * journey's shows the field. Without an answer both refuse.
 */
export async function askGateway(
  am: Am,
  {
    realm,
    who,
    typed,
  }: { readonly realm: string; readonly who: KnownPerson; readonly typed: string },
  next: () => StepOutcome,
): Promise<StepOutcome> {
  const { setupCodes } = am.settings;
  if (setupCodes === null || readDevices(who.person, deviceKinds.oath).length > 0) return next();
  const question = { realm, user: who.person.id, kind: 'OATH', code: typed === '' ? null : typed };
  const { decision, message } = await decide(setupCodes, question);
  if (decision === 'allow') return next();
  if (am.personality.isOpenSource) return failed;
  return decision === 'ask'
    ? { kind: 'ask', state: { step: 'setupCode', who, prompt: message } }
    : { kind: 'refused', message };
}

async function decide(
  { address, secret }: AskedGateway,
  question: object,
): Promise<{ readonly decision: unknown; readonly message: string }> {
  const refusal = 'Devices cannot be set up at the moment.';
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'x-enrolment-secret': secret },
      body: JSON.stringify(question),
    });
    const json: unknown = await answer.json();
    if (answer.status !== 200 || !isJsonObject(json))
      return { decision: 'refuse', message: refusal };
    return { decision: json['decision'], message: String(json['message']) };
  } catch {
    return { decision: 'refuse', message: refusal };
  }
}
