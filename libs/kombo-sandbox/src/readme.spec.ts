import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_TABLE, FAULT_NAMES, INTEGRATION_STATES, SANDBOX_INTEGRATIONS } from './index.js';
import { faultByName } from './scenarios/fault-names.js';

// The tables of the README are what a newcomer tries first: each row has to be true.
const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

describe('the README', () => {
  it.each(FAULT_NAMES)('has $form as it is', ({ form, example, meaning }) => {
    expect(rows).toContainEqual([`\`${form}\``, `\`${example}\``, meaning]);
    expect(faultByName(example, () => 0)).toBeDefined();
  });

  it.each(SANDBOX_INTEGRATIONS)('has $id as it is', ({ id, description, state }) => {
    const [, , answer = ''] = rows.find(([cell]) => cell === `\`${id}\``) ?? [];
    expect(rows).toContainEqual([`\`${id}\``, description, answer]);
    const { onWrite } = INTEGRATION_STATES[state];
    expect(answer).toContain(onWrite?.startsWith('fail-') ? onWrite.slice('fail-'.length) : '200');
  });

  it.each(Object.entries(ERROR_TABLE))('has %s as it is', (code, { status, source }) => {
    expect(rows).toContainEqual([`\`${code}\``, String(status), source]);
  });
});

it('no name means two faults', () => {
  for (const { example } of FAULT_NAMES) {
    const matching = FAULT_NAMES.filter(({ pattern }) => pattern.test(example));
    expect(matching.map(({ example: other }) => other)).toEqual([example]);
  }
});
