const openClasses = new WeakSet<object>();

/**
 * Marks a DTO class whose unknown keys are kept and forwarded. All other classes are closed:
 * an unknown key is an error.
 */
export function OpenObject(): ClassDecorator {
  return (target) => {
    openClasses.add(target);
  };
}

/** Whether unknown keys of this class are kept, see {@link OpenObject}. */
export function isOpenObject(target: object): boolean {
  return openClasses.has(target);
}
