import type { Outcome } from '../command.js';
import { errorData, errorText } from './render-error.js';
import type { SecretKeeper } from './secrets.js';
import { createStyle } from './style.js';

/** A stream to print to. */
export interface Sink {
  write(text: string): unknown;
}

/** How to print. */
export interface PrinterOptions {
  stdout: Sink;
  stderr: Sink;
  /** One JSON document on stdout, also for an error; stderr stays empty. */
  isJson: boolean;
  /** Colours on stdout and on stderr. */
  hasColor: { stdout: boolean; stderr: boolean };
  /** Show stacks. */
  isDebug: boolean;
  secrets: SecretKeeper;
}

/** The one place that prints. */
export class Printer {
  readonly #options: PrinterOptions;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  /** What a command came to. */
  outcome(outcome: Outcome): void {
    const { stdout, isJson, hasColor } = this.#options;
    const text = isJson ? toJson(outcome.data) : outcome.text(createStyle(hasColor.stdout));
    this.#line(stdout, text);
  }

  /** Why a command failed. */
  error(error: unknown): void {
    const { stdout, stderr, isJson, hasColor, isDebug } = this.#options;
    if (isJson) {
      this.#line(stdout, toJson(errorData(error, isDebug)));
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
