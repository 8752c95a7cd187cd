import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { guardSchema } from './fields/access.ts';
import { ApproveChangeResolver } from './approval/approve-change.resolver.ts';
import { PendingChangeResolver } from './approval/pending-change.resolver.ts';
import { RequestChangeResolver } from './approval/request-change.resolver.ts';
import { CallerResolver } from './caller/caller.resolver.ts';
import { CampaignLinesResolver } from './campaign/campaign-lines.resolver.ts';
import { PossibleStepsResolver } from './campaign/possible-steps.resolver.ts';
import { LineLinksResolver } from './campaign/line-links.resolver.ts';
import { TakeStepResolver } from './campaign/take-step.resolver.ts';
import { CampaignResolver } from './campaign/campaign.resolver.ts';
import { CreateCampaignResolver } from './campaign/create-campaign.resolver.ts';
import { CapabilitiesResolver } from './capabilities/capabilities.resolver.ts';
import { DeviceChangeResolver } from './change/device-change.resolver.ts';
import { EndSessionsResolver } from './change/end-sessions.resolver.ts';
import { ResetResolver } from './change/reset.resolver.ts';
import { deviceTypes } from './device/device.type.ts';
import { EntitiesResolver } from './federation/entities.resolver.ts';
import { withoutStaff } from './federation/without-staff.ts';
import { ServiceResolver } from './federation/service.resolver.ts';
import {
  CallerHistoryResolver,
  ChangeResolver,
  UserHistoryResolver,
} from './history/history.resolver.ts';
import {
  ActingPersonResolver,
  ChangedPersonResolver,
  PendingPersonResolver,
} from './approval/linked-people.resolver.ts';
import { CoverageResolver } from './coverage/coverage.resolver.ts';
import { InsightsResolver } from './insights/insights.resolver.ts';
import { NodeResolver } from './node/node.resolver.ts';
import { EnrolmentResolver } from './history/enrolment.resolver.ts';
import { NoticesResolver } from './history/notices.resolver.ts';
import { RealmHistoryResolver } from './history/realm-history.resolver.ts';
import { RetryNoticeResolver } from './report/retry-notice.resolver.ts';
import { CheckChangeResolver } from './report/check-change.resolver.ts';
import { ReportResolver } from './report/report.resolver.ts';
import { ProofResolver } from './proof/proof.resolver.ts';
import { SearchResolver } from './people/search.resolver.ts';
import { ThreatLevelResolver } from './threat/threat-level.resolver.ts';
import { completeInputs } from './fields/input.ts';
import { orderArguments } from './fields/order-arguments.ts';
import { orderFields } from './fields/order-fields.ts';
import { ActionObstaclesResolver, UserActionsResolver } from './user/user-actions.resolver.ts';
import { UserDevicesResolver, ProfileDeviceResolver } from './device/user-devices.resolver.ts';
import { UserResolver } from './people/user.resolver.ts';

/** Each is built once, because it takes long and is the same for all gateways of a process. */
const schemas = new Map<string, Promise<GraphQLSchema>>();

interface SchemaParts {
  /** Whether to add the fields that routers use. Default: false. */
  readonly federation?: boolean;
  /** Whether to leave out what is for staff. Default: false. */
  readonly isForPeople?: boolean;
}

/**
 * Returns the schema, in which every field is guarded.
 * @throws Error if a field has no access rule
 */
export function createSchema({
  federation = false,
  isForPeople = false,
}: SchemaParts = {}): Promise<GraphQLSchema> {
  const key = JSON.stringify([federation, isForPeople]);
  const built = schemas.get(key);
  if (built !== undefined) return built;
  const whole = buildGuarded(federation);
  const schema = isForPeople ? whole.then(withoutStaff) : whole;
  schemas.set(key, schema);
  return schema;
}

/** Returns the schema that a gateway serves by its option `FEDERATION`. */
export function servedSchema(option: 'on' | 'off' | 'people'): Promise<GraphQLSchema> {
  return createSchema({ federation: option !== 'off', isForPeople: option === 'people' });
}

async function buildGuarded(federation: boolean): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      CallerResolver,
      CapabilitiesResolver,
      UserResolver,
      UserDevicesResolver,
      ActionObstaclesResolver,
      UserActionsResolver,
      SearchResolver,
      NodeResolver,
      UserHistoryResolver,
      CallerHistoryResolver,
      ChangeResolver,
      ChangedPersonResolver,
      ActingPersonResolver,
      RealmHistoryResolver,
      EnrolmentResolver,
      NoticesResolver,
      InsightsResolver,
      CoverageResolver,
      ProfileDeviceResolver,
      ResetResolver,
      DeviceChangeResolver,
      CheckChangeResolver,
      ReportResolver,
      RetryNoticeResolver,
      EndSessionsResolver,
      CampaignResolver,
      CampaignLinesResolver,
      PossibleStepsResolver,
      LineLinksResolver,
      TakeStepResolver,
      CreateCampaignResolver,
      ProofResolver,
      ThreatLevelResolver,
      RequestChangeResolver,
      ApproveChangeResolver,
      PendingChangeResolver,
      PendingPersonResolver,
      ...(federation ? [EntitiesResolver, ServiceResolver] : []),
    ],
    orphanedTypes: Object.values(deviceTypes),
    validate: false,
    // graphql-js checks the schema before it validates or executes the first document.
    skipCheck: true,
  });
  completeInputs(schema);
  describe(schema);
  orderFields(schema);
  orderArguments(schema);
  return guardSchema(schema);
}

function describe(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (!query || !mutation) throw new TypeError('a root type is missing');
  schema.description =
    'Lists the devices (`RegisteredDevice`) that users have registered with AM (ForgeRock or Ping Access Management) for signing in, and removes them. `resetOathDevices` removes all authenticator apps of a user, `resetPushDevices` all phones for push messages. Users manage their own devices; the help desk and administrators manage those of others.';
  query.description =
    'All queries. A refused or failed field is null, with an error whose `extensions.code` is a `GatewayErrorCode`.';
  mutation.description =
    'All changes. Errors that the caller can act on are in `errors` of the payload. Other failures are top-level errors.';
}
