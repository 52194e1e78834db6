import type { Command } from '../../command.js';
import { describeExitCodes } from '../../exit-codes.js';
import { KOMBO_OPTIONS, timeoutOption } from '../../settings/connection-options.js';

/** What the flags of `send` become. */
export interface SendOptions {
  integration?: string;
  candidate?: string;
  application?: string;
  label?: string;
  url?: string;
  prefix?: string;
  attribute?: string[];
  remoteFields?: string;
  file?: string;
  dryRun?: boolean;
  region?: string;
  baseUrl?: string;
  apiUrl?: string;
  /** Milliseconds. */
  timeout?: number;
}

/** `result-links send` */
export const send: Command<SendOptions> = {
  name: 'send',
  summary: 'put a result link on a candidate or an application',
  description:
    "Puts a result link on a candidate or an application in the customer's ATS.\n\n" +
    'It goes directly to Kombo with the key in KOMBO_API_KEY, or through the ' +
    'result-links API with --api-url and the key in RESULT_LINKS_API_KEY. Nothing ' +
    'is sent before everything is valid, and nothing is ever repeated by itself.' +
    `\n\nExit codes:\n${describeExitCodes()}`,
  args: [],
  options: [
    {
      flags: '--integration <id>',
      description: 'integration, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28',
    },
    { flags: '--candidate <id>', description: 'Kombo id of the candidate' },
    {
      flags: '--application <id>',
      description: 'Kombo id of the application (Kombo recommends it)',
    },
    { flags: '--label <text>', description: 'text of the link' },
    { flags: '--url <url>', description: 'the link, http:// or https://' },
    {
      flags: '--prefix <text>',
      description: 'put before attribute names in the ATS (custom_field_name_prefix), e.g. Acme:',
    },
    {
      flags: '--attribute <name=value>',
      description: 'a value beside the link, e.g. Score=100%; may be repeated',
      isRepeatable: true,
    },
    { flags: '--remote-fields <json>', description: 'values for one ATS, as a JSON object' },
    {
      flags: '--file <path>',
      description:
        'a result link, or a whole request, as JSON; - reads stdin. Flags win over it; --attribute ' +
        'replaces all of its attributes',
      isFile: true,
    },
    { flags: '--dry-run', description: 'show the exact request and send nothing' },
    ...KOMBO_OPTIONS,
    {
      flags: '--api-url <url>',
      description:
        'send through the result-links API at this address (default: RESULT_LINKS_API_URL, profile)',
    },
    timeoutOption('longest time to wait for the answer (default: 300, through the API 310)'),
  ],
  examples: [
    'result-links send --integration workday:HWUTwvyx2wLoSUHphiWVrp28 --application 5uVwRtNmKjHgFdSaZxCvBnMq \\\n' +
      '    --label "Assessment result" --url https://assessments.example.com/results/42 \\\n' +
      '    --prefix Acme: --attribute Score=100% --attribute Percentile=97',
    'result-links send --file request.json --dry-run',
    'result-links send --file - --integration workday:sandbox-healthy --candidate candidate-1 \\\n' +
      '    --json < result-link.json',
    'result-links send --api-url https://links.example.com --file request.json',
  ],
  load: async () => (await import('./handler.js')).handleSend,
};
