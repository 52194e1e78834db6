import { parseTime } from '@result-links/contracts/time';

/** The time of a field that the contract has validated; `new Date` reads less, such as no leap second. */
export function validTime(text: string): Date {
  const time = parseTime(text);
  if (time === null) throw new TypeError('a time that was not validated');
  return time;
}
