import { CliError } from '../errors.js';
import { printable, printableJson, printableLines, printableStyled } from './printable.js';
import { errorData, errorText } from './render-error.js';
import { SecretKeeper } from './secrets.js';
import { createStyle, wantsColor } from './style.js';

const plain = createStyle(false);

describe('SecretKeeper', () => {
  it('masks a secret everywhere, also inside JSON', () => {
    const secrets = new SecretKeeper();
    secrets.add('se"cret-key');

    expect(secrets.redact('key=se"cret-key; se"cret-key')).toBe('key=****; ****');
    expect(secrets.redact(JSON.stringify({ key: 'se"cret-key' }))).toBe('{"key":"****"}');
  });

  it('leaves text alone that a short key would garble', () => {
    const secrets = new SecretKeeper();
    secrets.add('a');

    expect(secrets.redact('a banana')).toBe('a banana');
  });
});

describe('printable', () => {
  it('takes the teeth out of escape sequences', () => {
    expect(printable('\u{1b}[2J\u{1b}[31mDelivered\r\n\u{9b}1A\u{202e}txt')).toBe(
      '\u{fffd}[2J\u{fffd}[31mDelivered \u{fffd}1A\u{fffd}txt',
    );
  });

  it('keeps words, and lines where they are wanted', () => {
    expect(printable('Zoë\t100 %\n日本')).toBe('Zoë 100 % 日本');
    expect(printableLines('Zoë\t100 %\n日本')).toBe('Zoë\t100 %\n日本');
  });

  // A test for each of the ranges, and for what must stay.
  it.each([
    ...[
      '\u{61c}',
      '\u{ad}',
      '\u{200b}',
      '\u{200c}',
      '\u{200d}',
      '\u{200e}',
      '\u{200f}',
      '\u{202a}',
    ],
    ...[
      '\u{202e}',
      '\u{2060}',
      '\u{2064}',
      '\u{2066}',
      '\u{2069}',
      '\u{feff}',
      '\u{180e}',
      '\u{3164}',
    ],
    ...['\u{fff9}', '\u{e0041}', '\u{e01ef}', '\u{2028}', '\u{85}'],
  ])('shows marks of direction and characters without width: %j', (mark) => {
    const json = JSON.stringify({ label: `a${mark}b` });

    expect(printable(`a${mark}b`)).toMatch(/^a[\u{fffd} ]b$/u);
    expect(printableLines(`a${mark}b`)).toBe('a\u{fffd}b');
    expect(printableStyled(`a${mark}b`)).toBe('a\u{fffd}b');
    expect(printableJson(json)).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(printableJson(json))).toEqual(JSON.parse(json));
  });

  it.each(['Ada ❤️', 'é e\u{301}', 'Ngũgĩ', '日本', 'سلام', '𝄞', '100\u{a0}%'])(
    'leaves ordinary text alone: %s',
    (text) => expect(printable(text)).toBe(text),
  );

  it('keeps our own emphasis, and no other escape sequence', () => {
    const text = `${createStyle(true).bad('Error:')} \u{1b}[8mhidden\u{1b}]0;title\u{7}`;

    expect(printableStyled(text)).toBe(
      '\u{1b}[31mError:\u{1b}[39m \u{fffd}[8mhidden\u{fffd}]0;title\u{fffd}',
    );
  });

  it('keeps the values of a JSON document', () => {
    const value = { a: 'x\u{9b}\u{202e}\u{2028}\u{7f}\u{1b}' };
    const json = printableJson(JSON.stringify(value));

    expect(json).toBe('{"a":"x\\u009b\\u202e\\u2028\\u007f\\u001b"}');
    expect(JSON.parse(json)).toEqual(value);
  });
});

describe('wantsColor', () => {
  it.each([
    [true, {}, undefined, true],
    [true, { NO_COLOR: '' }, true, true],
    [true, { NO_COLOR: '1' }, true, false],
    [true, { TERM: 'dumb' }, true, false],
    [true, {}, false, false],
    [undefined, {}, true, false],
  ])('terminal %s, environment %j, flag %s: %s', (isTTY, env, flag, expected) => {
    expect(wantsColor({ isTTY }, env, flag)).toBe(expected);
  });
});

describe('errors', () => {
  const error = new CliError('broken', 'It is \u{1b}[31mswitched off.', {
    reason: 'integration_broken',
    hint: 'Enable it.',
    outcome: 'integration_broken',
    kombo: { code: 'INTEGRATION.INACTIVE', title: 'Inactive', logUrl: 'https://log' },
    delivery: { id: 'd1', state: 'parked' },
  });

  it('for people: message, facts, what to do, no stack', () => {
    expect(errorText(error, plain, false).split('\n')).toEqual([
      'Error: It is \u{fffd}[31mswitched off.',
      '  Code:     INTEGRATION.INACTIVE',
      '  Log:      https://log',
      '  Delivery: d1 (parked)',
      'Enable it.',
    ]);
  });

  it('for programs: the envelope of Kombo with our additions', () => {
    expect(errorData(error, false)).toEqual({
      status: 'error',
      error: {
        code: 'INTEGRATION.INACTIVE',
        title: 'Inactive',
        message: error.message,
        log_url: 'https://log',
        reason: 'integration_broken',
        hint: 'Enable it.',
      },
      outcome: 'integration_broken',
      delivery: { id: 'd1', state: 'parked' },
      exit_code: 6,
    });
  });

  it('with a stack, and those of the causes, only when asked', () => {
    const bug = new Error('broken', { cause: new TypeError('deeper') });

    expect(errorText(bug, plain, false)).not.toContain('    at ');
    expect(errorText(bug, plain, false)).toContain('report it');
    expect(errorText(bug, plain, true)).toMatch(
      /Error: broken\n\s+at [^]*Caused by: TypeError: deeper/,
    );
    expect(errorData(bug, false)).toMatchObject({ exit_code: 1, error: { reason: 'bug' } });
    expect(errorData(bug, true)).toHaveProperty('stack', expect.stringContaining('deeper'));
  });
});
