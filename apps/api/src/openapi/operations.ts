import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Described = NonNullable<PathItem['post']>;

/** An operation of the document, with where it stands. */
export type Operation = Described & { method: string; path: string };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The operations of all paths; changes of their parts are changes of the document. */
export function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const described = item[method];
      return described === undefined ? [] : [{ ...described, method, path }];
    }),
  );
}
