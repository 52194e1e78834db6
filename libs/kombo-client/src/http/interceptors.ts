import type { Axios, AxiosAdapter } from 'axios';

/** What `axios.interceptors` is made of: `request.use(…)`, `response.use(…)`. */
export type AxiosInterceptors = Axios['interceptors'];

const ownAdapters = new WeakSet<object>();

/** Marks an adapter as this client's. */
export function ownAdapter(adapter: AxiosAdapter): AxiosAdapter {
  ownAdapters.add(adapter);
  return adapter;
}

/**
 * Lets the user add interceptors, and makes sure that what comes out of them still goes through this
 * client's adapter: with another nobody would know whether a failed request was sent, and the
 * promise of `requestSent: 'no'` would be worth nothing.
 */
export function letIntercept(
  axios: Axios,
  intercept: (interceptors: AxiosInterceptors) => void,
): void {
  // axios runs the interceptors of requests from the last to the first: this one after all others.
  axios.interceptors.request.use((config) => {
    if (typeof config.adapter !== 'function' || !ownAdapters.has(config.adapter)) {
      throw new TypeError(
        'an interceptor must not replace the adapter: use the option axios.adapter',
      );
    }
    return config;
  });
  intercept(axios.interceptors);
}
