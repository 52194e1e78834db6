/** The validators under comparison. Each loads only what it needs: the process of a sample runs one. */
import type { Candidate } from '../lib/turns.ts';
import { decorateOtherClasses } from './other-classes.ts';

/** Validates one body; `false` or an exception would mean it was refused. */
export type Validate = (body: unknown) => unknown;

/** A validator under comparison. */
export interface Subject {
  role: Candidate['role'];
  load: () => Promise<Validate>;
}

async function ours(): Promise<Validate> {
  const { validateResultLinkBody } = await import('@result-links/contracts');
  return (body) => validateResultLinkBody(body).ok;
}

async function pipe(): Promise<Validate> {
  const contracts = await import('@result-links/contracts');
  const { BODY_CLASS } = await import('./ajv.ts');
  const { ValidationPipe } = await import('@nestjs/common');
  const options = { transform: true, whitelist: true, forbidNonWhitelisted: true };
  const nest = new ValidationPipe(options);
  const argument = { type: 'body', metatype: contracts[BODY_CLASS] } as const;
  return (body) => nest.transform(body, argument);
}

async function amongOtherClasses(load: () => Promise<Validate>): Promise<Validate> {
  await decorateOtherClasses(200);
  return load();
}

/** Names of those that the goals compare. */
export const OURS = 'contracts';
export const PIPE = 'Nest ValidationPipe (transform, whitelist)';

/** By the name in the table. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  [OURS]: { role: 'ours', load: ours },
  [PIPE]: { role: 'peer', load: pipe },
  'official SDK (its own zod schema)': {
    role: 'beside',
    load: async () => {
      const { PostAtsCandidatesCandidateIdResultLinksRequestBody$outboundSchema: schema } =
        await import('@kombo-api/sdk/models');
      return (body) => schema.parse(body);
    },
  },
  'zod 4, the same rules by hand': {
    role: 'beside',
    load: async () => {
      const { bodySchema } = await import('./zod.ts');
      return (body) => bodySchema.parse(body);
    },
  },
  'ajv, compiled from our JSON Schema': {
    role: 'limit',
    load: async () => {
      const { ajvOf, BODY_CLASS } = await import('./ajv.ts');
      return ajvOf(BODY_CLASS);
    },
  },
  'contracts, 200 other decorated classes in the process': {
    role: 'beside',
    load: () => amongOtherClasses(ours),
  },
  'ValidationPipe, likewise': { role: 'beside', load: () => amongOtherClasses(pipe) },
};
