import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { EndSessionsError } from './change-error.type.ts';
import { DeviceChangeFacts } from './device-change.payload.ts';
import { withRecord } from './recorded-payload.type.ts';

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of ending the sessions of a user.' })
export class EndSessionsPayload extends withRecord(DeviceChangeFacts) {
  @Field(() => [EndSessionsError], { description: 'Why the change failed. Empty on success.' })
  errors!: readonly (typeof EndSessionsError)[];
}
