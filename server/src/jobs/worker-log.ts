import { Logger, type Logger as WorkerLogger } from 'graphile-worker';

export interface JobsLog {
  error(context: object, message: string): void;
  warn(context: object, message: string): void;
  debug(context: object, message: string): void;
}

/** What the queue tells of a job beside its words. */
interface Meta {
  readonly failure?: boolean;
  readonly error?: unknown;
  readonly job?: {
    readonly id: string;
    readonly task_identifier: string;
    readonly attempts: number;
    readonly max_attempts: number;
  };
}

/**
 * The queue's words in the server's log. What a job is about stays out of it, for that names owners; and an attempt that failed is no error while
 * others follow: what is told as one is something nobody does any more.
 */
export const workerLog = (log: JobsLog): WorkerLogger =>
  new Logger(({ workerId, taskIdentifier }) => (level, message, told) => {
    const { failure, error, job } = (told ?? {}) as Meta;
    const context = {
      ...(workerId !== undefined && { workerId }),
      ...(job ? { task: job.task_identifier, job: String(job.id) } : taskIdentifier && { task: taskIdentifier }),
      ...(job && { attempt: job.attempts, attempts: job.max_attempts }),
      ...(error !== undefined && { err: error }),
    };
    if (failure && job) {
      if (job.attempts < job.max_attempts) log.warn(context, 'a job failed, and is tried again');
      else log.error(context, 'a job failed for the last time, and is given up');
    } else if (level === 'error' || level === 'warning') log.error(context, message);
    else log.debug(context, message);
  });
