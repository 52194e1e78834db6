import { COMMANDS } from './commands/index.js';
import { parseCommandLine } from './program.js';
import { errorText } from './output/render-error.js';
import { createStyle } from './output/style.js';
import { caught } from './testing/caught.js';

const parse = (...argv: string[]) => parseCommandLine(argv, COMMANDS);
const reasonOf = async (...argv: string[]) => (await caught(() => parse(...argv))).details.reason;

describe('parseCommandLine', () => {
  it('finds command, flags and global flags, before and after its name', () => {
    expect(
      parse(
        '--json',
        'send',
        '--attribute',
        'A=1',
        '--attribute=B=2=3',
        '--timeout',
        '1.5',
        '--no-color',
      ),
    ).toMatchObject({
      kind: 'run',
      command: { name: 'send' },
      args: [],
      options: { attribute: ['A=1', 'B=2=3'], timeout: 1500 },
      globals: { json: true, color: false },
    });
  });

  it('finds arguments', () => {
    expect(parse('completion', 'bash')).toMatchObject({ args: ['bash'] });
    expect(parse('completion')).toMatchObject({ args: [undefined] });
  });

  it.each([['--help'], ['-h'], ['help'], ['send', '--help'], ['help', 'send']])(
    'shows help for %s',
    (...argv) => {
      expect(parse(...argv)).toMatchObject({ kind: 'show', what: 'help' });
    },
  );

  it('shows the help of a command in a group', () => {
    expect(parse('help', 'bulk', 'report')).toEqual(parse('bulk', 'report', '--help'));
    expect(parse('help', 'admin', 'keys', 'create')).toMatchObject({
      text: expect.stringContaining('Usage: result-links admin keys create'),
    });
  });

  it.each([
    [['help', 'nope'], 'nope'],
    [['nope', '--help'], 'nope'],
    [['nope', 'list', '-h'], 'nope'],
    [['deliveries', 'nope', '--help'], 'nope'],
    [['help', 'admin', 'keys', 'nope'], 'nope'],
    [['sned', '--help'], 'sned. Did you mean send?'],
  ])('asks %j for help in vain', async (argv, name) => {
    const error = await caught(() => parse(...argv));
    expect(error.message).toContain(`Unknown command: ${name}`);
  });

  it('has examples and the global flags in the help of every command', () => {
    const pathsOf = (entry: (typeof COMMANDS)[number]): string[][] =>
      'commands' in entry
        ? entry.commands.flatMap(pathsOf).map((path) => [entry.name, ...path])
        : [[entry.name]];
    const paths = COMMANDS.flatMap(pathsOf);
    expect(paths).toContainEqual(['deliveries', 'list']);
    expect(paths).toContainEqual(['admin', 'keys', 'create']);
    for (const path of paths) {
      const shown = parse(...path, '--help');
      const text = shown.kind === 'show' ? shown.text : '';
      expect(text).toMatch(/Examples:\n {2}\$ \S/);
      expect(text).toContain('--json');
      expect(text).not.toContain('--api-key');
    }
  });

  it('finds commands of a group, with all their words', () => {
    expect(parse('deliveries', 'retry', 'a', 'b', '--json')).toMatchObject({
      kind: 'run',
      command: { name: 'retry' },
      args: ['a', 'b'],
      globals: { json: true },
    });
    expect(parse('deliveries', 'watch')).toMatchObject({ args: [] });
    expect(parse('deliveries', 'list', '--state', 'failed', '--state=unknown')).toMatchObject({
      options: { state: ['failed', 'unknown'] },
    });
  });

  it.each([
    [[], undefined],
    [['--wait'], true],
    [['--wait', '20'], 20],
    [['--wait=0'], 0],
    [['--no-wait'], false],
  ])('reads %j as wait: %s', (flags, wait) => {
    const invocation = parse('send', ...flags);

    expect(invocation.kind === 'run' && invocation.options['wait']).toBe(wait);
  });

  it('shows the version', () => {
    expect(parse('--version')).toEqual({ kind: 'show', what: 'version', text: '0.0.0-source' });
  });

  it('suggests what may have been meant', async () => {
    expect((await caught(() => parse('sned'))).message).toContain('Did you mean send?');
    expect((await caught(() => parse('send', '--lable', 'x'))).message).toContain(
      'Did you mean --label?',
    );
  });

  it.each([
    [['frobnicate'], 'unknownCommand'],
    [['send', '--frobnicate'], 'unknownOption'],
    [['send', 'extra'], 'excessArguments'],
    [['send', '--label'], 'optionMissingArgument'],
    [['send', '--region', 'mars'], 'invalidArgument'],
    [['schema', 'Nonsense'], 'invalidArgument'],
    [['send', '--label', 'a', '--label', 'b'], 'flag_repeated'],
    [['send', '--candidate', 'a', '--candidate=b'], 'flag_repeated'],
    [['send', '--region', 'eu', '--region', 'us'], 'flag_repeated'],
    [['deliveries'], 'no_command'],
    [['deliveries', 'lst'], 'unknownCommand'],
    [['deliveries', 'show'], 'missingArgument'],
    [['deliveries', 'cancel'], 'missingArgument'],
    [['deliveries', 'list', '--state', 'broken'], 'invalidArgument'],
    [['deliveries', 'list', '--since', 'soon'], 'time_invalid'],
    [['deliveries', 'list', '--limit', '0'], 'number_invalid'],
    ...['0x10', '1e2', ' 5 ', '+5', '5.0', '5_0', '٥', ''].flatMap((number) =>
      [
        ['deliveries', 'list', '--limit', number],
        ['find', 'applications', '--limit', number],
        ['webhooks', 'attempts', 'e1', '--limit', number],
        ['send', `--wait=${number}`],
        ['sandbox', '--port', number],
        ['bulk', 'rows.csv', '--concurrency', number],
        ['admin', 'accounts', 'create', 'a', '--concurrency', number],
        ['send', '--timeout', number === '5.0' ? '5.0s' : number],
      ].map((words) => [words, 'number_invalid'] as [string[], string]),
    ),
    [['admin', 'accounts', 'create', 'a', '--concurrency', '1001'], 'number_invalid'],
    [['send', '--wait=301'], 'number_invalid'],
    [['send', '--wait=1.5'], 'number_invalid'],
    [['send', '--wait', '--wait=3'], 'flag_repeated'],
    [['send', '--idempotency-key', ' a'], 'idempotency_key_invalid'],
    [['send', '--idempotency-key', ''], 'idempotency_key_invalid'],
    [['send', '--timeout', '0'], 'number_invalid'],
    [['send', '--timeout', '-1'], 'number_invalid'],
    [['send', '--timeout', '1e9'], 'number_invalid'],
    [['send', '--timeout', 'soon'], 'number_invalid'],
    [['sandbox', '--port', '65536'], 'number_invalid'],
    [['sandbox', '--port', '1.5'], 'number_invalid'],
    [[], 'no_command'],
  ])('refuses %j as %s', async (argv, reason) => {
    expect(await reasonOf(...argv)).toBe(reason);
  });

  it.each([
    ['send', '--api-key', 'hunter2hunter2'],
    ['send', '--api-key=hunter2hunter2'],
    ['--api-key', 'hunter2hunter2', 'send'],
    ['send', '--kombo-api-key=hunter2hunter2'],
    ['check', '--token', 'hunter2hunter2'],
    ['check', '--apikey=hunter2hunter2'],
    ['check', '--secret=hunter2hunter2\nmore'],
  ])('never repeats a key that was typed: %s %s', async (...argv) => {
    const { exit, message, details } = await caught(() => parse(...argv));

    expect(exit).toBe('usage');
    expect(message + JSON.stringify(details)).not.toContain('hunter2');
  });

  it('explains why there is no flag for the key', async () => {
    const { message, details } = await caught(() => parse('send', '--api-key', 'x'));

    expect(details.reason).toBe('key_in_arguments');
    expect(message).toContain('command line');
    expect(details.hint).toContain('KOMBO_API_KEY');
  });
});

describe('help', () => {
  const helpOf = (...path: string[]) => {
    const shown = parse(...path, '--help');
    return shown.kind === 'show' ? shown.text : '';
  };

  it('fits into 80 columns, examples too', () => {
    const pathsOf = (entry: (typeof COMMANDS)[number]): string[][] => [
      [entry.name],
      ...('commands' in entry
        ? entry.commands.flatMap(pathsOf).map((path) => [entry.name, ...path])
        : []),
    ];
    for (const path of [[], ...COMMANDS.flatMap(pathsOf)]) {
      const wide = helpOf(...path)
        .split('\n')
        .filter((line) => line.length > 80);
      expect({ path, wide }).toEqual({ path, wide: [] });
    }
  });

  it('of a subcommand has its own flags only, and those of every command', () => {
    const text = helpOf('bulk', 'report');

    expect(text).toContain('--failed-rows');
    expect(text).toContain('--json');
    expect(text).not.toContain('--concurrency');
    expect(text).not.toContain('--api-key');
  });

  it('of send is in groups', () => {
    const headings = helpOf('send').match(/^\w[^\n]*:$/gm);

    expect(headings).toEqual(
      expect.arrayContaining(['Target:', 'Result link:', 'Connection:', 'Only through the API:']),
    );
  });

  it.each([
    [[], 'send'],
    [['deliveries'], 'list'],
    [['admin', 'keys'], 'revoke'],
  ])('is what %j shows, without an error', async (words, command) => {
    const error = await caught(() => parse(...words));

    expect(errorText(error, createStyle(false), false)).toMatch(/^Usage: /);
    expect(errorText(error, createStyle(false), false)).toContain(`\n  ${command}`);
  });
});

describe('what is wrong with a command line', () => {
  it.each([
    [['sned'], 'Unknown command: sned. Did you mean send?', 'result-links --help'],
    [
      ['deliveries', 'lst'],
      'Unknown command: lst. Did you mean list?',
      'result-links deliveries --help',
    ],
    [
      ['send', '--lable=x'],
      '--lable: unknown flag. Did you mean --label?',
      'result-links send --help',
    ],
    [['bulk', 'report', '--x'], '--x: unknown flag.', 'result-links bulk report --help'],
    [['bulk'], 'Missing argument: <file>.', 'result-links bulk --help'],
    [
      ['admin', 'keys', 'list'],
      'Missing argument: <account>.',
      'result-links admin keys list --help',
    ],
    [['send', '--label'], '--label: missing value.', 'result-links send --help'],
    [['send', 'a', 'b'], 'Too many arguments: expected 0, got 2.', 'result-links send --help'],
    [
      ['send', '--region', 'mars'],
      '--region: not one of the allowed values: eu, us.',
      'result-links send --help',
    ],
    [
      ['completion', 'csh'],
      'shell: not one of the allowed values: bash, zsh, fish.',
      'result-links completion --help',
    ],
  ])('is said in our words: %j', async (argv, message, see) => {
    const error = await caught(() => parse(...argv));

    expect(error.message).toBe(message);
    expect(error.details.hint).toBe(`See: ${see}`);
  });
});
