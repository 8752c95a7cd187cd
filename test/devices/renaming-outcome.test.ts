/** The outcome of a renaming is reported truly, and it is sent once (R17; design D5). */
import { testOutcomesOf, testRenaming } from './change-outcome.ts';

testOutcomesOf('renaming');
testRenaming();
