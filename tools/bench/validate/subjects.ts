/** The validators under comparison. Each loads only what it needs: the process of a sample runs one. */
import { readFileSync } from 'node:fs';
import { decorateOtherClasses } from './other-classes.ts';

/** Validates one body; `false` or an exception would mean it was refused. */
export type Validate = (body: unknown) => unknown;

const BODY_CLASS = 'PostAtsCandidatesCandidateIDResultLinksRequestBody';

/** By name; `pipe` is the measure of the goals. */
export const SUBJECTS = {
  ours: async (): Promise<Validate> => {
    const { validateResultLinkBody } = await import('@result-links/contracts');
    return (body) => validateResultLinkBody(body).ok;
  },

  pipe: async (): Promise<Validate> => {
    const contracts = await import('@result-links/contracts');
    const { ValidationPipe } = await import('@nestjs/common');
    const pipe = new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
    });
    const argument = { type: 'body', metatype: contracts[BODY_CLASS] } as const;
    return (body) => pipe.transform(body, argument);
  },

  sdk: async (): Promise<Validate> => {
    const { PostAtsCandidatesCandidateIdResultLinksRequestBody$outboundSchema: schema } =
      await import('@kombo-api/sdk/models');
    return (body) => schema.parse(body);
  },

  ajv: async (): Promise<Validate> => {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const { default: addFormats } = await import('ajv-formats');
    const ajv = new Ajv2020({ strictTypes: false, allErrors: true, unicodeRegExp: true });
    addFormats.default(ajv);
    const folder = new URL('../../../libs/contracts/schemas/', import.meta.url);
    const schema = JSON.parse(readFileSync(new URL(`${BODY_CLASS}.json`, folder), 'utf8'));
    return ajv.compile(schema);
  },

  'ours +200': async (): Promise<Validate> => {
    await decorateOtherClasses(200);
    return SUBJECTS.ours();
  },

  'pipe +200': async (): Promise<Validate> => {
    await decorateOtherClasses(200);
    return SUBJECTS.pipe();
  },
};

/** Name of a validator under comparison. */
export type SubjectName = keyof typeof SUBJECTS;
