import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { check, inFolder } from '../../../testing/bulk-input.js';
import { caught } from '../../../testing/caught.js';
import { fakeContext } from '../../../testing/fake-context.js';
import { openInput } from './open-input.js';

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
    expect(details.hint).toContain('iconv -f WINDOWS-1252');
  });

  it('knows UTF-16', async () => {
    expect((await failure(Buffer.from(`\u{feff}${CSV}`, 'utf16le'))).message).toContain('UTF-16');
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
