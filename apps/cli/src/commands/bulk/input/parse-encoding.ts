import { usageError } from '../../../errors.js';

/** Reads `--encoding`. @throws CliError for an unknown name */
export function parseEncoding(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    if (/^utf-?32/i.test(text)) {
      throw usageError('encoding_unknown', '--encoding: UTF-32 is not read.', {
        hint: 'Save the file as UTF-8 (in Excel: "CSV UTF-8").',
      });
    }
    throw usageError('encoding_unknown', '--encoding: not the name of a text encoding.', {
      hint: 'For example windows-1252 (Excel on Windows), macintosh (Excel on a Mac), iso-8859-2, shift_jis.',
    });
  }
}
