import { open } from 'node:fs/promises';
import type { Handler } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { EXIT_CODES } from '../../../exit-codes.js';
import { printable } from '../../../output/printable.js';
import { shortTime } from '../../../output/time.js';
import { readJournal, type JournalContent } from '../journal/read-journal.js';
import { FAILED_STATES, type RowLine } from '../journal/journal-line.js';
import { count } from '../progress/rate.js';
import { exitOfSummary, summarise, summaryData, summaryText } from '../summary.js';
import type { ReportOptions } from '../options.js';

/** Prints what a report says, and writes the rows that can be corrected. */
export const handleReport: Handler<ReportOptions> = async (
  { args: [path = ''], options },
  context,
) => {
  const failed = new Map<number, RowLine>();
  const content = await readReport(path, (line) => {
    if (line.state === 'invalid' || FAILED_STATES.has(line.state)) failed.set(line.row, line);
    else failed.delete(line.row);
  });
  const { header, states, integrations, lost } = content;
  for (const row of lost.keys()) states.set(row, 'unknown');
  const summary = summarise(header.rows, states, integrations.values());
  const exit = exitOfSummary(summary);
  let written: string | undefined;
  if (failed.size > 0 && options.failedRows !== false) {
    const { writeFailedRows } = await import('../failed-rows/write-failed-rows.js');
    written = await writeFailedRows(path, header, failed, options, context);
  }
  return {
    data: {
      ...(summaryData(summary, path, EXIT_CODES[exit].code) as object),
      input: header.input,
      failed_rows: written ?? null,
    },
    text: (style) =>
      [
        `${printable(header.input.name)}, started ${shortTime(header.started_at)}`,
        summaryText(summary, style),
        ...(written === undefined
          ? []
          : [
              `${count(failed.size)} failed rows are in ${written}: correct them and run bulk with it.`,
            ]),
      ].join('\n'),
    exit,
  };
};

async function readReport(path: string, onRow: (line: RowLine) => void): Promise<JournalContent> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'it does not exist' : (error.code ?? 'unknown reason');
    throw usageError('file_unreadable', `The report ${path} cannot be read: ${why}.`);
  });
  try {
    const content = await readJournal(file, path, onRow);
    if (content === undefined) throw usageError('report_invalid', `The report ${path} is empty.`);
    return content;
  } finally {
    await file.close();
  }
}
