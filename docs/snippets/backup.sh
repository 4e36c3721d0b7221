# region dump
pg_dump --format=custom --file=kopai.dump "$DATABASE_URL"
# endregion dump
# region restore
pg_restore --no-owner --single-transaction --dbname="$RESTORED_URL" kopai.dump
psql --quiet --command='set client_min_messages = error; analyze' "$RESTORED_URL"
DATABASE_URL="$RESTORED_URL" npm run kopai -- verify
# endregion restore
