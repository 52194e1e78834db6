import * as whole from 'class-validator';
import * as fromFiles from './from-files.js';
import * as fromPackage from './from-package.js';

it('Node.js and bundlers get the same functions of class-validator', () => {
  expect(Object.keys(fromFiles).sort()).toEqual(Object.keys(fromPackage).sort());
  for (const [name, value] of Object.entries(fromFiles)) {
    expect([name, value === whole[name as keyof typeof whole]]).toEqual([name, true]);
  }
});
