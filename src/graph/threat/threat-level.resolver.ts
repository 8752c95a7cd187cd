import { Arg, Ctx, Directive, Resolver } from 'type-graphql';
import { Failure } from '../../domain/values/failure.ts';
import { settingRefusal, type ThreatLevels } from '../../domain/threat/threat-level.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation, NullableQuery } from '../fields/nullable-field.ts';
import { textOf } from '../../domain/values/member.ts';
import type { RealmGrant } from '../../access/grant.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import { permitLevelOf, shownLevel, type ShownLevel } from './shown-level.ts';
import { SetRealmThreatLevelInput } from './threat-level.input.ts';
import { notLowered, SetRealmThreatLevelPayload } from './threat-level.payload.ts';
import { RealmThreatLevel } from './threat-level.type.ts';
import { limitReached } from '../../domain/values/limit.ts';

@Resolver()
export class ThreatLevelResolver {
  @Access({ effect: 'viewThreatLevel', permit: permitLevel })
  @Cost({ calls: 3 })
  @NullableQuery(
    () => RealmThreatLevel,
    'How strictly a realm permits changes now. Callers see it for their own realm, staff also for others.',
  )
  realmThreatLevel(
    @Arg('realm', () => String, {
      nullable: true,
      description:
        "The name of a served realm. Absent or null: the caller's own, or the default one.",
    })
    _realm: string | null | undefined,
    @Granted() { realm }: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<ShownLevel> {
    return shownLevel(context, realm);
  }

  @Access({ effect: 'setThreatLevel', permit: permitInputRealm })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 3 })
  @NullableMutation(
    () => SetRealmThreatLevelPayload,
    'Sets how strictly a realm permits changes, until a time. It is in force in every gateway within two seconds, and also in realms that share the directory. It is recorded. A lower level, or an earlier end, needs another person than its setter, with a new sign-in by a second factor. What the command line has set is lowered only there. A stricter level never ends earlier than the one in force.',
  )
  async setRealmThreatLevel(
    @Input(() => SetRealmThreatLevelInput, 'The realm, the level, and why.')
    { level, until = null, reason }: SetRealmThreatLevelInput,
    @Granted() grant: RealmGrant,
    @Ctx() context: RequestContext,
  ): Promise<SetRealmThreatLevelPayload> {
    const { realm } = grant;
    const refusal = settingRefusal({ level, until, reason }, context.now());
    if (refusal !== null) throw refusal;
    const threats = requireThreats(context);
    const set = await threats.set({
      realm: realm.name,
      level,
      until: until?.toISOString() ?? null,
      reason: reason.trim(),
      actor: await recordedActor(context, grant, null),
      isFresh: await isFresh(context),
      correlationId: context.correlationId,
    });
    if (set.kind === 'limited')
      throw limitReached('You have set too many threat levels. This one was not set.', set);
    const errors = set.kind === 'not lowered' ? [notLowered(set.why)] : [];
    return { threatLevel: await shownLevel(context, realm), errors };
  }
}

/** The longest time since the sign-in of a caller who lowers a level, by default; in seconds. */
const freshSeconds = 600;

/** Whether the caller has just signed in with a second factor. A session shows no time (U37). */
async function isFresh({ caller, settings, now }: RequestContext): Promise<boolean> {
  const found = await caller.caller();
  if (found.kind === 'anonymous' || !found.hasSecondFactor || found.signedInAt === null)
    return false;
  const most = Math.min(settings.stepUpMaxAgeSeconds ?? freshSeconds, freshSeconds);
  return now() - found.signedInAt.getTime() <= most * 1_000;
}

function permitLevel({ args, context }: GuardedCall): Promise<RealmGrant> {
  return permitLevelOf(context, textOf(args, 'realm'));
}

function permitInputRealm({ effect, args, context }: GuardedCall): Promise<RealmGrant> {
  return context.permissions.inRealm(effect, textOf(args['input'], 'realm'));
}

function requireThreats({ ledger: { threats } }: RequestContext): ThreatLevels {
  if (threats !== null) return threats;
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This gateway records nothing, so it has no threat levels. Nothing was changed.',
    { detail: 'LEDGER=off' },
  );
}
