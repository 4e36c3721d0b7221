# region dump
pg_dump --format=custom --file=kopai.dump "$DATABASE_URL"
# endregion dump
# region restore
pg_restore --clean --if-exists --exit-on-error --dbname="$RESTORED_URL" kopai.dump
DATABASE_URL="$RESTORED_URL" npm run kopai -- verify
# endregion restore
