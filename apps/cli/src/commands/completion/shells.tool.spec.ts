import { spawnSync } from 'node:child_process';
import { COMMANDS } from '../index.js';
import { zshScript } from './bash.js';
import { fishScript } from './fish.js';
import { collectWords } from './words.js';

const WORDS = collectWords(COMMANDS);

it('fish accepts the script, and offers flags and values', () => {
  const offered = (line: string) => {
    const script = `${fishScript(WORDS)}\ncomplete -C ${JSON.stringify(line)}`;
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' });
    return stdout
      .trim()
      .split('\n')
      .map((word) => word.split('\t')[0]);
  };
  expect(offered('result-links send --region ')).toEqual(['eu', 'us']);
  expect(offered('result-links deliveries re')).toEqual(['resolve', 'retry']);
  expect(offered('result-links deliveries list --state=pa')).toEqual(['--state=parked']);
  expect(offered('result-links bulk report --fai')).toEqual(['--failed-rows']);
});

it('zsh accepts the script', () => {
  expect(spawnSync('zsh', ['-n'], { input: zshScript(WORDS) }).status).toBe(0);
});
