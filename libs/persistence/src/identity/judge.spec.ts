import type { IdentityRow } from '../statements/identity.js';
import { judge, type Progress } from './judge.js';

const row: IdentityRow = {
  ...{ epoch: 'e2', past_epochs: ['e1'], server: 's', database_oid: 5, pulse: 7 },
  ...{
    stopped_at: null,
    stopped_reason: null,
    moved_to: null,
    moved_from: null,
    is_own: true,
    has_attempt: true,
  },
};
const progress: Progress = {
  ...{ epoch: 'e2', place: 's/5', pulse: 7, attempt: { deliveryId: 'd', number: 1 } },
};
const same = (isNew: boolean) => ({ verdict: 'same', isNew });
const restored = (reason: string) => ({ verdict: 'restored', reason });

it.each<[string, Partial<IdentityRow>, string | null, Partial<Progress> | null, object]>([
  ['nothing has changed', {}, 's', {}, same(false)],
  ['others have raised the pulse', { pulse: 9 }, 's', {}, same(false)],
  ['nothing is remembered', {}, 's', null, same(true)],
  ['the row was copied', { is_own: false }, 's', {}, restored('copied')],
  ['the row is of another server', { server: 'x' }, 's', {}, restored('copied')],
  ['the server does not say which one it is', { server: null }, null, { place: null }, same(false)],
  ['the server has stopped saying which one it is', {}, null, {}, same(false)],
  ['the attempt is gone', { has_attempt: false }, 's', {}, restored('went_back')],
  ['the pulse is lower', { pulse: 6 }, 's', {}, restored('went_back')],
  ['the database was confirmed meanwhile', { pulse: 0 }, 's', { epoch: 'e1' }, same(true)],
  ['it is older than its confirmation', {}, 's', { epoch: 'e3' }, restored('went_back')],
  ['the progress is of another database', {}, 's', { epoch: 'e3', place: 's/6' }, same(true)],
  ['the place is not known', {}, null, { epoch: 'e3', place: null }, same(true)],
  ['there is no row', { epoch: null, is_own: false }, 's', {}, { verdict: 'missing' }],
  [
    'it is stopped',
    { stopped_reason: 'copied', is_own: false },
    's',
    {},
    { verdict: 'stopped', reason: 'copied' },
  ],
])('when %s', (_what, changes, server, remembered, judgment) => {
  const known = remembered && { ...progress, ...remembered };
  expect(judge({ ...row, ...changes }, server, known)).toEqual(judgment);
});
