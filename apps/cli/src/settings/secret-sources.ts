/** How a flag says where its secret is, for help texts; apart from the reading, which help need not load. */
export const SECRET_SOURCES = 'env:NAME, file:PATH or stdin';
