/**
 * What this package uses of class-validator, in Node.js: the very functions that
 * `import … from 'class-validator'` gives, without loading all the others. The whole of it, with
 * validators of telephone numbers, takes 75 ms of CPU to load, these files 12 (2026-11-23).
 *
 * A name that is added here is added to `from-package.ts` too; a spec compares them.
 */
export { ArrayMaxSize } from 'class-validator/cjs/decorator/array/ArrayMaxSize.js';
export { ArrayMinSize } from 'class-validator/cjs/decorator/array/ArrayMinSize.js';
export { ArrayNotEmpty } from 'class-validator/cjs/decorator/array/ArrayNotEmpty.js';
export { ArrayUnique } from 'class-validator/cjs/decorator/array/ArrayUnique.js';
export { IsIn } from 'class-validator/cjs/decorator/common/IsIn.js';
export { IsNotEmpty } from 'class-validator/cjs/decorator/common/IsNotEmpty.js';
export { ValidateBy } from 'class-validator/cjs/decorator/common/ValidateBy.js';
export { ValidateIf } from 'class-validator/cjs/decorator/common/ValidateIf.js';
export { ValidateNested } from 'class-validator/cjs/decorator/common/ValidateNested.js';
export { Max } from 'class-validator/cjs/decorator/number/Max.js';
export { Min } from 'class-validator/cjs/decorator/number/Min.js';
export { IsUUID } from 'class-validator/cjs/decorator/string/IsUUID.js';
export { Matches } from 'class-validator/cjs/decorator/string/Matches.js';
export { MaxLength } from 'class-validator/cjs/decorator/string/MaxLength.js';
export { MinLength } from 'class-validator/cjs/decorator/string/MinLength.js';
export { IsArray } from 'class-validator/cjs/decorator/typechecker/IsArray.js';
export { IsBoolean } from 'class-validator/cjs/decorator/typechecker/IsBoolean.js';
export { IsInt } from 'class-validator/cjs/decorator/typechecker/IsInt.js';
export { IsObject } from 'class-validator/cjs/decorator/typechecker/IsObject.js';
export { IsString } from 'class-validator/cjs/decorator/typechecker/IsString.js';
export { getMetadataStorage } from 'class-validator/cjs/metadata/MetadataStorage.js';
export { ValidationTypes } from 'class-validator/cjs/validation/ValidationTypes.js';
export { Validator } from 'class-validator/cjs/validation/Validator.js';
