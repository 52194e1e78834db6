import { Transform, Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { candidateRequest } from '../../testing/requests.js';
import { CONSUMER_CLASSES, WithRuleOptions } from '../../testing/consumer-classes.js';
import { CONTRACT_CLASSES } from '../../testing/contract-classes.js';
import { validateDto } from '../validate.js';
import { compile, NotCompilable } from './compile.js';
import { surelyValid } from './surely-valid.js';

const CLASSES = [...CONTRACT_CLASSES, ...CONSUMER_CLASSES];

describe('the short cut', () => {
  it.each(
    CLASSES.filter(({ keepsOff }) => keepsOff === undefined).map(({ dto }) => [dto.name, dto]),
  )('knows what every decorator of %s does', (_name, dto) => {
    expect(compile(dto as never, new Map()).dto).toBe(dto);
  });

  it.each(CLASSES.flatMap(({ dto, keepsOff }) => (keepsOff ? [[dto.name, dto, keepsOff]] : [])))(
    'keeps off %s',
    (_name, dto, keepsOff) => {
      expect(() => compile(dto as never, new Map())).toThrow(NotCompilable);
      expect(() => compile(dto as never, new Map())).toThrow(keepsOff as RegExp);
      expect(surelyValid(dto as never, {})).toBeUndefined();
    },
  );

  it.each(CONTRACT_CLASSES.slice(0, 6).map(({ dto, valid }) => [dto.name, dto, valid] as const))(
    'is taken by a valid %s',
    (_name, dto, valid) => {
      expect(surelyValid(dto, valid())).toBeInstanceOf(dto);
    },
  );

  it('is taken when a rule is switched off for the value', () => {
    const input = { texts: 'off', flag: 'no', defined: 1 };
    expect(surelyValid(WithRuleOptions, input)).toBeInstanceOf(WithRuleOptions);
  });

  it('keeps unknown values of open classes themselves, not copies', () => {
    const request = candidateRequest();
    const kept = { any: [1, { thing: null }] };
    (request.request_body['remote_fields'] as Record<string, unknown>)['new_ats'] = kept;
    const [{ dto }] = CONTRACT_CLASSES as [(typeof CONTRACT_CLASSES)[number]];
    expect(surelyValid(dto, request)).toHaveProperty('request_body.remote_fields.new_ats', kept);
  });
});

describe('decorators that come later', () => {
  const long = { name: 'long' };

  it('on the same class are in force at once', () => {
    class Late {
      @IsString()
      name: string;
    }
    expect(validateDto(Late, long).ok).toBe(true);
    MaxLength(3)(Late.prototype, 'name');
    expect(validateDto(Late, long)).toMatchObject({ ok: false, errors: [{ code: 'maxLength' }] });
  });

  it('for a new property make it known, on both ways', () => {
    class Late {
      @IsString()
      name: string;
    }
    expect(validateDto(Late, { name: 'n', count: 'x' })).toMatchObject({
      ok: false,
      errors: [{ path: 'count', code: 'unknownKey' }],
    });
    IsInt()(Late.prototype, 'count');
    expect(validateDto(Late, { name: 'n', count: 1 }).ok).toBe(true);
    expect(validateDto(Late, { name: 'n', count: 'x' })).toMatchObject({
      ok: false,
      errors: [{ path: 'count', code: 'isInt' }],
    });
  });

  it('on a parent or a nested class are in force at once', () => {
    class Parent {}
    class Inner {
      @IsString()
      name: string;
    }
    class Late extends Parent {
      @IsOptional()
      @ValidateNested()
      @Type(() => Inner)
      inner?: Inner;
    }
    expect(validateDto(Late, { inner: long }).ok).toBe(true);
    MaxLength(3)(Inner.prototype, 'name');
    expect(validateDto(Late, { inner: long }).ok).toBe(false);
    IsString()(Parent.prototype, 'required');
    expect(validateDto(Late, {}).ok).toBe(false);
  });

  it('of class-transformer are in force at once', () => {
    class Inner {
      @IsString()
      name: string;
    }
    class Other extends Inner {}
    class Late {
      @ValidateNested()
      @Type(() => Inner)
      inner: Inner;
    }
    const valueOf = () => {
      const result = validateDto(Late, { inner: long });
      return result.ok ? result.value.inner : result.errors;
    };
    expect(valueOf()).toBeInstanceOf(Inner);
    Type(() => Other)(Late.prototype, 'inner');
    expect(valueOf()).toBeInstanceOf(Other);
    Transform(({ value }) => `${value}er`)(Inner.prototype, 'name');
    expect(valueOf()).toEqual({ name: 'longer' });
  });
});

it('reads the decorators once, however many other classes there are', () => {
  const validate = jest.fn(() => true);
  class Counted {
    @ValidateBy({ name: 'counted', validator: { validate } })
    name: string;
  }
  expect(validateDto(Counted, { name: 'n' }).ok).toBe(true);
  const storage = (globalThis as unknown as { classValidatorMetadataStorage: object })
    .classValidatorMetadataStorage as Record<string, () => unknown>;
  const scan = jest.spyOn(storage, 'getTargetValidationMetadatas');
  const lookUp = jest.spyOn(storage, 'getTargetValidatorConstraints');
  for (let count = 0; count < 10; count += 1) {
    validateDto(Counted, { name: 'n' });
  }
  expect(validate).toHaveBeenCalledTimes(11);
  expect(scan).not.toHaveBeenCalled();
  expect(lookUp).not.toHaveBeenCalled();
  scan.mockRestore();
  lookUp.mockRestore();
});
