/** IDs that the examples share, so that they tell of one delivery. */
export const INTEGRATION = 'workday:HWUTwvyx2wLoSUHphiWVrp28';
export const CANDIDATE = '3kPq8TnVwXyZ5bRdHjMcLfGs';
export const APPLICATION = '5uVwRtNmKjHgFdSaZxCvBnMq';
export const DELIVERY = '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071';
export const ENDPOINT = '7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10';
export const MESSAGE = 'msg_2mVf0yq3sZ1uYtN8';

export const ACCOUNT = 'acme-eu';

/** The envelope of a good response. */
export const success = <T>(data: T) => ({ status: 'success' as const, data });
