import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import type { Context } from '../../command.js';
import { usageError } from '../../errors.js';
import { parseJson } from '../../settings/json.js';

/** A request as far as a file has it; nothing in it is checked yet. */
export type RequestDraft = Record<string, unknown>;

/** Any of these on top means: a whole request, not just a result link. */
const REQUEST_KEYS = ['x_integration_id', 'candidate_id', 'application_id', 'request_body'];

/**
 * Reads `--file`: a result link (`label`, `url`, …) or a whole request of the contract. Nothing is
 * dropped: what belongs to neither is for validation to complain about.
 *
 * @throws CliError when it cannot be read or is no JSON object
 */
export async function readDraft(path: string, context: Context): Promise<RequestDraft> {
  const isStdin = path === '-';
  const text = isStdin ? await readStdin(context) : await readPath(path);
  const content = parseJson(text, isStdin ? 'the text on stdin' : `the file ${path}`);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw usageError('file_invalid', '--file must hold a JSON object: a result link or a request.');
  }
  const isRequest = REQUEST_KEYS.some((key) => Object.hasOwn(content, key));
  return isRequest ? { ...content } : { request_body: content };
}

async function readPath(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'it does not exist' : (code ?? 'unknown reason');
    throw usageError('file_unreadable', `The file ${path} cannot be read: ${why}.`);
  }
}

/** Gives up when the user does. */
function readStdin({ stdin, signal }: Context): Promise<string> {
  return readText(addAbortSignal(signal, stdin()));
}
