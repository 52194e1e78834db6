/** The part before `~`: `candidate-1~17` is one more `candidate-1`. Holds for ids of all kinds. */
export function withoutSuffix(id: string): string {
  const tilde = id.indexOf('~');
  return tilde === -1 ? id : id.slice(0, tilde);
}
