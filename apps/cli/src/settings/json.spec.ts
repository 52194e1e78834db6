import { caught } from '../testing/caught.js';
import { parseJson } from './json.js';

describe('parseJson', () => {
  it('forgives a byte order mark', () => {
    expect(parseJson('\u{feff}{"a":1}', 'it')).toEqual({ a: 1 });
  });

  it('tells the place, not the text', async () => {
    const error = await caught(() => parseJson('{\n  "komboApiKey": "hunter2",\n}', 'the file x'));

    expect(error.message).toBe('The file x is not valid JSON: look at line 3, column 1.');
  });

  it.each(['', '  \n'])('tells that %j is empty', async (text) => {
    expect((await caught(() => parseJson(text, 'it'))).message).toBe(
      'It is not valid JSON: it is empty.',
    );
  });

  it('names the number whose digits would change', async () => {
    const error = await caught(() =>
      parseJson('{"a":[{"b":9007199254740993}]}', '--remote-fields'),
    );

    expect(error.message).toContain('--remote-fields has a number that changes (a[0].b): ');
    expect(error.message).not.toContain('9007199254740993');
  });

  it.each(['hunter2', '{"key": hunter2}', '{"key": "hunter2'])('never quotes %j', async (text) => {
    expect((await caught(() => parseJson(text, 'it'))).message).not.toContain('hunter2');
  });
});
