/**
 * The time at which something ends, as the pages show it: within the hour before midnight, with the
 * next day.
 */
export const endTime = String.raw`(?:\d{1,2} \w+ \d{4} at )?\d\d:\d\d`;
