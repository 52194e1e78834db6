import type { Line, LineOutcome, Outcome } from '../command.js';
import type { ExitName } from '../exit-codes.js';
import { errorData, errorText } from './render-error.js';
import type { SecretKeeper } from './secrets.js';
import { createStyle, type Style } from './style.js';

/** A stream to print to. */
export interface Sink {
  write(text: string): unknown;
  /** `false`: whoever read it has gone. */
  writable?: boolean;
  /** Width of the terminal, if it is one. */
  columns?: number;
}

/** How to print. */
export interface PrinterOptions {
  stdout: Sink;
  stderr: Sink;
  /** JSON on stdout, also for an error; stderr stays empty. */
  isJson: boolean;
  /** Somebody looks at stdout. */
  isTerminal: boolean;
  /** Somebody looks at stderr, and lines there can be rewritten. */
  hasStatusLine?: boolean;
  /** Colours on stdout and on stderr. */
  hasColor: { stdout: boolean; stderr: boolean };
  /** Show stacks. */
  isDebug: boolean;
  secrets: SecretKeeper;
}

/** The one place that prints. */
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
    const text = isJson ? toJson(outcome.data) : outcome.text(createStyle(hasColor.stdout));
    this.#line(stdout, text);
  }

  /** What a command says one after the other. @returns how it ends */
  async lines({ lines, isData }: LineOutcome): Promise<ExitName> {
    const { stdout, isJson, isTerminal } = this.#options;
    const isNdjson = isJson || (isData === true && !isTerminal);
    this.#isLineByLine = true;
    let next = await lines.next();
    for (; next.done !== true; next = await lines.next()) {
      this.#oneLine(next.value, isNdjson);
      if (stdout.writable === false) {
        await lines.return('ok');
        return 'ok';
      }
    }
    this.#eraseStatus();
    return next.value;
  }

  #oneLine(line: Line, isNdjson: boolean): void {
    const { stdout, stderr, isJson, hasColor } = this.#options;
    if ('error' in line) {
      this.error(line.error);
    } else if ('note' in line) {
      if (!isJson) this.#line(stderr, createStyle(hasColor.stderr).faint(line.note));
    } else if ('status' in line) {
      this.#status(line.status);
    } else if ('decoration' in line) {
      if (!isNdjson) this.#line(stdout, line.decoration(createStyle(hasColor.stdout)));
    } else {
      this.#line(
        stdout,
        isNdjson ? JSON.stringify(line.data) : line.text(createStyle(hasColor.stdout)),
      );
    }
  }

  /** Why a command failed. */
  error(error: unknown): void {
    const { stdout, stderr, isJson, hasColor, isDebug } = this.#options;
    if (isJson) {
      const data = errorData(error, isDebug);
      this.#line(stdout, this.#isLineByLine ? JSON.stringify(data) : toJson(data));
    } else {
      this.#line(stderr, errorText(error, createStyle(hasColor.stderr), isDebug));
    }
  }

  #status(text: (style: Style, columns: number) => string): void {
    const { stderr, isJson, hasStatusLine, hasColor, secrets } = this.#options;
    if (isJson || hasStatusLine !== true) return;
    this.#eraseStatus();
    const columns = stderr.columns ?? DEFAULT_COLUMNS;
    stderr.write(secrets.redact(text(createStyle(hasColor.stderr), columns)));
    this.#hasStatus = true;
  }

  #eraseStatus(): void {
    if (this.#hasStatus) this.#options.stderr.write(ERASED_LINE);
    this.#hasStatus = false;
  }

  #line(sink: Sink, text: string): void {
    this.#eraseStatus();
    sink.write(`${this.#options.secrets.redact(text)}\n`);
  }
}

/** Of a terminal that does not tell. */
const DEFAULT_COLUMNS = 80;

/** Back to the beginning of the line, and nothing on it. */
const ERASED_LINE = '\r\u{1b}[2K';

function toJson(data: unknown): string {
  return JSON.stringify(data, null, 2);
}
