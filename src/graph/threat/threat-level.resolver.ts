import { Arg, Ctx, Directive, Resolver } from 'type-graphql';
import { setLevel } from '../../changes/set-level.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation, NullableQuery } from '../fields/nullable-field.ts';
import { textOf } from '../../domain/values/member.ts';
import type { RealmGrant } from '../../access/grant.ts';
import type { RequestContext } from '../request/context.ts';
import { permitLevelOf, shownLevel, type ShownLevel } from './shown-level.ts';
import { SetRealmThreatLevelInput } from './threat-level.input.ts';
import { notLowered, SetRealmThreatLevelPayload } from './threat-level.payload.ts';
import { RealmThreatLevel } from './threat-level.type.ts';
import { limitReached } from '../../domain/values/limit.ts';

@Resolver()
export class ThreatLevelResolver {
  @Directive('@tag(name: "detail")')
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
    const set = await setLevel(context, grant, { level, until, reason });
    if (set.kind === 'limited')
      throw limitReached('You have set too many threat levels. This one was not set.', set);
    const errors = set.kind === 'not lowered' ? [notLowered(set.why)] : [];
    return { threatLevel: await shownLevel(context, grant.realm), errors };
  }
}

function permitLevel({ args, context }: GuardedCall): Promise<RealmGrant> {
  return permitLevelOf(context, textOf(args, 'realm'));
}

function permitInputRealm({ effect, args, context }: GuardedCall): Promise<RealmGrant> {
  return context.permissions.inRealm(effect, textOf(args['input'], 'realm'));
}
