export {
  type Attempt,
  enqueue,
  enqueueAll,
  type JobsLog,
  jobAttempts,
  migrateJobs,
  startJobs,
  type Task,
} from './jobs.ts';
