export { type GivenUpJob, givenUp, givenUpJobs, runAgain } from './given-up.ts';
export {
  type Attempt,
  enqueue,
  enqueueAll,
  jobAttempts,
  migrateJobs,
  startJobs,
  type Task,
} from './jobs.ts';
