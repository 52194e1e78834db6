import type { Line, LineOutcome, Outcome } from '../command.js';
import type { ExitName } from '../exit-codes.js';
import { errorData, errorText } from './render-error.js';
import type { SecretKeeper } from './secrets.js';
import { createStyle } from './style.js';

/** A stream to print to. */
export interface Sink {
  write(text: string): unknown;
  /** `false`: whoever read it has gone. */
  writable?: boolean;
}

/** How to print. */
export interface PrinterOptions {
  stdout: Sink;
  stderr: Sink;
  /** JSON on stdout, also for an error; stderr stays empty. */
  isJson: boolean;
  /** Somebody looks at stdout. */
  isTerminal: boolean;
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
    return next.value;
  }

  #oneLine(line: Line, isNdjson: boolean): void {
    const { stdout, stderr, isJson, hasColor } = this.#options;
    if ('error' in line) {
      this.error(line.error);
    } else if ('note' in line) {
      if (!isJson) this.#line(stderr, createStyle(hasColor.stderr).faint(line.note));
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

  #line(sink: Sink, text: string): void {
    sink.write(`${this.#options.secrets.redact(text)}\n`);
  }
}

function toJson(data: unknown): string {
  return JSON.stringify(data, null, 2);
}
