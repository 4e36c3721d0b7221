/** What a step says of itself: names and numbers, never what somebody sent. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Adds to what a step says. */
export type Note = (more: Attributes) => void;

/** A request from elsewhere, under way. */
export interface Arrival {
  /** 32 hexadecimal digits: what its steps, here and elsewhere, are found by. */
  readonly traceId: string;
  end(name: string, attributes: Attributes, hasFailed: boolean): void;
}

/** Tells where time goes, step by step. Where nobody asked for it there is none, and nothing is done for it. */
export interface Trace {
  /**
   * Does work as a step of whatever is under way; of nothing, it begins a trace. What it throws is told by its name alone: a message may hold what
   * no trace should.
   */
  step<Result>(name: string, attributes: Attributes, work: (note: Note) => Promise<Result>): Promise<Result>;
  /** Begins the step of a request, in the trace that its `traceparent` (W3C Trace Context) names; what `enter` starts is part of it. */
  arrive(traceparent: string | undefined, enter: (arrival: Arrival) => void): void;
}
