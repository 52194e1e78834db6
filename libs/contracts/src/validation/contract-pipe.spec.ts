// eslint-disable-next-line @nx/enforce-module-boundaries -- only here: the DTOs must work in NestJS
import { BadRequestException, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import {
  GreenhousePostHeaders,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  ResultLinkAttribute,
} from '../index.js';
import { candidateRequest, withValue } from '../testing/requests.js';
import { ContractPipe } from './contract-pipe.js';

const body: ArgumentMetadata = {
  type: 'body',
  metatype: PostAtsCandidatesCandidateIDResultLinksRequest,
};

describe('the contract pipe', () => {
  const pipe = new ContractPipe((errors) => new BadRequestException(errors));

  it('gives an instance', () => {
    const value = pipe.transform(candidateRequest(), body);
    expect(value).toBeInstanceOf(PostAtsCandidatesCandidateIDResultLinksRequest);
    expect(JSON.parse(JSON.stringify(value))).toEqual(candidateRequest());
  });

  it('throws what it was given to throw, with every broken rule', () => {
    const request = withValue(candidateRequest(), 'request_body.label', 7);
    request['surprise'] = 1;
    const refused = () => pipe.transform(request, body);
    expect(refused).toThrow(BadRequestException);
    expect(refused).toThrow(
      expect.objectContaining({
        response: expect.objectContaining({
          message: [
            expect.objectContaining({ path: 'request_body.label', code: 'isString' }),
            expect.objectContaining({ path: 'surprise', code: 'unknownKey' }),
          ],
        }),
      }),
    );
  });

  it.each([undefined, null, 'text', [], 5])('refuses %j for a DTO', (value) => {
    expect(() => pipe.transform(value, body)).toThrow(BadRequestException);
  });

  it.each<[string, ArgumentMetadata]>([
    ['no type', { type: 'body' }],
    ['a text', { type: 'param', metatype: String }],
    ['a date', { type: 'query', metatype: Date }],
    ['bytes', { type: 'body', metatype: Buffer }],
    ['a custom decorator', { type: 'custom', metatype: ResultLinkAttribute }],
  ])('leaves %s alone', (_name, argument) => {
    const value = { any: 'thing' };
    expect(pipe.transform(value, argument)).toBe(value);
  });
});

describe('NestJS’s own ValidationPipe', () => {
  const pipe = new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
  });

  it('gives the same instance for a valid request', async () => {
    expect(await pipe.transform(candidateRequest(), body)).toEqual(
      new ContractPipe(() => new Error('refused')).transform(candidateRequest(), body),
    );
  });

  it.each<[string, unknown]>([
    ['request_body.label', 7],
    ['request_body.url', 'javascript:alert(1)'],
    ['request_body.details.attributes', [[{ key: 'k', value: 'v' }]]],
    ['request_body.details.attributes.0.value', null],
    ['request_body.surprise', 1],
    ['request_body', null],
  ])('refuses %s = %j', async (path, value) => {
    const request = withValue(candidateRequest(), path, value);
    await expect(pipe.transform(request, body)).rejects.toThrow(BadRequestException);
  });

  it('keeps the only nullable field', async () => {
    const argument: ArgumentMetadata = { type: 'body', metatype: GreenhousePostHeaders };
    expect(await pipe.transform({ 'On-Behalf-Of': null }, argument)).toEqual({
      'On-Behalf-Of': null,
    });
  });
});
