/**
 * Classes as other teams could write them, with everything class-validator and class-transformer
 * offer, each with a valid input. The short cut must either know what a decorator does or keep off.
 */
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import {
  Allow,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsDefined,
  IsEmail,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  registerDecorator,
  Validate,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
  type ValidationArguments,
} from 'class-validator';
import {
  OpenObject,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequestBody,
  ResultLinkAttribute,
  ResultLinkRemoteFields,
} from '../index.js';

/** A class, an input it accepts, and why the short cut keeps off (when it does). */
export interface ConsumerClass {
  dto: new () => object;
  valid: () => Record<string, unknown>;
  keepsOff?: RegExp;
}

const body = () => ({ label: 'L', url: 'https://a.example' });
const link = () => ({ x_integration_id: 'a:b', candidate_id: 'c', request_body: body() });

@ValidatorConstraint({ name: 'isLoud' })
class IsLoud {
  validate(value: unknown) {
    return typeof value === 'string' && value === value.toUpperCase();
  }
}

@ValidatorConstraint({ name: 'isKnownLater', async: true })
class IsKnownLater {
  validate() {
    return Promise.resolve(false);
  }
}

/** A decorator nobody here knows. */
function OtherThan(other: string): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isString',
      target: target.constructor,
      propertyName: propertyName as string,
      constraints: [other],
      validator: {
        validate: (value: unknown, args?: ValidationArguments) =>
          value !== (args?.object as Record<string, unknown>)[other],
      },
    });
}

class SubclassWithUnknownDecorator extends PostAtsCandidatesCandidateIDResultLinksRequestBody {
  @OtherThan('label')
  declare url: string;

  @Validate(IsLoud)
  shouted: string;
}

class SubclassThatNarrows extends PostAtsCandidatesCandidateIDResultLinksRequest {
  @MaxLength(3)
  declare candidate_id: string;

  @IsOptional()
  @IsEmail()
  requested_by?: string;
}

@OpenObject()
class OpenSubclass extends ResultLinkRemoteFields {
  @IsOptional()
  @IsInt()
  own?: number;

  untouched = 'default';
}

class WithGroups {
  @IsString({ groups: ['create'] })
  name: string;
}

class WithAlways {
  @IsString({ always: false })
  name: string;
}

class WithAsyncConstraint {
  @Validate(IsKnownLater)
  name: string;
}

class WithHiddenPromise {
  @ValidateBy({ name: 'later', validator: { validate: () => Promise.resolve(false) as never } })
  name: string;
}

class WithTruthyValidator {
  @ValidateBy({ name: 'truthy', validator: { validate: (value) => value } })
  name: string;
}

class WithThrowingValidator {
  @ValidateBy({
    name: 'throwing',
    validator: {
      validate: (value) => {
        if (typeof value !== 'string') throw new TypeError('I only know strings');
        return true;
      },
    },
  })
  name: string;
}

class WithTransform {
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  name: string;
}

class WithExpose {
  @Expose({ name: 'full_name' })
  @IsString()
  name: string;
}

class WithExclude {
  @IsString()
  name: string;

  @Exclude()
  @IsOptional()
  @IsString()
  secret?: string;
}

class NestedWithTransform {
  @IsObject()
  @ValidateNested()
  @Type(() => WithTransform)
  inner: WithTransform;
}

class WithoutType {
  @IsOptional()
  @ValidateNested()
  inner?: object;
}

class WithNumberType {
  @Type(() => Number)
  @IsInt()
  count: number;
}

class WithDateType {
  @Type(() => Date)
  @IsDate()
  at: Date;
}

class WithTypeOnly {
  @Type(() => ResultLinkAttribute)
  @IsObject()
  attribute: ResultLinkAttribute;
}

class WithDiscriminator {
  @ValidateNested()
  @Type(() => ResultLinkAttribute, {
    discriminator: {
      property: 'kind',
      subTypes: [{ value: PostAtsCandidatesCandidateIDResultLinksRequestBody, name: 'body' }],
    },
  })
  item: object;
}

class WithSet {
  @ValidateNested({ each: true })
  @Type(() => ResultLinkAttribute)
  items: Set<ResultLinkAttribute>;
}

class WithoutRules {
  name: string;
}

class WithRuleOnMethodName {
  @IsOptional()
  @IsString()
  toString: () => string;
}

class WithAccessor {
  @IsString()
  get name(): string {
    return 'fixed';
  }
}

class WithThrowingConstructor {
  @IsString()
  name: string;

  constructor() {
    throw new RangeError('not today');
  }
}

class WithDependentType {
  @IsIn(['attribute', 'body'])
  kind: string;

  @ValidateNested()
  @Type((of) => (of?.object['kind'] === 'body' ? WithRuleOptions : ResultLinkAttribute))
  item: object;
}

/** Conditions, messages and rules of single elements. */
export class WithRuleOptions {
  @IsString({ each: true, message: 'only texts' })
  @ValidateIf((object: WithRuleOptions, value) => value !== 0 || object.flag === true)
  texts: unknown;

  @IsBoolean({ validateIf: (object: WithRuleOptions) => object.texts !== 'off' })
  flag: boolean;

  @Allow()
  anything: unknown;

  @IsDefined({ message: '$property is missing, $value is not enough' })
  defined: unknown;
}

/** Fields that have a value before any input. */
export class WithDefaults {
  @IsString()
  name = 'nobody';

  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  tags: unknown = ['one'];

  @IsOptional()
  @ValidateNested()
  @Type(() => ResultLinkAttribute)
  attribute?: unknown = new ResultLinkAttribute();

  @IsOptional()
  @Allow()
  callback: unknown = aCallback;
}

/** Contains itself. */
export class Tree {
  @IsString()
  @IsNotEmpty()
  name: string;

  @IsOptional()
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Tree)
  children?: Tree[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Tree)
  favourite?: Tree;
}

class Loose {
  @ValidateNested({ each: true })
  @Type(() => ResultLinkAttribute)
  either: ResultLinkAttribute | ResultLinkAttribute[];

  @IsOptional()
  @IsNumber()
  'with space and "quote"'?: number;
}

function aCallback() {
  return 'called';
}

const attribute = () => ({ key: 'k', value: 'v' });

/** Every kind of class, the ones for the short cut first. */
export const CONSUMER_CLASSES: readonly ConsumerClass[] = [
  {
    dto: SubclassWithUnknownDecorator,
    valid: () => ({ ...body(), shouted: 'HEY' }),
  },
  { dto: SubclassThatNarrows, valid: () => ({ ...link(), requested_by: 'a@b.example' }) },
  {
    dto: OpenSubclass,
    valid: () => ({ new_ats: { a: [1, { b: null }] }, own: 3, talent360: { user_id: 'u' } }),
  },
  { dto: WithThrowingValidator, valid: () => ({ name: 'n' }) },
  { dto: WithTruthyValidator, valid: () => ({ name: true }) },
  {
    dto: WithDependentType,
    valid: () => ({ kind: 'attribute', item: attribute() }),
  },
  {
    dto: WithRuleOptions,
    valid: () => ({ texts: 'a', flag: true, anything: 1, defined: false }),
  },
  { dto: WithDefaults, valid: () => ({ name: 'n', attribute: attribute() }) },
  {
    dto: Tree,
    valid: () => ({
      name: 'root',
      children: [{ name: 'a', children: [] }, { name: 'b' }],
      favourite: { name: 'c', favourite: { name: 'd', children: [{ name: 'e' }] } },
    }),
  },
  { dto: Loose, valid: () => ({ either: [attribute(), attribute()] }) },
  { dto: Loose, valid: () => ({ either: attribute(), 'with space and "quote"': 1.5 }) },
  { dto: WithHiddenPromise, valid: () => ({ name: 'n' }) },
  { dto: WithThrowingConstructor, valid: () => ({ name: 'n' }) },
  { dto: WithGroups, valid: () => ({ name: 'n' }), keepsOff: /groups/ },
  { dto: WithAlways, valid: () => ({ name: 'n' }), keepsOff: /always/ },
  { dto: WithAsyncConstraint, valid: () => ({ name: 'n' }), keepsOff: /asynchronous/ },
  { dto: WithTransform, valid: () => ({ name: ' n ' }), keepsOff: /@Transform/ },
  { dto: WithExpose, valid: () => ({ name: 'n' }), keepsOff: /@Expose/ },
  { dto: WithExclude, valid: () => ({ name: 'n' }), keepsOff: /@Exclude/ },
  {
    dto: NestedWithTransform,
    valid: () => ({ inner: { name: ' n' } }),
    keepsOff: /WithTransform has @Transform/,
  },
  { dto: WithoutType, valid: () => ({}), keepsOff: /@Type/ },
  { dto: WithNumberType, valid: () => ({ count: '5' }), keepsOff: /@Type/ },
  { dto: WithDateType, valid: () => ({ at: '2026-11-23' }), keepsOff: /@Type/ },
  { dto: WithTypeOnly, valid: () => ({ attribute: attribute() }), keepsOff: /@ValidateNested/ },
  {
    dto: WithDiscriminator,
    valid: () => ({ item: { kind: 'body', ...body() } }),
    keepsOff: /discriminator/,
  },
  { dto: WithSet, valid: () => ({ items: [attribute()] }), keepsOff: /collection/ },
  { dto: WithoutRules, valid: () => ({ name: 'n' }), keepsOff: /no rules/ },
  { dto: WithRuleOnMethodName, valid: () => ({}), keepsOff: /./ },
  { dto: WithAccessor, valid: () => ({}), keepsOff: /prototype/ },
];
