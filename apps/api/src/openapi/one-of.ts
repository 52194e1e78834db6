import { getSchemaPath } from '#swagger';

/** The schema of a line that is one of several DTOs. */
export const oneOf = (...models: (new () => object)[]) => ({
  oneOf: models.map((model) => ({ $ref: getSchemaPath(model) })),
});
