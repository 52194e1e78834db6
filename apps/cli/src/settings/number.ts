import { usageError } from '../errors.js';

/** Which numbers a flag takes. */
export interface NumberRange {
  min: number;
  max: number;
  /** What is counted: `seconds`. */
  unit?: string;
  /** Fractions, too: `0.5`. */
  isFractional?: true;
}

/**
 * The number of a flag, in plain decimal digits: no sign, no exponent, no other base, no spaces.
 *
 * @param flag for the message: `--limit`
 * @returns reads the value of the flag
 */
export function numberParser(flag: string, range: NumberRange): (text: string) => number {
  const { min, max, unit, isFractional = false } = range;
  const pattern = isFractional ? /^\d{1,15}(?:\.\d{1,15})?$/ : /^\d{1,15}$/;
  return (text) => {
    const number = pattern.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    const kind = isFractional ? 'a number' : 'a whole number';
    const what = unit === undefined ? kind : `${kind} of ${unit}`;
    throw usageError('number_invalid', `${flag} must be ${what} from ${min} to ${max}, in digits.`);
  };
}
