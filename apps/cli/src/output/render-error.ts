import { CliError } from '../errors.js';
import { EXIT_CODES, type ExitName } from '../exit-codes.js';
import { describeChoice } from './choice.js';
import { printable, printableLines } from './printable.js';
import type { Style } from './style.js';

/** Where bugs are to be told; without a public tracker that is whoever runs the project. */
const BUG_REPORT =
  'This is a bug in result-links. Please report it to its maintainers, with the command line ' +
  '(without personal data) and the output of the same command with --debug.';

/** Exit status of an error. */
export function exitOf(error: unknown): ExitName {
  return error instanceof CliError ? error.exit : 'bug';
}

/** An error for people. @param withStack also show where it came from */
export function errorText(error: unknown, style: Style, withStack: boolean): string {
  const lines =
    error instanceof CliError
      ? cliErrorLines(error, style)
      : [`${style.bad('Unexpected error:')} ${printable(messageOf(error))}`, BUG_REPORT];
  if (withStack) {
    lines.push('', printableLines(stackOf(error)));
  }
  return lines.join('\n');
}

/** An error as the JSON document of `--json`: Kombo's envelope, with our additions. */
export function errorData(error: unknown, withStack: boolean): unknown {
  const details = error instanceof CliError ? error.details : { reason: 'bug', hint: BUG_REPORT };
  const { reason, hint, fields, choices, outcome, kombo, delivery } =
    details as CliError['details'];
  return {
    status: 'error',
    error: {
      code: kombo?.code ?? null,
      title: kombo?.title ?? null,
      message: messageOf(error),
      log_url: kombo?.logUrl ?? null,
      reason,
      ...(hint === undefined ? {} : { hint }),
      ...(fields === undefined ? {} : { fields }),
      ...(choices === undefined ? {} : { choices }),
    },
    ...(outcome === undefined ? {} : { outcome }),
    ...(delivery === undefined ? {} : { delivery }),
    exit_code: EXIT_CODES[exitOf(error)].code,
    ...(withStack ? { stack: stackOf(error) } : {}),
  };
}

function cliErrorLines({ message, details }: CliError, style: Style): string[] {
  if (details.isHelp === true) return [printableLines(details.hint ?? '')];
  const { hint, fields, choices, kombo, delivery } = details;
  const lines = [`${style.bad('Error:')} ${printable(message)}`];
  for (const { path, flag, message: rule } of fields ?? []) {
    const place = flag === undefined ? path || 'request' : `${path} (${flag})`;
    lines.push(`  ${style.strong(printable(place))}: ${printable(rule)}`);
  }
  lines.push(...(choices ?? []).map((choice) => `  ${printable(describeChoice(choice))}`));
  if (kombo?.code) {
    lines.push(`  Code:     ${printable(kombo.code)}`);
  }
  if (kombo?.logUrl) {
    lines.push(`  Log:      ${printable(kombo.logUrl)}`);
  }
  if (delivery) {
    const facts = [delivery.state, delivery.replayed && 'replayed'].filter(Boolean).join(', ');
    lines.push(`  Delivery: ${printable(delivery.id + (facts === '' ? '' : ` (${facts})`))}`);
  }
  if (hint !== undefined) {
    lines.push(printableLines(hint));
  }
  return lines;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Stacks only: what else hangs on an error (a request, its headers) is not for printing. */
function stackOf(error: unknown): string {
  const stacks: string[] = [];
  for (let at = error; at instanceof Error && stacks.length < 5; at = at.cause) {
    stacks.push(at.stack ?? messageOf(at));
  }
  return stacks.join('\nCaused by: ') || messageOf(error);
}
