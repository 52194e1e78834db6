import { usageError } from '../../../errors.js';

/** Reads `--encoding`. @throws CliError for an unknown name */
export function parseEncoding(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw usageError('encoding_unknown', '--encoding: not the name of a text encoding.', {
      hint: 'For example windows-1252 (Excel on Windows), macintosh (Excel on a Mac), iso-8859-2, shift_jis.',
    });
  }
}
