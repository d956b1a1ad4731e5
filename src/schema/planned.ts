/** A relation or a page that the read plan fills. The alias keeps classes that name each other from needing each other. */
export type Planned<T> = T;

/** Body of a field that takes arguments and is read by the plan: it is never called. */
export function planned(): never {
  throw new Error('This field is read by the plan; its declaration has no code.');
}
