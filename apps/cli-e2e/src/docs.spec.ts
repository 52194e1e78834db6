import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type Api } from './support/api.js';
import { isShown, masked, pairsOfIds } from './support/docs/compare.js';
import { consoleBlocks, pages, parseBlocks, type Step } from './support/docs/console-blocks.js';
import { Shell } from './support/docs/shell.js';
import { startSandbox, type Sandbox } from './support/sandbox.js';

/** Pages with blocks that can be run. READMEs set the variables; pages of docs/ presume them. */
const RUN = pages().filter((page) => consoleBlocks(page).some(({ noRun }) => noRun === undefined));

/** Programs that not every machine has; what needs one is not compared there. */
const MISSING = ['curl', 'jq'].filter(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status !== 0,
);
const needsMissing = ({ command }: Step) =>
  MISSING.some((name) => new RegExp(`(?:^|\\|) *${name} `, 'm').test(command));

describe.each(RUN)('the console blocks of %s', (page) => {
  const blocks = consoleBlocks(page).filter(({ noRun }) => noRun === undefined);
  const printed = new Map<Step, string>();
  let api: Api | undefined;
  let sandbox: Sandbox | undefined;
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'result-links-docs-'));
    const adminKey = randomBytes(32).toString('base64url');
    [api, sandbox] = await Promise.all([
      startApi({
        RESULT_LINKS_ADMIN_KEY: adminKey,
        RESULT_LINKS_ENCRYPTION_KEY: `e2e:${randomBytes(32).toString('base64')}`,
        RESULT_LINKS_SHUTDOWN_DELAY: '0',
      }),
      startSandbox(),
    ]);
    /** What stands in a page, by what it is here. */
    const real = new Map([
      ['http://127.0.0.1:3000', api.url],
      ['http://127.0.0.1:3900', sandbox.url.replace(/\/v1$/, '')],
      ['http://127.0.0.1:34545', api.sandboxUrl],
    ]);
    const { apiKey, env } = api;
    const toRun = (command: string) =>
      [...real]
        .reduce((text, [shown, own]) => text.replaceAll(shown, own), command)
        .replace(/(?<=RESULT_LINKS_API_KEY=)\S+/, apiKey)
        .replace(/(?<=RESULT_LINKS_ADMIN_KEY=)\S+/, adminKey);
    const presumed = { ...env, RESULT_LINKS_ADMIN_KEY: adminKey };
    const shell = new Shell(folder, page.startsWith('docs/') ? presumed : {});
    for (const step of blocks.flatMap(({ steps }) => steps)) {
      const text = await shell.run(toRun(step.command));
      printed.set(step, text);
      for (const [shown, own] of pairsOfIds(step.output, text)) real.set(shown, own);
    }
    await shell.close();
  }, 300_000);
  afterAll(async () => {
    await api?.stop();
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it.each(blocks.map(({ place, steps }) => [place, steps] as const))(
    '%s shows what its commands print',
    (_place, steps) => {
      const different = steps.filter(
        (step) => !needsMissing(step) && !isShown(printed.get(step) ?? '', step.output),
      );
      const asText = (output: (step: Step) => string) =>
        different.map((step) => `$ ${step.command}\n${masked(output(step))}`).join('\n');
      expect(asText((step) => printed.get(step) ?? '')).toBe(asText((step) => step.output));
    },
  );
});

it('runs all blocks but these', () => {
  const left = pages().flatMap((page) =>
    consoleBlocks(page).flatMap(({ noRun }) => (noRun === undefined ? [] : [`${page}: ${noRun}`])),
  );

  expect(left).toEqual([
    'README.md: recorded on a terminal',
    'apps/cli/README.md: runs until Ctrl-C',
  ]);
});

describe('reading blocks', () => {
  it('takes commands over several lines, and the output below each', () => {
    const [block] = parseBlocks(
      "x\n```console\n$ one \\\n    two\nout\n\n$ three '{\n$ x}'\n$ four\n```\n",
      'page.md',
    );

    expect(block).toEqual({
      place: 'page.md:2',
      steps: [
        { command: 'one \\\n    two', output: 'out\n\n' },
        { command: "three '{\n$ x}'", output: '' },
        { command: 'four', output: '' },
      ],
    });
  });

  it('wants a reason for a block that is not run', () => {
    expect(parseBlocks('```console no-run="needs a cluster"\n$ x\n```\n', 'p')).toMatchObject([
      { noRun: 'needs a cluster' },
    ]);
    expect(() => parseBlocks('```console no-run\n$ x\n```\n', 'p')).toThrow('p:1');
    expect(() => parseBlocks('```console\noutput\n```\n', 'p')).toThrow('begin with a command');
  });
});

describe('comparing', () => {
  it.each([
    [
      'Delivery: 01a20981-f92f-770a-abe2-9a7f0a710f95',
      'Delivery: 01a20981-f14c-76bb-bf49-37df831a4119',
    ],
    ['HTTP/1.1 200 OK\r\na: 1\r\nb: 2\r\n\r\n{}', 'HTTP/1.1 200 OK\n…\n\n{}\n\n'],
    ['a\nb\nc', '…\nc'],
    ['{"a":[1,2],"b":"rl_abc"}', '{"a":[…],"b":"rl_J4l3…"}'],
    ['', ''],
  ])('%j is shown as %j', (printed, shown) => expect(isShown(printed, shown)).toBe(true));

  it.each([
    ['Delivery: none', 'Delivery: 01a20981-f14c-76bb-bf49-37df831a4119'],
    ['a\nb', 'a'],
    ['a', 'a\nb'],
    ['ab', 'a.'],
    ['a 1\nb', 'a …'],
    ['exit 4', 'exit 3'],
  ])('%j is not shown as %j', (printed, shown) => expect(isShown(printed, shown)).toBe(false));
});
