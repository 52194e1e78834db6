import type { OpenAPIObject } from '@nestjs/swagger';
import { EXAMPLES, EXAMPLES_OF_OPERATIONS } from './examples/index.js';
import { operationsOf } from './operations.js';

interface MediaType {
  schema?: { $ref?: string; oneOf?: { $ref: string }[] };
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
type Content = Record<string, MediaType> | undefined;

/** Gives every request, good response, and event an example. */
export function addExamples(document: OpenAPIObject): void {
  const events = Object.values(document.webhooks ?? {}).map((item) =>
    'post' in item ? item.post : undefined,
  );
  for (const operation of [...operationsOf(document), ...events]) {
    if (operation === undefined) continue;
    const { operationId = '', requestBody, responses } = operation;
    const own = EXAMPLES_OF_OPERATIONS[operationId];
    add((requestBody as { content?: Content } | undefined)?.content, own?.request);
    for (const [status, response] of Object.entries(responses)) {
      add(
        (response as { content?: Content }).content,
        status.startsWith('2') ? own?.response : undefined,
      );
    }
  }
}

function add(content: Content, own: unknown): void {
  for (const media of Object.values(content ?? {})) {
    const { $ref, oneOf } = media.schema ?? {};
    if (media.examples !== undefined || media.example !== undefined) continue;
    if (oneOf) {
      media.examples = Object.fromEntries(
        oneOf.map((each) => [nameOf(each.$ref), { value: EXAMPLES[nameOf(each.$ref)] }]),
      );
    } else {
      media.example = own ?? ($ref && EXAMPLES[nameOf($ref)]);
    }
  }
}

const nameOf = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1);
