/** Values by name and lane, in the order they came. A charge looks a dozen times, and would put a key together for each. */
export class ByLane<Value> {
  readonly #lanes: Map<string, Value>[] = [];

  get(name: string, lane = 0): Value | undefined {
    return this.#lanes[lane]?.get(name);
  }

  set(name: string, lane: number, value: Value): void {
    const named = this.#lanes[lane];
    if (named) named.set(name, value);
    else this.#lanes[lane] = new Map([[name, value]]);
  }

  values(): Value[] {
    // Lanes that nothing came to are holes, which `flatMap` leaves out.
    return this.#lanes.flatMap((named) => [...named.values()]);
  }
}
