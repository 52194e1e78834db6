import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../index.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { collectWords, nameOf } from './words.js';

const WORDS = collectWords(COMMANDS);

/** What a shell offers for the last of `words`. */
function complete(words: string[], cwd?: string): string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const script = `${bashScript(WORDS)}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}
_result_links
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    cwd,
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion for bash', () => {
  it('offers the commands', () => {
    const offered = complete(['result-links', '']);

    expect(offered).toEqual(expect.arrayContaining(COMMANDS.map(({ name }) => name)));
    expect(complete(['result-links', 's'])).toEqual(['send', 'schema', 'sandbox']);
  });

  it('offers the flags of a command, and the global ones', () => {
    expect(complete(['result-links', 'send', '--l'])).toEqual(['--label']);
    expect(complete(['result-links', 'check', '--l'])).toEqual([]);
    expect(complete(['result-links', '--json', 'check', '--pro'])).toEqual(['--profile']);
  });

  it('offers the commands of a group, and their flags', () => {
    expect(complete(['result-links', 'deliveries', 're'])).toEqual(['retry', 'resolve']);
    expect(complete(['result-links', 'deliveries', 'resolve', '--n'])).toEqual([
      '--not-delivered',
      '--no-color',
    ]);
    expect(complete(['result-links', 'deliveries', '--json', 'list', '--state', 'pa'])).toEqual([
      'parked',
    ]);
    expect(complete(['result-links', 'integrations', '--s'])).toEqual([]);
  });

  it('offers the commands of groups within groups', () => {
    expect(complete(['result-links', 'admin', 'k'])).toEqual(['keys']);
    expect(complete(['result-links', 'admin', 'keys', 'r'])).toEqual(['revoke']);
    expect(complete(['result-links', 'admin', 'keys', 'create', 'acme', '--sc'])).toEqual([
      '--scope',
    ]);
  });

  it('offers values', () => {
    expect(complete(['result-links', 'send', '--region', ''])).toEqual(['eu', 'us']);
    expect(complete(['result-links', 'completion', 'f'])).toEqual(['fish']);
    expect(complete(['result-links', 'send', '--label', ''])).toEqual([]);
  });

  it('offers values behind a =, too', () => {
    expect(complete(['result-links', 'deliveries', 'list', '--state', '=', 'pa'])).toEqual([
      'parked',
    ]);
    expect(complete(['result-links', 'send', '--region', '='])).toEqual(['eu', 'us']);
  });

  it('offers files where an argument is one, beside subcommands and flags', () => {
    const folder = mkdtempSync(join(tmpdir(), 'result-links-completion-'));
    try {
      writeFileSync(join(folder, 'results 1.csv'), '');
      expect(complete(['result-links', 'bulk', 're'], folder)).toEqual(['results 1.csv', 'report']);
      expect(complete(['result-links', 'bulk', 'report', 'res'], folder)).toEqual([
        'results 1.csv',
      ]);
      expect(complete(['result-links', 'bulk', 'report', '--fai'], folder)).toEqual([
        '--failed-rows',
      ]);
      expect(complete(['result-links', 'bulk', 'report', '--con'], folder)).toEqual(['--config']);
      expect(complete(['result-links', 'send', 're'], folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('offers files, also with spaces in their names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'result-links-completion-'));
    try {
      writeFileSync(join(folder, 'my body.json'), '{}');
      expect(complete(['result-links', 'send', '--file', 'my'], folder)).toEqual(['my body.json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('completion for the others', () => {
  it('has no flag with other values in another command', () => {
    const places = WORDS.places.flatMap(({ options }) => options);
    for (const option of places) {
      const twin = places.find((other) => nameOf(other) === nameOf(option));
      expect([nameOf(option), twin?.choices, twin?.isFile]).toEqual([
        nameOf(option),
        option.choices,
        option.isFile,
      ]);
    }
  });

  it('has a line of fish for every flag of every command', () => {
    const script = fishScript(WORDS);
    for (const { name } of COMMANDS) {
      expect(script).toContain(`-n __fish_use_subcommand -a ${name} `);
    }
    for (const { path, options } of WORDS.places) {
      const condition = path
        .split(' ')
        .map((word) => `__fish_seen_subcommand_from ${word}`)
        .join('; and ');
      for (const option of options) {
        expect(script).toContain(`-n '${condition}' -l ${nameOf(option).slice(2)} `);
      }
    }
    expect(script).toContain("-d 'Kombo\\'s region");
    expect(script).toContain(
      "-n '__fish_seen_subcommand_from integrations; and not __fish_seen_subcommand_from readiness release' -a release ",
    );
  });
});
