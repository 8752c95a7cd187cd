import { InputType } from 'type-graphql';
import { RecordedChangeInput } from '../report/report.input.ts';

@InputType({ description: 'The change about which mail is sent again.' })
export class RetryNoticeInput extends RecordedChangeInput {}
