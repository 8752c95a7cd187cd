/** The outcome of a removal is reported truly, and it is sent once (R17; design D5). */
import { testOutcomesOf } from './change-outcome.ts';

testOutcomesOf('removal');
