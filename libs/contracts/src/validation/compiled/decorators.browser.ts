/** class-validator's own: in a browser the short cut is not there, see `surely-valid.browser.ts`. */
export {
  ArrayMaxSize,
  IsArray,
  IsNotEmpty,
  IsObject,
  IsString,
  Matches,
  MaxLength,
} from '#class-validator';
