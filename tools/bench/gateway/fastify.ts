import { Kombo } from '@kombo-api/sdk';
import { fastify } from 'fastify';
import { tellParent } from '../lib/parent.ts';
import { BODY_CLASS, jsonSchemaOf } from '../validate/ajv.ts';

/**
 * Fastify alone: `fastify.ts <base URL>` hands the body to the official SDK; without one it validates by the
 * contract's JSON Schema and answers.
 */
const [, , baseUrl = ''] = process.argv;
const SUCCESS = { status: 'success', data: {}, warnings: [] };
const PATH = '/v1/ats/candidates/:id/result-links';
// As the contract has it: an unknown key is an error, and nothing is turned into another type.
const customOptions = { strictTypes: false, removeAdditional: false, coerceTypes: false } as const;
const app = fastify({ ajv: { customOptions } });

if (baseUrl === '') {
  // Fastify's ajv knows no draft 2020-12; the schema uses nothing that is new in it.
  const { $schema: _, ...body } = jsonSchemaOf(BODY_CLASS);
  const answer = {
    type: 'object',
    properties: {
      status: { type: 'string' },
      data: { type: 'object' },
      warnings: { type: 'array', items: { type: 'string' } },
    },
  };
  app.post(PATH, { schema: { body, response: { 200: answer } } }, async () => SUCCESS);
} else {
  const options = { api_key: 'bench', integration_id: 'workday:bench', server_url: baseUrl };
  const { ats } = new Kombo(options);
  app.post<{ Params: { id: string } }>(PATH, async ({ params, body }) => {
    await ats.addCandidateResultLink({ candidate_id: params.id, body: body as never });
    return SUCCESS;
  });
}
tellParent(await app.listen({ port: 0, host: '127.0.0.1' }));
