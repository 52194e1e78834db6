import type { TargetPreference } from '@result-links/contracts';
import type { Command } from '../../command.js';
import { describeExitCodes } from '../../exit-codes.js';
import { usageError } from '../../errors.js';
import { optionGroup } from '../../option-group.js';
import { KOMBO_OPTIONS, timeoutOption } from '../../settings/connection-options.js';
import { numberParser } from '../../settings/number.js';
import type { SendOptions } from './options.js';

const TARGET_TYPES = ['candidate', 'application'];

/** As the contract has them. Written out: importing them would load its validation at every start. */
const PREFERENCES = [
  'newest-pending-application',
  'only-pending-application',
  'newest-application',
] as const satisfies readonly TargetPreference[];

/** As long as the API waits at most. */
const MAX_WAIT_SECONDS = 300;

/** `result-links send` */
export const send: Command<SendOptions> = {
  name: 'send',
  summary: 'put a result link on a candidate or an application',
  description:
    "Puts a result link on a candidate or an application in the customer's ATS.\n\n" +
    'It goes directly to Kombo with the key in KOMBO_API_KEY, or through the ' +
    'result-links API with --api-url and the key in RESULT_LINKS_API_KEY. Nothing ' +
    'is sent before everything is valid, and nothing is ever repeated by itself.\n\n' +
    'With --email, --remote-id, --job, --target-type or --prefer the target is looked up ' +
    'first, also for --dry-run; nothing is sent unless there is exactly one.' +
    `\n\nExit codes:\n${describeExitCodes()}`,
  args: [],
  options: [
    ...optionGroup('Target', [
      {
        flags: '--integration <id>',
        description: 'integration, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28',
      },
      {
        flags: '--application <id>',
        description: 'Kombo ID of the application (recommended by Kombo)',
      },
      { flags: '--candidate <id>', description: 'Kombo ID of the candidate' },
      {
        flags: '--email <address>',
        description: 'look up by the email address of the candidate',
      },
      { flags: '--remote-id <id>', description: 'look up by the ID in the ATS' },
      {
        flags: '--remote-id-of <what>',
        description: 'type of --remote-id (default: either, if only one has it)',
        choices: TARGET_TYPES,
      },
      { flags: '--job <id>', description: 'application to this job: its Kombo ID or ATS ID' },
      {
        flags: '--target-type <what>',
        description: 'what to write to (default: the application if there is only one)',
        choices: TARGET_TYPES,
      },
      {
        flags: '--prefer <rule>',
        description: 'which of several applications to take (default: none)',
        choices: PREFERENCES,
      },
    ]),
    ...optionGroup('Result link', [
      { flags: '--label <text>', description: 'text of the link' },
      { flags: '--url <url>', description: 'the link, http:// or https://' },
      {
        flags: '--attribute <name=value>',
        description: 'attribute, e.g. Score=100%; repeatable',
        isRepeatable: true,
      },
      {
        flags: '--prefix <text>',
        description: 'prefix of attribute names in the ATS (custom_field_name_prefix), e.g. Acme:',
      },
      { flags: '--remote-fields <json>', description: 'values for one ATS, as a JSON object' },
      {
        flags: '--file <path>',
        description:
          'result link, or whole request, as JSON; - reads stdin. Flags win over it; ' +
          '--attribute replaces all of its attributes',
        isFile: true,
      },
      { flags: '--dry-run', description: 'show the exact request and send nothing' },
    ]),
    ...optionGroup('Connection', [
      ...KOMBO_OPTIONS,
      {
        flags: '--api-url <url>',
        description:
          'send through the result-links API at this address (default: RESULT_LINKS_API_URL, profile)',
      },
      timeoutOption('longest time to wait for the response (default: 300; API: 310)'),
    ]),
    ...optionGroup('Only through the API', [
      {
        flags: '--wait [seconds]',
        description: `wait for the outcome, up to this many seconds (default: ${MAX_WAIT_SECONDS})`,
        parse: numberParser('--wait', { min: 0, max: MAX_WAIT_SECONDS, unit: 'seconds' }),
      },
      { flags: '--no-wait', description: 'return once the result link is saved' },
      {
        flags: '--idempotency-key <key>',
        description: 'name of this result link; the same key and content are never sent twice',
        parse: parseIdempotencyKey,
      },
    ]),
  ],
  examples: [
    'result-links send --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --application 5uVwRtNmKjHgFdSaZxCvBnMq \\\n' +
      '    --label "Assessment result" --url https://assessments.example.com/results/42 \\\n' +
      '    --prefix Acme: --attribute Score=100% --attribute Percentile=97',
    'result-links send --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --email ada@example.com --job R-4711 \\\n' +
      '    --label "Assessment result" --url https://assessments.example.com/results/42',
    'result-links send --file request.json --dry-run',
    'result-links send --file - --integration workday:sandbox-healthy --candidate candidate-1 \\\n' +
      '    --json < result-link.json',
    'result-links send --api-url https://links.example.com --file request.json --wait=20',
    'result-links send --api-url https://links.example.com --file request.json --no-wait \\\n' +
      '    --idempotency-key assessment-42',
  ],
  load: async () => (await import('./handler.js')).handleSend,
};

/** What the API takes and a header can carry. */
function parseIdempotencyKey(text: string): string {
  if (!/^(?! )[\x20-\x7e]{1,255}(?<! )$/.test(text)) {
    throw usageError(
      'idempotency_key_invalid',
      '--idempotency-key must be 1 to 255 printable ASCII characters without spaces around.',
    );
  }
  return text;
}
