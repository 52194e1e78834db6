import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { check, inFolder } from '../../../testing/bulk-input.js';
import { caught } from '../../../testing/caught.js';
import { fakeContext } from '../../../testing/fake-context.js';
import { openInput } from './open-input.js';
import { parseEncoding } from './parse-encoding.js';

const CSV =
  'x_integration_id,candidate_id,label,url\nworkday:a,c1,Résultat,https://example.com/1\n';

const failure = (content: string | Buffer) => caught(() => check(content));

describe('the input', () => {
  it('may be gzip, whatever its name, and is then the same input', async () => {
    const plain = await check(CSV);
    const packed = await check(gzipSync(CSV));

    expect(packed.ready).toBe(1);
    expect(packed.sha256).toBe(plain.sha256);
  });

  it('is refused when gzip is cut off', async () => {
    const packed = gzipSync(CSV.repeat(100));

    expect((await failure(packed.subarray(0, packed.length - 20))).details.reason).toBe(
      'gzip_cut_off',
    );
    expect(
      (await failure(Buffer.concat([packed.subarray(0, 10), Buffer.alloc(50, 7)]))).details.reason,
    ).toBe('gzip_invalid');
  });

  it('names the line that is not UTF-8', async () => {
    const latin1 = Buffer.from(`${CSV}workday:a,c2,Résultat,https://example.com/2\n`, 'latin1');
    const good = Buffer.from(CSV);
    const { message, details } = await failure(
      Buffer.concat([good, latin1.subarray(latin1.indexOf('workday:a,c2'))]),
    );

    expect(message).toContain('line 3 (byte 0xE9 at position 15)');
    expect(details.hint).toContain('--encoding windows-1252');
  });

  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const utf32 = (text: string) => {
    const bytes = Buffer.alloc(4 * text.length);
    [...text].forEach((character, index) =>
      bytes.writeUInt32LE(character.codePointAt(0) ?? 0, 4 * index),
    );
    return bytes;
  };

  it.each([
    ['UTF-16, little-endian', utf16(`\u{feff}${CSV}`)],
    ['UTF-16, big-endian', utf16(`\u{feff}${CSV}`).swap16()],
    ['UTF-16 without a byte order mark', utf16(CSV)],
    ['gzip of UTF-16', gzipSync(utf16(`\u{feff}${CSV}`))],
    [
      "Excel's Unicode Text",
      utf16(`\u{feff}${CSV.replaceAll(',', '\t').replaceAll('\n', '\r\n')}`),
    ],
  ])('may be %s', async (_what, content) => {
    const { requests, problems } = await check(content);

    expect(problems).toEqual([]);
    expect(requests).toMatchObject([{ line: 2, body: { label: 'Résultat' } }]);
  });

  it('is decoded from the encoding that the user names, unless it has a byte order mark', async () => {
    const input = { encoding: 'windows-1252' };
    const labelOf = async (content: Buffer) =>
      (await check(content, { input })).requests[0]?.body.label;

    expect(await labelOf(Buffer.from(CSV, 'latin1'))).toBe('Résultat');
    expect(await labelOf(Buffer.from(`\u{feff}${CSV}`))).toBe('Résultat');
  });

  it('may be UTF-16 without a byte order mark and with any header, when the user says so', async () => {
    const content = utf16(CSV.replace('label', 'Имя').replace(/^/, 'Ид,').replace('\nw', '\n,w'));
    const map = ['Имя=label', 'Ид=-'];
    const input = { encoding: 'utf-16le' };

    expect((await check(content, { input, map })).requests).toMatchObject([
      { body: { label: 'Résultat' } },
    ]);
  });

  it('is not read as UTF-32, also when the user says so', async () => {
    expect((await caught(async () => parseEncoding('UTF-32LE'))).message).toContain('UTF-32');
  });

  it('is refused when it is cut off within UTF-16', async () => {
    const { details } = await failure(utf16(`\u{feff}${CSV}`).subarray(0, -1));

    expect(details.reason).toBe('encoding_invalid');
  });

  it.each([
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'a PDF'],
    ['an .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '.xls'],
    [
      'an .ods',
      Buffer.from('PK\u{3}\u{4}mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      '.ods',
    ],
    ['a Numbers document', Buffer.from('PK\u{3}\u{4}Index/Document.iwa'), 'Numbers'],
    ['another archive', Buffer.from('PK\u{3}\u{4}results.csv'), 'a ZIP archive'],
    ['HTML that is called .xls', Buffer.from('<html><table><tr>'), 'HTML'],
    ['UTF-32, little-endian', utf32(`\u{feff}${CSV}`), 'UTF-32'],
    ['UTF-32, big-endian', utf32(`\u{feff}${CSV}`).swap32(), 'UTF-32'],
    ['UTF-32 without a byte order mark', utf32(CSV), 'UTF-32'],
    ['UTF-32, big-endian, without a mark', utf32(CSV).swap32(), 'UTF-32'],
    ['UTF-16 without a mark and with a foreign header', utf16(`Имя,${CSV}`), 'UTF-16 without'],
    ['the same, big-endian', utf16(`Имя,${CSV}`).swap16(), 'UTF-16 without'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'not a text file'],
  ])('is refused by name when it is %s', async (_what, content, name) => {
    const { message, details } = await failure(content);

    expect(details.reason).toBe('input_not_rows');
    expect(message).toContain(name);
    expect(details.hint).toMatch(/^Nothing was sent\. \S/);
  });

  it('does not mind characters that lie across its pieces', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const label = `${'x'.repeat(shift)}${'𝄞'.repeat(10_000)}`.slice(0, 4_000);
      const rows = Array.from(
        { length: 20 },
        (_, n) => `workday:a,c${n},${label},https://example.com/1`,
      );

      expect(
        (await check(`x_integration_id,candidate_id,label,url\n${rows.join('\n')}`)).problems,
      ).toEqual([]);
    }
  });

  it('is refused when it is cut off within a character', async () => {
    const bytes = Buffer.from(`${CSV}workday:a,c2,é`);

    expect((await failure(bytes.subarray(0, bytes.length - 1))).details.reason).toBe(
      'encoding_invalid',
    );
  });

  it('may come from stdin, and is a copy then that can be read twice', async () => {
    const input = await openInput(
      '-',
      fakeContext({ stdin: () => Readable.from([gzipSync(CSV)]) }),
    );
    const { buffer } = await input.handle.read(Buffer.alloc(100), 0, 100, 0);

    expect(input.size).toBe(Buffer.byteLength(CSV));
    expect(buffer.toString('utf8')).toContain('Résultat');
    await input.close();
  });

  it('tells when the file is changed meanwhile', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'rows.csv');
      await writeFile(path, CSV);
      const input = await openInput(path, fakeContext());
      await writeFile(path, `${CSV}more`);

      expect((await caught(() => input.assertUnchanged())).details.reason).toBe('input_changed');
      await input.close();
    }));

  it('is refused when it is a folder, or not there', () =>
    inFolder(async (folder) => {
      await mkdir(join(folder, 'rows.csv'));
      for (const name of ['rows.csv', 'absent.csv']) {
        const error = await caught(() => openInput(join(folder, name), fakeContext()));
        expect(error.details.reason).toBe('file_unreadable');
      }
    }));
});
