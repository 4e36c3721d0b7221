# Needs KOPAI_DATA_DIR, whose database is lost, BACKUP, a folder that `kopai backup` made, and KOPAI_WAL_ARCHIVE. UNTIL is a moment, such as
# '2026-11-23 17:42:00+00'; without it everything that was archived comes back.
# region backup
npm run kopai -- backup "$BACKUP"
# endregion backup
# region restore
test ! -e "$KOPAI_DATA_DIR/postgres"
cp -R "$BACKUP" "$KOPAI_DATA_DIR/postgres"
cat >> "$KOPAI_DATA_DIR/postgres/postgresql.auto.conf" <<END
restore_command = 'cp "$KOPAI_WAL_ARCHIVE/%f" "%p"'
recovery_target_timeline = 'latest'
recovery_target_action = 'promote'
recovery_target_time = '${UNTIL:-}'
END
touch "$KOPAI_DATA_DIR/postgres/recovery.signal"
npm run kopai -- verify
# endregion restore
