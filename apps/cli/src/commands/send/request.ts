import {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  validateDeliverable,
  type Deliverable,
  type FieldError,
} from '@result-links/contracts';
import { CliError, usageError, type BrokenField } from '../../errors.js';
import { parseJson } from '../../settings/json.js';
import type { SendOptions } from './options.js';
import type { RequestDraft } from './input-file.js';

/** A valid request and what it is for. */
export type ResultLinkRequest =
  | { target: 'candidate'; request: Deliverable<PostAtsCandidatesCandidateIDResultLinksRequest> }
  | {
      target: 'application';
      request: Deliverable<PostAtsApplicationsApplicationIDResultLinksRequest>;
    };

/** The flag that sets a field, to be named beside its path. */
const FLAG_BY_PATH: Readonly<Record<string, string>> = {
  x_integration_id: '--integration',
  candidate_id: '--candidate',
  application_id: '--application',
  'request_body.label': '--label',
  'request_body.url': '--url',
  'request_body.details.custom_field_name_prefix': '--prefix',
  'request_body.remote_fields': '--remote-fields',
};

/**
 * Puts flags over a draft (from `--file`) and validates the whole.
 *
 * @param brokenBefore what is known to be wrong already, to be said together with the rest
 * @throws CliError with every broken rule at once
 */
export function buildRequest(
  options: SendOptions,
  draft: RequestDraft,
  brokenBefore: readonly BrokenField[] = [],
): ResultLinkRequest {
  const broken = [...brokenBefore];
  const input = applyFlags(options, draft, broken);
  const targets = (['candidate', 'application'] as const).filter(
    (target) => input[`${target}_id`] !== undefined,
  );
  const [target = 'candidate'] = targets;
  if (targets.length !== 1) {
    broken.unshift({
      path: 'candidate_id',
      flag: '--candidate or --application',
      code: 'exactlyOne',
      message: `exactly one of them is needed, ${targets.length === 0 ? 'none is given' : 'both are given'}`,
    });
    // Already said; validation must neither miss the one nor stumble over the other.
    input.candidate_id = 'any';
    delete input.application_id;
  }
  const result =
    target === 'candidate' || targets.length !== 1
      ? validateDeliverable(PostAtsCandidatesCandidateIDResultLinksRequest, input)
      : validateDeliverable(PostAtsApplicationsApplicationIDResultLinksRequest, input);
  const errors = [...broken, ...(result.ok ? [] : result.errors.map(nameFlag))];
  if (!result.ok || errors.length > 0) {
    throw invalidInput(errors);
  }
  return { target, request: result.value } as ResultLinkRequest;
}

/** The draft with every flag that was given. A field that no flag touches stays as it is, whatever it is. */
function applyFlags(
  options: SendOptions,
  draft: RequestDraft,
  broken: BrokenField[],
): RequestDraft {
  const { integration, candidate, application } = options;
  const input: RequestDraft = { ...draft };
  if (integration !== undefined) input.x_integration_id = integration;
  if (candidate !== undefined || application !== undefined) {
    input.candidate_id = candidate;
    input.application_id = application;
  }
  for (const key of ['candidate_id', 'application_id']) {
    if (input[key] === undefined) delete input[key];
  }
  const body = applyBodyFlags(options, input.request_body, broken);
  if (body !== undefined) input.request_body = body;
  return input;
}

function applyBodyFlags(options: SendOptions, draft: unknown, broken: BrokenField[]): unknown {
  const { label, url, prefix, attribute, remoteFields } = options;
  const hasFlags = [label, url, prefix, attribute, remoteFields].some((flag) => flag !== undefined);
  if (!hasFlags || (draft !== undefined && !isObject(draft))) {
    return draft;
  }
  const body: Record<string, unknown> = { ...draft };
  if (label !== undefined) body.label = label;
  if (url !== undefined) body.url = url;
  const { details = {} } = body;
  if ((prefix !== undefined || attribute !== undefined) && isObject(details)) {
    const attributes = attribute?.map((text, index) => parseAttribute(text, index, broken));
    body.details = {
      ...details,
      ...(prefix === undefined ? {} : { custom_field_name_prefix: prefix }),
      attributes: attributes ?? details.attributes ?? [],
    };
  }
  if (remoteFields !== undefined) {
    body.remote_fields = parseRemoteFields(remoteFields, broken);
  }
  return body;
}

/** `Score=100%`. Only the first `=` separates; the value may hold more of them, or be empty. */
function parseAttribute(text: string, index: number, broken: BrokenField[]) {
  const separator = text.indexOf('=');
  if (separator === -1) {
    broken.push({
      path: `request_body.details.attributes[${index}]`,
      flag: `--attribute, number ${index + 1}`,
      code: 'attributeFormat',
      message: 'must be name=value, e.g. Score=100%',
    });
    return { key: 'any', value: '' };
  }
  return { key: text.slice(0, separator), value: text.slice(separator + 1) };
}

function parseRemoteFields(text: string, broken: BrokenField[]): unknown {
  try {
    return parseJson(text, 'it');
  } catch (error) {
    const message = error instanceof CliError ? error.message : String(error);
    broken.push({
      path: 'request_body.remote_fields',
      flag: '--remote-fields',
      code: 'json',
      message,
    });
    return {};
  }
}

/** Adds which flag sets the field. */
function nameFlag(error: FieldError): BrokenField {
  const attribute = /^request_body\.details\.attributes\[(\d+)\]/.exec(error.path);
  const flag = attribute
    ? `--attribute, number ${Number(attribute[1]) + 1}`
    : FLAG_BY_PATH[error.path];
  return flag === undefined ? error : { ...error, flag };
}

function invalidInput(fields: BrokenField[]): CliError {
  const what = fields.length === 1 ? 'One field is' : `${fields.length} fields are`;
  return usageError('invalid_input', `${what} not valid; nothing was sent.`, { fields });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
