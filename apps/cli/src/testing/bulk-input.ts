import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkRows,
  type CheckedInput,
  type Finding,
  type ReadingOptions,
} from '../commands/bulk/check/check-rows.js';
import type { InputOptions } from '../commands/bulk/input/input.js';
import { openInput } from '../commands/bulk/input/open-input.js';
import { parseColumnMap } from '../commands/bulk/rows/columns.js';
import type { RowRequest } from '../commands/bulk/rows/row-request.js';
import { fakeContext } from './fake-context.js';

/** What checking some content comes to. */
export interface Checked extends Omit<CheckedInput, 'index'> {
  findings: Finding[];
  /** `line 3, url: isHttpUrl` */
  problems: string[];
  /** The valid rows as they would be sent: read again, each from its own place. */
  requests: (RowRequest & { row: number; line: number })[];
}

/** How to read; what `--map` says as the user writes it. */
export interface CheckOptions extends Partial<Omit<ReadingOptions, 'map'>> {
  input?: InputOptions;
  map?: string[];
  /** Name of the file, which may tell the format. */
  name?: string;
}

/** Runs `use` with an empty folder. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'result-links-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Checks content as `bulk` does before it sends anything. */
export async function check(
  content: string | Buffer,
  options: CheckOptions = {},
): Promise<Checked> {
  const { map = [], name = 'rows', input: inputOptions = {}, ...rest } = options;
  return inFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const input = await openInput(path, fakeContext(), inputOptions);
    const findings: Finding[] = [];
    try {
      const { index, ...checked } = await checkRows(
        input,
        { map: parseColumnMap(map), ignoresUnknownColumns: false, defaults: {}, ...rest },
        async (finding) => void findings.push(finding),
        async () => undefined,
      );
      const requests: Checked['requests'] = [];
      for (const integrationId of index.counts().keys()) {
        for await (const { row, line, offset, length } of index.rowsOf(integrationId)) {
          const { buffer } = await input.handle.read(Buffer.alloc(length), 0, length, offset);
          const again = checked.reader.read(checked.format.parse(buffer));
          if (again.ok) requests.push({ row, line, ...again.request });
        }
      }
      await index.close();
      return { ...checked, findings, problems: findings.flatMap(inWords), requests };
    } finally {
      await input.close();
    }
  });
}

function inWords(finding: Finding): string[] {
  return finding.kind === 'duplicate'
    ? [`line ${finding.line}: same as row ${finding.of}`]
    : finding.problems.map(({ column, code }) => `line ${finding.line}, ${column}: ${code}`);
}
