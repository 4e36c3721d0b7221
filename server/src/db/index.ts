export { type ArrayType, arrayParameter } from './array-parameter.ts';
export { BackupError, takeBaseBackup } from './base-backup.ts';
export { addParameters, type Column, Columns, type ColumnsForm, type Shifts } from './columns.ts';
export {
  CommitOutcomeUnknownError,
  isConflict,
  isDatabaseUnavailable,
  isMistake,
  isUniqueViolation,
  mayPass,
  SerializationFailure,
  sqlState,
} from './database-error.ts';
export { DataFolderInUseError, EmbeddedPostgresError } from './embedded/errors.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, runningPostgres, startPostgres } from './embedded.ts';
export { type Lease, type LeaseOptions, leaseNumbers } from './lease-numbers.ts';
export { type ListenOptions, listen } from './listen.ts';
export { LookUps } from './look-ups.ts';
export { MigrationBlockedError, migrate, pendingMigrations } from './migrate.ts';
export { noWayIn } from './no-way-in.ts';
export { createPipeline, type Pipeline } from './pipeline.ts';
export {
  type Connection,
  createDriverPool,
  createPool,
  type DriverPool,
  type Pool,
  type PoolLimits,
  type PoolOptions,
  type PoolStanding,
  standingOf,
} from './pool.ts';
export { type Queryable, type Statement, statement } from './queryable.ts';
export { inTransaction, type Transaction, type TransactionOptions } from './transaction.ts';
export { unlessUnderWay } from './under-way.ts';
