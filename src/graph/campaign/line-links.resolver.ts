import { Resolver } from 'type-graphql';
import { Access, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableFieldResolver } from '../fields/nullable-field.ts';
import { textOf } from '../../domain/values/member.ts';
import { unlessRefused } from '../../access/refusal.ts';
import { seenBy } from '../../changes/records/see-record.ts';
import { shownTo } from '../history/shown-change.ts';
import { DeviceChange } from '../history/types/change-record.type.ts';
import { readLinked } from '../user/linked-person.ts';
import { User } from '../user/user.type.ts';
import { CampaignLine } from './campaign-line.type.ts';

/** What a line of a campaign links to. */
@Resolver(() => CampaignLine)
export class LineLinksResolver {
  @Access({ effect: 'viewPerson', read: readLinked('name') })
  @Cost({ calls: 1 })
  @NullableFieldResolver(
    () => User,
    'The user with this name, as AM has them now. Null if there is no such user, or if the caller may not view the user.',
  )
  person(): never {
    throw new TypeError('the guard returns the person');
  }

  @Access({ effect: 'viewHistory', read: readChange })
  @Cost({ calls: 1 })
  @NullableFieldResolver(
    () => DeviceChange,
    'The recorded change. Null until there is one, if its record was deleted, or if the caller may not read it.',
  )
  change(): never {
    throw new TypeError('the guard returns the change');
  }
}

/** Reads the change of a line with those of the other lines; null also if it is refused. */
async function readChange({ parent, context }: GuardedCall): Promise<object | null> {
  const id = textOf(parent, 'changeReference');
  const change = id === undefined ? null : await context.changes.load(id);
  const seen = change && (await unlessRefused(() => seenBy(context, change)));
  return seen && shownTo(context, seen.change, seen.role);
}
