import { validateTargetReference } from '../index.js';

const IN = { x_integration_id: 'workday:1' };

it.each([
  { ...IN, candidate_id: 'c' },
  { ...IN, application_id: 'a', job: 'j' },
  { ...IN, remote_id: 'a b/77', remote_id_of: 'candidate' },
  { ...IN, email: 'Ada+Test@Example.com', prefer: 'newest-pending-application' },
  { ...IN, email: 'ada@localhost', target_type: 'candidate' },
])('takes %j', (reference) => {
  expect(validateTargetReference(reference)).toMatchObject({ ok: true, value: reference });
});

it.each([
  [{ email: 'a@b.example' }, 'x_integration_id', 'required'],
  [IN, '', 'exactlyOne'],
  [{ ...IN, email: 'a@b.example', candidate_id: 'c' }, '', 'exactlyOne'],
  [{ ...IN, email: 'a@b.example', remote_id_of: 'candidate' }, 'remote_id_of', 'contradiction'],
  [
    { ...IN, email: 'a@b.example', target_type: 'candidate', prefer: 'newest-application' },
    'prefer',
    'contradiction',
  ],
  [{ ...IN, email: 'Ada <ada@b.example>' }, 'email', 'matches'],
  [{ ...IN, email: 'a@b.example,c@d.example e@f' }, 'email', 'matches'],
  [{ ...IN, email: '' }, 'email', 'matches'],
  [{ ...IN, remote_id: '1,2' }, 'remote_id', 'matches'],
  [{ ...IN, remote_id: 77 }, 'remote_id', 'isString'],
  [{ ...IN, candidate_id: '..' }, 'candidate_id', 'matches'],
  [{ ...IN, candidate_id: 'a,b' }, 'candidate_id', 'matches'],
  [{ ...IN, email: 'a@b.example', prefer: 'newest' }, 'prefer', 'isIn'],
  [{ ...IN, email: 'a@b.example', e_mail: 'x' }, 'e_mail', 'unknownKey'],
])('refuses %j', (reference, path, code) => {
  expect(validateTargetReference(reference)).toEqual({
    ok: false,
    errors: [expect.objectContaining({ path, code })],
  });
});
