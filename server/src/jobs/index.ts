export { type Attempt, enqueue, type JobsLog, jobAttempts, migrateJobs, startJobs, type Task } from './jobs.ts';
