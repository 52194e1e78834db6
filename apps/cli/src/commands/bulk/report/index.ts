import type { Command } from '../../../command.js';
import type { ReportOptions } from '../options.js';

/** `result-links bulk report` */
export const report: Command<ReportOptions> = {
  name: 'report',
  summary: 'what became of the rows, and the failed ones as a file to correct',
  description:
    'Prints what became of the rows of a run, and writes those that can be corrected (not ' +
    'valid, refused, not found, ambiguous) to a file of the same format, with the reason ' +
    'beside them. Correct it there and send it with the same flags: result-links bulk ' +
    '<file>. Rows whose fate is unknown are not in it, since sending them again can write a ' +
    'second link.\n\n' +
    'In a CSV, cells that a spreadsheet would run as a formula get an apostrophe in ' +
    'front; bulk takes it away again. Needs the input as it was.',
  args: [{ name: 'report', description: 'path of the report', isRequired: true, isFile: true }],
  options: [
    {
      flags: '--input <path>',
      description: 'the input, if it is not where it was, or came from stdin',
      isFile: true,
    },
    {
      flags: '--failed-rows <path>',
      description: 'where to write the failed rows (default: beside the report, …failed.csv)',
      isFile: true,
    },
    { flags: '--no-failed-rows', description: 'print the summary only' },
  ],
  examples: [
    'result-links bulk report results.csv.report.ndjson',
    'result-links bulk report results.csv.report.ndjson --failed-rows corrected.csv',
  ],
  load: async () => (await import('./handler.js')).handleReport,
};
