import type { TargetPreference } from '@result-links/contracts';
import type { Command, CommandGroup } from '../../command.js';
import { optionGroup } from '../../option-group.js';
import { KOMBO_OPTIONS, timeoutOption } from '../../settings/connection-options.js';
import { numberParser } from '../../settings/number.js';
import { REPORT_SUFFIX, type BulkOptions } from './options.js';
import { parseEncoding } from './input/parse-encoding.js';
import { report } from './report/index.js';

/** Those of the contract, which is not loaded to show the help. */
const PREFERENCES = [
  'newest-pending-application',
  'only-pending-application',
  'newest-application',
] as const satisfies readonly TargetPreference[];

const send: Command<BulkOptions> = {
  name: 'bulk',
  summary: 'put many result links, from a CSV, Excel or NDJSON file',
  description:
    'Sends the rows of a CSV, an Excel workbook (.xlsx) or NDJSON, plain or gzip, or of stdin (-): first all ' +
    'rows are checked, then all are sent, each integration at the pace its ATS allows. ' +
    'What becomes of every row is kept in FILE.report.ndjson. The same command again ' +
    'goes on where it stopped and sends nothing twice.\n\n' +
    'Columns of a CSV, and fields of a line of NDJSON: x_integration_id; one of ' +
    'application_id, candidate_id, remote_id, email for the target (job, remote_id_of and ' +
    'target_type narrow it); label, url. A CSV also has custom_field_name_prefix, attr:<name> ' +
    'for each attribute, remote_fields; NDJSON has a request_body as in the contract.\n\n' +
    'Ends with the exit code of the gravest row: 0 all delivered, 2 rows that are not ' +
    'valid, 3 refused, 5 not sent yet, 6 a broken integration, 4 unknown.',
  args: [
    {
      name: 'file',
      description: 'path of the file, or - for stdin',
      isRequired: true,
      isFile: true,
    },
  ],
  options: [
    ...optionGroup('Input', [
      {
        flags: '--format <format>',
        description: 'default: by the name of the file, else by its first character',
        choices: ['csv', 'ndjson'],
      },
      {
        flags: '--delimiter <character>',
        description: 'comma, semicolon, tab, pipe or any character (default: detected)',
      },
      {
        flags: '--encoding <name>',
        description: 'text encoding of a file that is not Unicode, e.g. windows-1252',
        parse: parseEncoding,
      },
      { flags: '--sheet <name>', description: 'sheet of a workbook with several' },
      {
        flags: '--map <column=field>',
        description:
          'meaning of a column, e.g. "Result page=url", "Total=attr:Score", "Notes=-" (ignored); ' +
          'repeatable',
        isRepeatable: true,
      },
      { flags: '--ignore-columns', description: 'ignore unknown columns' },
    ]),
    ...optionGroup('Defaults of rows', [
      { flags: '--integration <id>', description: 'integration of rows that name none' },
      { flags: '--label <text>', description: 'text of links that have none' },
      { flags: '--prefix <text>', description: 'prefix of attributes that have none, e.g. Acme:' },
      {
        flags: '--prefer <rule>',
        description: 'which application, when a candidate has several',
        choices: PREFERENCES,
      },
    ]),
    ...optionGroup('Run', [
      { flags: '--check-only', description: 'check all rows, look up targets, send nothing' },
      { flags: '--skip-bad-rows', description: 'send the valid rows although others are invalid' },
      {
        flags: '--report <path>',
        description: `where to save the outcome of each row (default: FILE${REPORT_SUFFIX})`,
        isFile: true,
      },
      {
        flags: '--retry-unknown',
        description: 'resend rows with an unknown outcome; can create duplicates',
      },
      {
        flags: '--retry-failed',
        description: 'resend rows that were refused, not found or ambiguous',
      },
      {
        flags: '--concurrency <number>',
        description: 'most writes in flight per integration (default: what Kombo allows)',
        parse: numberParser('--concurrency', { min: 1, max: 1_000 }),
      },
      { flags: '--quiet', description: 'no progress and no summary, only what went wrong' },
    ]),
    ...optionGroup('Connection', [
      ...KOMBO_OPTIONS,
      {
        flags: '--api-url <url>',
        description:
          'send through the result-links API at this address (default: RESULT_LINKS_API_URL, profile)',
      },
      timeoutOption('longest time to wait for the response to one write (default: 300)'),
    ]),
  ],
  examples: [
    'result-links bulk results.csv --check-only',
    'result-links bulk results.csv --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --prefix Acme:',
    'result-links bulk export.csv.gz --map "Candidate e-mail=email" --map "Total=attr:Score" \\\n' +
      '    --prefer newest-pending-application',
    'zcat results.ndjson.gz | result-links bulk - --report results.report.ndjson',
    'result-links bulk report results.csv.report.ndjson',
  ],
  load: async () => (await import('./handler.js')).handleBulk,
};

/** `result-links bulk` */
export const bulk: CommandGroup = {
  name: 'bulk',
  summary: send.summary,
  description: send.description,
  itself: send,
  commands: [report],
};
