/**
 * In a browser a form is validated, not ten thousand requests a second: what class-validator needs for
 * that is not worth the weight of the short cut. Bundlers take this file for
 * `#surely-valid`, see `imports` in package.json.
 *
 * @returns always `undefined`: ask class-validator
 */
export function surelyValid(): undefined {
  return undefined;
}
