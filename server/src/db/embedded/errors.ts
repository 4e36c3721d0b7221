/** The two ways around the embedded database, named in every error that an operator has to act on. */
export const WAYS_OUT =
  'Set DATABASE_URL to use a PostgreSQL of your own, or KOPAI_DATA_DIR to keep the data in another folder.';

/** The embedded PostgreSQL can't be prepared, started or kept running. The message says what is wrong and what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';

  constructor(problem: string, options?: ErrorOptions) {
    super(`${problem} ${WAYS_OUT}`, options);
  }
}

/** Another live server owns the data folder. Two owners would restart PostgreSQL under each other's feet. */
export class DataFolderInUseError extends EmbeddedPostgresError {
  override name = 'DataFolderInUseError';
  /** The folder that is taken, as a real path. */
  readonly folder: string;
  /** Who holds it, for example `process 4242 on host web-1`. */
  readonly owner: string;

  constructor(folder: string, owner: string) {
    super(`The data folder ${folder} is in use by ${owner}. Stop that server first.`);
    this.folder = folder;
    this.owner = owner;
  }
}
