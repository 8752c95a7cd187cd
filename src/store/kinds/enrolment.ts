import type { RecordedNames } from '../../domain/change/change-record.ts';
import { deviceKinds, kindTraits } from '../../domain/devices/device.ts';
import {
  enrolmentSteps,
  mostWrongTries,
  type EnrolmentStep,
  type RecordedEnrolment,
} from '../../domain/enrolment/hold.ts';
import { asText, objectOf, oneOf, optional, orNull } from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';
import { integrityOf, metadataOf, otherActivity } from './parts/ocsf-parts.ts';
import { readDevice } from './parts/record-parts.ts';

/** A step of a hold on new devices: an accepted or wrong code, or an end. It has no code. */
export const enrolment = recordKind(
  'enrolment',
  {
    enrolment: objectOf<RecordedEnrolment>({
      step: oneOf(enrolmentSteps),
      opener: asText,
      person: objectOf<RecordedNames>({ id: asText, realm: asText, entry: optional(asText) }),
      kind: orNull(oneOf(deviceKinds)),
      device: orNull(readDevice),
      correlationId: orNull(asText),
    }),
  },
  {
    actor: () => null,
    target: () => null,
    columns: (body) => ({ result: body.enrolment.step }),
    /** An accepted code, its wrong tries, and an end. */
    limit: { by: 'code', most: mostWrongTries + 2 },
    event: ({ change, at, enrolment: about }, { position }) => {
      const { step, opener, person, kind, device, correlationId } = about;
      const factor = kind === null ? null : kindTraits[kind].factor;
      const { activity, status, severity } = steps[step];
      return {
        ...otherActivity(activity, { severity, at }),
        status_id: status,
        status_code: step,
        metadata: metadataOf(position, { uid: change, correlationId: correlationId ?? change }),
        user: { uid: person.id, name: person.id, domain: person.realm },
        ...(factor !== null && {
          auth_factors: [{ factor_type_id: factor.id, factor_type: factor.name }],
        }),
        unmapped: { effect: 'enrolment', reference: opener, kind, device: device && { ...device } },
        ...integrityOf(position),
      };
    },
  },
);

/** 1 is success and 2 failure; a code that was guessed at is of medium severity. */
const steps: Readonly<
  Record<
    EnrolmentStep,
    { readonly activity: string; readonly status: number; readonly severity: number }
  >
> = {
  ALLOWED: { activity: 'Setup code accepted', status: 1, severity: 1 },
  WRONG_CODE: { activity: 'Setup code refused', status: 2, severity: 1 },
  CODE_ENDED: { activity: 'Setup code ended by wrong tries', status: 2, severity: 3 },
  REGISTERED: { activity: 'Device registered with a setup code', status: 1, severity: 1 },
  ENDED: { activity: 'Setup code no longer needed', status: 1, severity: 1 },
};
