type KeyOf<Wanted> = Wanted extends unknown ? keyof Wanted : never;
type ValueOf<Wanted, Key> = Wanted extends unknown ? (Key extends keyof Wanted ? Wanted[Key] : never) : never;

/** Names of the fields in `Given`, however deep, that no alternative of `Wanted` has at that place; never when there is none. */
export type Excess<Given, Wanted> = 0 extends 1 & Given
  ? never
  : Given extends readonly (infer Item)[]
    ? Wanted extends readonly (infer WantedItem)[]
      ? Excess<Item, WantedItem>
      : never
    : Given extends object
      ? { [Key in keyof Given & string]-?: Key extends KeyOf<Wanted> ? Excess<Given[Key], ValueOf<Wanted, Key>> : Key }[keyof Given &
          string]
      : never;
