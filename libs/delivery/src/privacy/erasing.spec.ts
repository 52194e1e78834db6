import { withoutTexts } from './erasing.js';

const keptOf = (code: string | null) =>
  withoutTexts({
    ...{ httpStatus: 409, title: 'T', message: 'M', logUrl: 'https://l.example' },
    ...{ code, requestSent: 'yes' },
  });

it.each(['PLATFORM.INPUT_INVALID', 'ATS.SOMETHING_NEW_2', 'HRIS.V2.GONE', null])(
  'keeps the code %s, and no text',
  (code) => {
    expect(keptOf(code)).toEqual({
      ...{ httpStatus: 409, code, requestSent: 'yes' },
      ...{ title: null, message: null, logUrl: null },
    });
  },
);

it.each(['Jane Doe', 'JANE', 'jane.doe', 'JANE.DOE is gone', '.', `A.${'B'.repeat(100)}`, ''])(
  'takes the code %j for a text',
  (code) => expect(keptOf(code).code).toBeNull(),
);
