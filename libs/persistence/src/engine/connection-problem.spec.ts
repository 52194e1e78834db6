import { connectionProblem } from './connection-problem.js';

const fatal = (code: string, message: string) => ({ severity: 'FATAL', code, message });

it.each([
  ['a pooler without the database', fatal('08P01', 'no such database: x'), /no such database: x/],
  ['a pooler and a setting', fatal('08P01', 'unsupported startup parameter: options'), /options/],
  ['Supavisor', fatal('XX000', 'Tenant or user not found'), /Tenant or user not found/],
  [
    'a self-signed certificate',
    { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' },
    /TLS certificate.*sslrootcert=.*sslmode=no-verify/,
  ],
  [
    'an unknown authority',
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'unable to verify the first certificate' },
    /TLS certificate.*sslrootcert=/,
  ],
  [
    'another host’s certificate',
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: "Hostname/IP doesn't match" },
    /TLS certificate.*Use a host name/,
  ],
  [
    'no password',
    new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
    /asks for a password/,
  ],
])('%s cannot get better by waiting', (_what, error, expected) => {
  const problem = connectionProblem(error);
  expect(problem).toMatchObject({ mayPass: 'never' });
  expect(problem?.message).toMatch(/^DATABASE_URL: [^\n]+$/);
  expect(problem?.message).toMatch(expected);
});

it.each([
  ['a server that starts', fatal('57P03', 'the database system is starting up')],
  ['a server that is full', fatal('53300', 'sorry, too many clients already')],
  [
    'a pooler whose server is down',
    fatal('08P01', 'server login has been failing, try again later'),
  ],
  ['a refused connection', { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }],
  ['a statement that failed', { severity: 'ERROR', code: '42P01', message: 'no such table' }],
])('%s is waited for', (_what, error) => {
  expect(connectionProblem(error)).toBeNull();
});

it('an unknown host may become known', () => {
  expect(connectionProblem({ code: 'ENOTFOUND', hostname: 'db', message: '' })).toMatchObject({
    mayPass: 'soon',
    message: expect.stringContaining('host db is unknown'),
  });
});
