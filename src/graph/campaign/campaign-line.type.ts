import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { NullableField } from '../nullable-field.ts';
import { PageInfo } from '../search/page-info.type.ts';
import { CampaignLineState } from './campaign-enums.ts';

@Access('with parent')
@ObjectType('ResetCampaignLine', {
  simpleResolvers: true,
  description: 'A line of a campaign: a person, and what has become of them.',
})
export class CampaignLine {
  @Field(() => Int, { description: 'The number of the line in the campaign, from 1.' })
  number!: number;

  @Field(() => String, { description: "The person's name as the campaign lists it: AM's own id." })
  name!: string;

  @Field(() => CampaignLineState, { description: 'What has become of the line.' })
  state!: CampaignLineState;

  @NullableField(() => String, 'The outcome, or why the person failed or was skipped. Null before.')
  result!: string | null;

  @NullableField(() => String, 'The reference number of the change. Null without one.')
  reference!: string | null;

  @NullableField(() => DateTime, 'When the line ended. Null before.')
  endedAt!: Date | null;

  @NullableField(
    () => String,
    'Why the dry run would skip the person, or could not read them. Null otherwise.',
  )
  finding!: string | null;

  @NullableField(
    () => Int,
    'How many devices the dry run has found. Null before, and for a person who would be skipped.',
  )
  deviceCount!: number | null;
}

@Access('with parent')
@ObjectType('ResetCampaignLineEdge', { simpleResolvers: true, description: 'A line on a page.' })
export class CampaignLineEdge {
  @Field(() => CampaignLine, { description: 'The line.' })
  node!: CampaignLine;

  @Field(() => String, { description: 'Where the page continues after this line.' })
  cursor!: string;
}

@Access('with parent')
@ObjectType('ResetCampaignLineConnection', {
  simpleResolvers: true,
  description: 'A page of lines, in the order of their numbers.',
})
export class CampaignLineConnection {
  @Field(() => [CampaignLineEdge], { description: 'The lines with their cursors.' })
  edges!: readonly CampaignLineEdge[];

  @Field(() => [CampaignLine], { description: 'The lines.' })
  nodes!: readonly CampaignLine[];

  @Field(() => PageInfo, { description: 'Whether more lines follow.' })
  pageInfo!: PageInfo;
}
