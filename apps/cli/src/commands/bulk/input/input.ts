import type { FileHandle } from 'node:fs/promises';

/** What the user says about the input. */
export interface InputOptions {
  /** Text encoding without a byte order mark, by its WHATWG label: `windows-1252`. */
  encoding?: string;
  /** Sheet of a workbook. */
  sheet?: string;
}

/** Rows as plain bytes that can be read from any place: a file, or a temporary copy of what came. */
export interface Input {
  /** As the user calls it: the path, or `stdin`. */
  name: string;
  /** Name of the sheet, if it is a workbook; the bytes are its rows then, see `SheetRow`. */
  sheet?: string;
  /** What to tell the user about it. */
  notice?: string;
  /** That of the original; the bytes here are always UTF-8. */
  encoding: string;
  handle: FileHandle;
  /** Bytes. */
  size: number;
  /** @throws CliError when the file is no longer what it was when it was opened */
  assertUnchanged(): Promise<void>;
  close(): Promise<void>;
}
