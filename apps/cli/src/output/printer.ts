import type { Line, LineOutcome, Outcome } from '../command.js';
import type { ExitName } from '../exit-codes.js';
import { printableJson, printableStyled } from './printable.js';
import { errorData, errorText } from './render-error.js';
import type { SecretKeeper } from './secrets.js';
import { createStyle, type Style } from './style.js';

/** A stream to print to. */
export interface Sink {
  write(text: string): unknown;
  /** Code of the error after which it cannot be written: `EPIPE` (the reader has gone), `ENOSPC`. */
  failure?: string;
  /** Width of the terminal, if it is one. */
  columns?: number;
}

/** How to print. */
export interface PrinterOptions {
  stdout: Sink;
  stderr: Sink;
  /** JSON on stdout, also for an error; stderr stays empty. */
  isJson: boolean;
  /** Somebody looks at stderr, and lines there can be rewritten. */
  hasStatusLine?: boolean;
  /** Colours on stdout and on stderr. */
  hasColor: { stdout: boolean; stderr: boolean };
  /** Show stacks. */
  isDebug: boolean;
  secrets: SecretKeeper;
}

/** The one place that prints, and so the one where texts are made safe: see `printable.ts`. */
export class Printer {
  readonly #options: PrinterOptions;
  #isLineByLine = false;
  #hasStatus = false;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  /** What a command came to. */
  outcome(outcome: Outcome): void {
    const { stdout, isJson, hasColor } = this.#options;
    if (isJson) this.#json(outcome.data);
    else this.#text(stdout, outcome.text(createStyle(hasColor.stdout)));
  }

  /**
   * What a command says one after the other. When nobody reads any more, a command that only reads ends
   * early; any other one goes on, since its exit code says what it did.
   *
   * @returns how it ends
   */
  async lines({ lines, isReadOnly }: LineOutcome): Promise<ExitName> {
    this.#isLineByLine = true;
    const { stdout } = this.#options;
    let next = await lines.next();
    while (next.done !== true) {
      this.#oneLine(next.value);
      const isUnread = isReadOnly === true && stdout.failure !== undefined;
      next = isUnread ? await lines.return('ok') : await lines.next();
    }
    this.#eraseStatus();
    await new Promise(setImmediate); // The error of the last line comes a moment later.
    const isComplete = stdout.failure === undefined || stdout.failure === 'EPIPE';
    return isReadOnly === true && !isComplete && next.value === 'ok' ? 'later' : next.value;
  }

  #oneLine(line: Line): void {
    const { stdout, stderr, isJson, hasColor } = this.#options;
    if ('error' in line) {
      this.error(line.error);
    } else if ('note' in line) {
      if (!isJson) this.#text(stderr, createStyle(hasColor.stderr).faint(line.note));
    } else if ('status' in line) {
      this.#status(line.status);
    } else if ('decoration' in line) {
      if (!isJson) this.#text(stdout, line.decoration(createStyle(hasColor.stdout)));
    } else if (isJson) {
      this.#json(line.data);
    } else {
      this.#text(stdout, line.text(createStyle(hasColor.stdout)));
    }
  }

  /** Why a command failed. */
  error(error: unknown): void {
    const { stderr, isJson, hasColor, isDebug } = this.#options;
    if (isJson) this.#json(errorData(error, isDebug));
    else this.#text(stderr, errorText(error, createStyle(hasColor.stderr), isDebug));
  }

  #status(text: (style: Style, columns: number) => string): void {
    const { stderr, isJson, hasStatusLine, hasColor } = this.#options;
    if (isJson || hasStatusLine !== true) return;
    this.#eraseStatus();
    const columns = stderr.columns ?? DEFAULT_COLUMNS;
    this.#write(stderr, printableStyled(text(createStyle(hasColor.stderr), columns)));
    this.#hasStatus = true;
  }

  #eraseStatus(): void {
    if (this.#hasStatus) this.#options.stderr.write(ERASED_LINE);
    this.#hasStatus = false;
  }

  #json(data: unknown): void {
    this.#eraseStatus();
    const text = JSON.stringify(data, null, this.#isLineByLine ? 0 : 2);
    this.#write(this.#options.stdout, `${printableJson(text)}\n`);
  }

  #text(sink: Sink, text: string): void {
    this.#eraseStatus();
    this.#write(sink, `${printableStyled(text)}\n`);
  }

  #write(sink: Sink, text: string): void {
    sink.write(this.#options.secrets.redact(text));
  }
}

/** Of a terminal that does not tell. */
const DEFAULT_COLUMNS = 80;

/** Back to the beginning of the line, and nothing on it. */
const ERASED_LINE = '\r\u{1b}[2K';
