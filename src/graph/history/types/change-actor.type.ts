import { Directive, Field, ID } from 'type-graphql';
import { AuthenticationMethod, Role } from '../../enums/enums.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';

@ValueType('An operator on the command line. AM has confirmed neither name nor account.')
export class GatewayOperator {
  @Field(() => String, { description: 'The name that was stated.' })
  name!: string;

  @NullableField(
    () => String,
    "The operating system's account. Null if the system has no name for it.",
  )
  account!: string | null;
}

@ValueType(
  'Who made a change, took a step of a campaign or set a threat level: a caller, or an operator on the command line.',
)
export class DeviceChangeActor {
  @NullableField(
    () => ID,
    "AM's own id of the caller. Null for an operator, and if the reader may not see which member of staff it was.",
  )
  amId!: string | null;

  @NullableField(
    () => String,
    "The name of the caller's realm. Null for an operator, and for a super user outside the served realms.",
  )
  realm!: string | null;

  @NullableField(
    () => Role,
    'The role that permitted it. Null for an operator, who has none; never null for a change.',
  )
  role!: Role | null;

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => String,
    'The area for whose people alone the caller held the role. Null if the role was not limited, and where `amId` is.',
  )
  area!: string | null;

  @Directive('@tag(name: "detail")')
  @NullableField(
    () => AuthenticationMethod,
    'How the caller authenticated. Null for an operator; never null for a change.',
  )
  credential!: AuthenticationMethod | null;

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => String,
    "The OAuth client of the caller's token. Null for a session, and where `amId` is.",
  )
  clientId!: string | null;

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => GatewayOperator,
    'The operator on the command line. Null for a caller, who is confirmed by AM or by the issuer of a token.',
  )
  operator!: GatewayOperator | null;
}
