/**
 * What this package uses of class-validator. For bundlers, which take from a package what is used;
 * Node.js gets the same from `from-files.js`. The conditions are in `imports` of package.json.
 */
export {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayNotEmpty,
  ArrayUnique,
  getMetadataStorage,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  ValidationTypes,
  Validator,
} from 'class-validator';
