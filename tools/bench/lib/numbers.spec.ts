import { durationText, memoryText, rateText, ratioText } from './numbers.ts';

it.each([
  [durationText(0.2394), '0.239 µs'],
  [durationText(61.04), '61 µs'],
  [durationText(1_234), '1.23 ms'],
  [durationText(5_080_000), '5.08 s'],
  [rateText(13_742.1), '13,700/s'],
  [ratioText(0.0768), '0.077'],
  [ratioText(0.336), '0.34'],
  [ratioText(1.154), '1.15'],
  [ratioText(13.62), '13.6'],
  [memoryText(100.4), '100 MB'],
  [durationText(NaN), '–'],
  [rateText(NaN), '–'],
])('%s', (text, expected) => expect(text).toBe(expected));
